"""Monthly targets as a sales manager would have set them, from the sales of the year before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from crm.sample.company import Company
from crm.sample.generator import SampleFiles

YEARS = 3
WHOLE_STEP = Decimal(500)
FAMILY_STEP = Decimal(100)

Scope = tuple[str | None, str]


class ProposedTarget(NamedTuple):
    """A month's target of a salesperson; `family` None is everything they sell."""

    family: str | None
    seller: str
    month: date
    amount: Decimal


def proposed_targets(files: SampleFiles) -> list[ProposedTarget]:
    """Targets of the running year and the two before it, all twelve months of each.

    Amount = the salesperson's year before x (1 + ambition), spread over the months as the company
    sold then, rounded to 500 (a family's to 100). A year without a whole one before it takes its
    own sales without ambition. Only families at the top of the tree have targets.
    """
    sold = _by_scope_and_year(files.amounts)
    first, last = min(files.amount_by_month), files.until.year
    targets: list[ProposedTarget] = []
    for year in range(last - YEARS + 1, last + 1):
        has_base = first <= date(year - 1, 1, 1)
        base = year - 1 if has_base else year
        shares = _month_shares(files.amount_by_month, base)
        for scope in sorted(sold, key=lambda key: (key[0] or "", key[1])):
            ambition = _ambition(files.company, scope) if has_base else Decimal(0)
            amount = sold[scope].get(base, Decimal(0)) * (1 + ambition)
            targets += _spread(scope, year, amount, shares)
    return targets


def _by_scope_and_year(
    amounts: Mapping[tuple[str, str, date], Decimal],
) -> dict[Scope, dict[int, Decimal]]:
    sold: dict[Scope, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for (seller, family, month), amount in amounts.items():
        sold[None, seller][month.year] += amount
        sold[family, seller][month.year] += amount
    return sold


def _month_shares(amount_by_month: Mapping[date, Decimal], year: int) -> list[Decimal]:
    months = [amount_by_month[date(year, number, 1)] for number in range(1, 13)]
    return [amount / sum(months) for amount in months]


def _ambition(company: Company, scope: Scope) -> Decimal:
    """What the salesperson is asked for; of a family, plus what sets it apart from the usual."""
    family, code = scope
    own = next(seller.ambition for seller in company.sellers if seller.code == code)
    if family is None:
        return own
    usual = company.family_by_name["Bebidas"].ambition
    return own + company.family_by_name[family].ambition - usual


def _spread(
    scope: Scope, year: int, amount: Decimal, shares: Iterable[Decimal]
) -> list[ProposedTarget]:
    family, seller = scope
    step = WHOLE_STEP if family is None else FAMILY_STEP
    return [
        ProposedTarget(family, seller, date(year, number, 1), _rounded(amount * share, step))
        for number, share in enumerate(shares, start=1)
    ]


def _rounded(amount: Decimal, step: Decimal) -> Decimal:
    return max(Decimal(0), (amount / step).quantize(Decimal(1), ROUND_HALF_UP)) * step
