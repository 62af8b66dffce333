"""Addresses of the dashboard: the choice it shows, and the lines behind a figure of it."""

from datetime import date

from crm.analysis.board_figures import Choice
from crm.kit.addresses import address
from crm.kit.periods import Month, Period
from crm.sales.scope import SaleScope, counted_days
from crm.sales.state import LINES

ANALYSIS = "/analysis"


def place(choice: Choice, **more: object) -> str:
    """The dashboard of a choice; `more` are further parameters."""
    return address(
        ANALYSIS,
        {"month": choice.month, "family": choice.family_id, "responsible": choice.responsible_id},
        **more,
    )


def lines_of(
    choice: Choice,
    *,
    period: Period | None = None,
    family_id: int | None = None,
    responsible_id: int | None = None,
    only_family_id: int | None = None,
) -> str:
    """The lines behind a figure of the choice, opened over it; what is given narrows them."""
    scope = SaleScope(
        period=period or counted_days(choice.month, choice.cut),
        family_id=choice.family_id if family_id is None else family_id,
        responsible_id=choice.responsible_id if responsible_id is None else responsible_id,
        only_family_id=only_family_id,
    )
    return place(choice, **{LINES: scope})


def lines_through(choice: Choice, day: date) -> str:
    """The lines of the choice's month up to a day, included: what a sum on its way holds."""
    last = day if choice.cut is None else min(day, choice.cut)
    return lines_of(choice, period=Period.through(choice.month.first, last))


def lines_of_month(choice: Choice, month: Month) -> str:
    """The lines of another month of the choice's family and responsible."""
    return lines_of(choice, period=counted_days(month, choice.cut))
