"""A small company's month, as the dashboard reads it."""

from datetime import date, timedelta
from decimal import Decimal

from crm.analysis.board_figures import Choice
from crm.analysis.board_rules import Aimed, CompanyTime, Material
from crm.analysis.family_rules import Family
from crm.analysis.sold_rules import Sold
from crm.kit.periods import FiscalYear, Month, WorkingCalendar, months_between
from crm.sales.history_rules import SalesHistory

TIME = CompanyTime(WorkingCalendar(), FiscalYear())
MARCH = Month(2026, 3)
DRINKS, FROZEN = 1, 2
ANNE, BERT = 7, 8


def history(first_day: date, as_of: date, *missing: Month) -> SalesHistory:
    """Sales in every month between the two days but the `missing`."""
    known = months_between(Month.of(first_day), Month.of(as_of))
    return SalesHistory(first_day, as_of, frozenset(known) - frozenset(missing))


def a_month(*, target: str | None = "2200", as_of: date = date(2026, 3, 13)) -> Material:
    """100 a day of March 2026 by two people in two families; 22 working days."""
    days = [date(2026, 3, 1) + timedelta(days=n) for n in range(31)]
    worked = [day for day in days if TIME.calendar.is_working(day) and day <= as_of]
    sold = {70: (DRINKS, ANNE), 30: (FROZEN, BERT)}
    of_families, of_responsibles = (
        [Sold(day, of[cut], Decimal(amount)) for day in worked for amount, of in sold.items()]
        for cut in range(2)
    )
    aimed = [] if target is None else [Aimed(None, ANNE, MARCH, Decimal(target))]
    return Material(
        choice=Choice(MARCH),
        history=history(date(2026, 1, 1), as_of),
        of_families=of_families,
        of_responsibles=of_responsibles,
        by_month={MARCH: Decimal(100 * len(worked))},
        aimed=aimed,
        families=[Family(DRINKS, "Bebidas", None), Family(FROZEN, "Congelados", None)],
        names={ANNE: "Anne", BERT: "Bert"},
    )
