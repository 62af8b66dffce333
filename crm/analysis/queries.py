"""What the dashboard reads: a few sums over facts and the month's lines, as the person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts.company import Company, working_calendar
from crm.analysis.board_figures import Board, Choice
from crm.analysis.board_rules import Aimed, CompanyTime, Material, board
from crm.analysis.family_rules import Family
from crm.analysis.sold_rules import Sold
from crm.db import Actor
from crm.goals.closed_queries import figure_at_closing
from crm.goals.queries import targets_between
from crm.kit.errors import NotFound
from crm.kit.periods import DAY, Month
from crm.sales.history_rules import SalesHistory
from crm.sales.queries import (
    DataState,
    Responsible,
    data_state,
    lines_total,
    responsible_of,
    responsibles,
    sales_history,
)
from crm.sales.scope import SaleScope, counted_days


class NoSalesYet(NotFound):
    """No sales are stored, or none this person may see."""


class NotLinked(NotFound):
    """A salesperson whose user is linked to no code of the ERP has no figures."""


class Ground(NamedTuple):
    """What every dashboard of the company stands on, whatever it is about."""

    time: CompanyTime
    state: DataState
    history: SalesHistory
    people: Sequence[Responsible]
    families: Sequence[Family]


def ground(tx: Session, time: CompanyTime) -> Ground:
    """Reads it, as far as this person sees it. Raises NoSalesYet."""
    state = data_state(tx)
    if state.until is None:
        raise NoSalesYet("analysis.no_sales_yet")
    history = sales_history(tx, state.until)
    return Ground(time, state, history, responsibles(tx), families(tx))


def dashboard(
    tx: Session,
    actor: Actor,
    ground: Ground,
    *,
    month: Month | None = None,
    family_id: int | None = None,
    responsible_id: int | None = None,
) -> Board:
    """The revenue dashboard of a month (None: the one the data reach).

    `responsible_id` is any of a responsible's codes; the board's choice names the first. A
    salesperson's is about what is credited to them, whatever `responsible_id` says, and is the
    same as the supervisor's for that responsible. Raises NotLinked.
    """
    staff = actor.is_staff
    who = responsible_of(tx, responsible_id) if staff else own_responsible(ground.people)
    history = ground.history
    choice = Choice(month or Month.of(history.until), family_id, who, history.cut)
    return board(_material(tx, choice, ground), ground.time)


def company_time(tx: Session, ours: Company) -> CompanyTime:
    """How the company counts its days and years."""
    return CompanyTime(working_calendar(tx, ours), ours.fiscal_year)


def own_responsible(people: Sequence[Responsible]) -> int:
    """A salesperson's own id among the responsibles they see; NotLinked when there is none."""
    if not people:
        raise NotLinked("analysis.not_linked")
    return people[0].id


def month_span(tx: Session) -> tuple[Month, Month] | None:
    """First and last month with sales this person may see; None without any."""
    first, last = tx.execute(text("SELECT min(f.month), max(f.month) FROM month_fact f")).one()
    return None if first is None else (Month.of(first), Month.of(last))


def families(tx: Session) -> list[Family]:
    """All families, by name."""
    rows = tx.execute(
        text("SELECT id, name, parent_id, code FROM product_family ORDER BY lower(name), id")
    )
    return [Family(*row) for row in rows]


def _material(tx: Session, choice: Choice, ground: Ground) -> Material:
    scope = SaleScope(family_id=choice.family_id, responsible_id=choice.responsible_id)
    first, *_, last = ground.time.fiscal.months(choice.month.first)
    of_families, of_responsibles = _sold(tx, scope, choice.month, ground.history.until)
    aimed = [
        Aimed(*target)
        for target in targets_between(tx, first, last)
        if choice.responsible_id in (None, target.responsible_id)
    ]
    return Material(
        choice=choice,
        history=ground.history,
        of_families=of_families,
        of_responsibles=of_responsibles,
        by_month=_by_month(tx, scope, ground.history.cut),
        aimed=aimed,
        families=ground.families,
        names={one.id: one.name for one in ground.people},
        at_closing=figure_at_closing(tx, choice.month, choice.family_id, choice.responsible_id),
    )


def _by_month(tx: Session, scope: SaleScope, cut: date | None) -> Mapping[Month, Decimal]:
    rows = tx.execute(
        text(f"SELECT f.month, sum(f.amount) FROM month_fact f WHERE {scope.on_months} GROUP BY 1"),
        scope.params,
    )
    by_month = {Month.of(row[0]): row[1] for row in rows}
    if cut is not None:
        reached = replace(scope, period=counted_days(Month.of(cut), cut))
        by_month[Month.of(cut)] = lines_total(tx, reached).amount
    return by_month


def _sold(
    tx: Session, scope: SaleScope, month: Month, as_of: date
) -> tuple[list[Sold], list[Sold]]:
    # The month's own lines and those of a year before: facts know no family by day, and a month
    # of lines is small (BRIN on date). The year so far ends where the data do, which is in an
    # earlier month when one ahead of them is chosen. What one source sold since does not count yet.
    reached = min(month, Month.of(as_of)).year_before
    rows = tx.execute(
        text(
            "WITH sold AS ("
            " SELECT l.date, coalesce(l.family_id, 0) AS family_id,"
            "   coalesce(r.responsible_id, 0) AS responsible_id, l.amount"
            " FROM sale_line l LEFT JOIN responsible r ON r.seller_id = l.credited_id"
            " WHERE (l.date >= :first AND l.date < :end"
            "   OR l.date >= :before AND l.date < :before_end"
            "   OR l.date >= :reached AND l.date < :reached_end)"
            f" AND {scope.on_lines}"
            ") SELECT date, family_id, responsible_id, sum(amount) FROM sold"
            " GROUP BY GROUPING SETS ((date, family_id), (date, responsible_id))"
        ),
        {
            **scope.params,
            "first": month.first,
            "end": min(month.next.first, as_of + DAY),
            "before": month.year_before.first,
            "before_end": month.year_before.next.first,
            "reached": reached.first,
            "reached_end": reached.next.first,
        },
    )
    # Once by family and once by responsible: a quarter of the rows of both together.
    of_families, of_responsibles = [], []
    for day, family_id, responsible_id, amount in rows.all():
        if responsible_id is None:
            of_families.append(Sold(day, family_id, amount))
        else:
            of_responsibles.append(Sold(day, responsible_id, amount))
    return of_families, of_responsibles
