"""What each salesperson and family sells in a month: the story that the figures have to tell."""

from collections import defaultdict
from datetime import date
from random import Random

from crm.sample.company import Company, Family, Seller
from crm.sample.days import Calendar, add_months

DAYS_OF_YEAR = 365.25
STORY_MONTHS = 4
SLUMP_MONTHS = 3
SCATTER = 0.04
ROUNDS = 6

# Both keyed by (salesperson's code, name of the family at the top of the tree).
Worths = dict[tuple[str, str], float]
Rates = dict[tuple[str, str], float]


class Plan:
    """Turns the worth of a month's wishes into money, so that the month keeps to its story."""

    def __init__(self, company: Company, calendar: Calendar, seed: int) -> None:
        self._company, self._calendar, self._seed = company, calendar, seed
        self._usual: Rates = {}

    def cents_per_worth(self, month: date, worths: Worths) -> Rates:
        """Money of one unit of worth, so that sums by salesperson and by family are as planned.

        The running month keeps near the usual rates: its few orders must not carry a whole plan.
        """
        rates = self._fitted(month, worths)
        if month == self._calendar.running_month:
            return {cell: self._near_usual(cell, rate) for cell, rate in rates.items()}
        self._usual.update(rates)
        return rates

    def _fitted(self, month: date, worths: Worths) -> Rates:
        """Iterative proportional fitting: families first, salespeople last and so exactly."""
        by_seller = {s.code: self._seller_cents(s, month) for s in self._company.sellers}
        total = sum(by_seller.values())
        by_family = {name: share * total for name, share in self._family_shares(month).items()}
        money = dict(worths)
        for _ in range(ROUNDS):
            money = _scaled(money, 1, by_family)
            money = _scaled(money, 0, by_seller)
        return {cell: money[cell] / worth for cell, worth in worths.items()}

    def _near_usual(self, cell: tuple[str, str], rate: float) -> float:
        usual = self._usual.get(cell, rate)
        return min(max(rate, 0.5 * usual), 2.0 * usual)

    def _seller_cents(self, seller: Seller, month: date) -> float:
        usual = seller.monthly_cents * self._company.season[month.month - 1]
        grown = usual * (1 + seller.growth) ** self._years(month)
        scatter = self._scatter(seller.code, month)
        return grown * self._pace(seller, month) * scatter * self._calendar.share_done(month)

    def _pace(self, seller: Seller, month: date) -> float:
        """The running month's pace, which has built up over the months before it."""
        running = self._calendar.running_month
        age = (running.year - month.year) * 12 + running.month - month.month
        return seller.pace ** (max(0, STORY_MONTHS - age) / STORY_MONTHS)

    def _family_shares(self, month: date) -> dict[str, float]:
        wishes = {f.name: self._wish(f, month) for f in self._company.root_families}
        return {name: wish / sum(wishes.values()) for name, wish in wishes.items()}

    def _wish(self, family: Family, month: date) -> float:
        weight = family_weight(family, self._calendar, month)
        return family.share * weight * self._scatter(family.name, month)

    def _scatter(self, what: str, month: date) -> float:
        """Chance of past months; the running one tells its story plainly."""
        if month == self._calendar.running_month:
            return 1.0
        rng = Random(f"{self._seed}/plan/{what}/{month}")  # noqa: S311  nothing secret
        return rng.gauss(1.0, SCATTER)

    def _years(self, month: date) -> float:
        return (month - self._calendar.first).days / DAYS_OF_YEAR


def family_weight(family: Family, calendar: Calendar, month: date) -> float:
    """How much a family is asked for, against the first month: its drift, then its slump."""
    years = (month - calendar.first).days / DAYS_OF_YEAR
    in_slump = month >= add_months(calendar.running_month, 1 - SLUMP_MONTHS)
    return family.drift**years * (family.slump if in_slump else 1.0)


def _scaled(money: Worths, side: int, wanted: dict[str, float]) -> Worths:
    sums: dict[str, float] = defaultdict(float)
    for cell, amount in money.items():
        sums[cell[side]] += amount
    return {cell: amount * wanted[cell[side]] / sums[cell[side]] for cell, amount in money.items()}
