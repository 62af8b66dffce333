"""What each client orders, month by month, before prices and rounding."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple

from crm.sample.clients import Client
from crm.sample.company import Company, Product
from crm.sample.days import SATURDAY, Calendar
from crm.sample.plan import family_weight

BASKET = 22
MAX_LINES = 9


class Want(NamedTuple):
    """A wish for a product: `worth` is its size against a usual line, before the plan's money."""

    product: int
    worth: float


class Order(NamedTuple):
    """An order of a client on a working day."""

    day: date
    client: int
    wants: list[Want]


class Demand:
    """How much each product is asked for, as families rise and fall over the years."""

    def __init__(self, company: Company, calendar: Calendar) -> None:
        self._families = [company.family_by_name[p.family] for p in company.products]
        self._calendar = calendar

    def weights(self, month: date) -> list[float]:
        """Chance between 0 and 1, by product, that a wish of this month becomes a line."""
        wishes = [family_weight(family, self._calendar, month) for family in self._families]
        top = max(wishes)
        return [wish / top for wish in wishes]


class Buyer:
    """A client at work: keeps its own stream of chance and the day of its next order."""

    def __init__(self, number: int, client: Client, company: Company, seed: int) -> None:
        self.number = number
        self.client = client
        self._rng = Random(f"{seed}/orders/{client.code}")  # noqa: S311  nothing secret
        self._basket, weights = _basket(client, company, self._rng)
        self._cumulative = list(accumulate(weights))
        first = self._rng.randrange(client.habit.rhythm)
        self._next = client.life.begins + timedelta(days=first)

    def orders(self, calendar: Calendar, end: date, demand: list[float]) -> Iterator[Order]:
        """The client's orders up to `end` (excluded) that were not given before."""
        life, season = self.client.life, self.client.segment.season
        while self._next < end:
            day = calendar.next_working(self._off_weekend(self._next))
            if day >= end:
                # The order slips into the next month with its day.
                self._next = day
                return
            vigour = life.vigour(day) if life.is_buying(day) else 0.0
            if vigour and season[day.month - 1]:
                worth = self.client.habit.size * season[day.month - 1] * vigour
                yield Order(day, self.number, self._wants(worth, demand))
            self._next = self._after(day, vigour)

    def _off_weekend(self, day: date) -> date:
        """A weekend's order comes on any day of the next week, lest Mondays carry three days."""
        if day.weekday() < SATURDAY:
            return day
        return day + timedelta(days=7 - day.weekday() + self._rng.choice((0, 0, 1, 2, 3, 4)))

    def _after(self, day: date, vigour: float) -> date:
        if day >= self.client.life.ends:
            return date.max
        rhythm = self.client.habit.rhythm / max(vigour, 0.5)
        gap = rhythm * self._rng.gauss(1.0, 0.2)
        return day + timedelta(days=max(2, round(gap)))

    def _wants(self, worth: float, demand: list[float]) -> list[Want]:
        rng = self._rng
        count = min(MAX_LINES, 1 + int(rng.expovariate(1 / self.client.habit.lines)))
        chosen = dict.fromkeys(self._choose(demand) for _ in range(count))
        return [Want(product, worth * rng.lognormvariate(0, 0.4)) for product in chosen]

    def _choose(self, demand: list[float]) -> int:
        """A product of the basket; one out of favour is put back, four times at most."""
        rng, total = self._rng, self._cumulative[-1]
        product = 0
        for _ in range(5):
            product = self._basket[bisect(self._cumulative, rng.random() * total)]
            if rng.random() < demand[product]:
                break
        return product


def _basket(client: Client, company: Company, rng: Random) -> tuple[list[int], list[float]]:
    """The client's usual products with their weights, by the taste of its segment."""
    families = company.family_by_name
    taste = client.segment.taste

    def liking(product: Product) -> float:
        return families[product.family].popularity * taste.get(product.family, 1.0)

    weights = [liking(product) for product in company.products]
    picked = sorted(set(rng.choices(range(len(weights)), weights, k=BASKET)))
    return picked, [weights[n] * rng.lognormvariate(0, 0.8) for n in picked]
