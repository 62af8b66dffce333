"""Goals of a year with their totals, and the grid of a goal: people by months."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts.company import working_calendar
from crm.db import Actor
from crm.goals.closed_queries import closed_months, figures_at_closing
from crm.goals.grid_rules import Frame, GridRow, Key, Target, row_of, total_row
from crm.goals.progress_rules import Cell, most_detailed
from crm.goals.rules import Direction, GoalStatus, allocation_gap, total_target
from crm.kit.errors import NotFound
from crm.kit.money import ZERO
from crm.kit.periods import MONTHS_A_YEAR, Month, months_between
from crm.sales.history_rules import SalesHistory
from crm.sales.queries import Responsible, data_state, responsibles, sales_history
from crm.sales.scope import FAMILY_TREE, UNASSIGNED, SaleScope, counted_days


class GoalMissing(NotFound):
    """There is no such goal, or not for this person."""


class GoalSummary(NamedTuple):
    """A goal as a list shows it. `total` is the sum of its targets, None where none is set."""

    id: int
    variable: str
    family_id: int | None
    family_name: str
    year_start: date
    direction: Direction
    status: GoalStatus
    stated_total: Decimal | None
    total: Decimal | None
    responsibles: int
    version: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A goal's fiscal year: people by months, their sum, and what it is held against.

    `gap` is what the targets exceed the stated total by (negative: still to be allocated), None
    without one. `families_total` sums the goals of families at their most detailed level; it is
    given for the goal on all families alone. Sales after the day of `cut` do not count yet.
    """

    goal: GoalSummary
    months: Sequence[Month]
    closed: frozenset[Month]
    until: date | None
    cut: date | None
    rows: Sequence[GridRow]
    total: GridRow
    gap: Decimal | None
    families_total: Decimal | None

    def row(self, responsible_id: int) -> GridRow:
        """The row of a responsible; GoalMissing when the grid has none."""
        for row in self.rows:
            if row.responsible_id == responsible_id:
                return row
        raise GoalMissing("goals.responsible_missing")


def goals_of_year(tx: Session, year_start: Month) -> list[GoalSummary]:
    """The goals of a fiscal year: the one on all families first, then by family name."""
    rows = tx.execute(
        text(_SUMMARY + " WHERE g.year_start = :year_start" + _SUMMARY_END),
        {"year_start": year_start.first},
    )
    return [_summary(row) for row in rows]


def goal_summary(tx: Session, goal_id: int) -> GoalSummary:
    """One goal; raises GoalMissing when it does not exist for this person."""
    row = tx.execute(
        text(_SUMMARY + " WHERE g.id = :goal_id" + _SUMMARY_END), {"goal_id": goal_id}
    ).first()
    if row is None:
        raise GoalMissing("goals.goal_missing")
    return _summary(row)


def years_with_goals(tx: Session) -> list[Month]:
    """First months of the fiscal years that have goals, in order."""
    rows = tx.execute(text("SELECT DISTINCT year_start FROM goal ORDER BY year_start"))
    return [Month.of(row.year_start) for row in rows]


def grid(tx: Session, actor: Actor, goal_id: int) -> Grid:
    """A goal's fiscal year by responsible and month, with last year's sales beneath.

    Rows: everybody who has a target, sold in these two years, or has a user; for staff then the
    unassigned where they sold. Nobody but an administrator edits their own row.
    """
    goal = goal_summary(tx, goal_id)
    months = year_of(goal.year_start)
    targets = {(one.responsible_id, one.month): one for one in _targets(tx, goal_id)}
    until = data_state(tx).until
    history = sales_history(tx, until)
    sold = _sold(tx, goal.family_id, months, history.cut)
    closed = closed_months(tx, months)
    kept = figures_at_closing(tx, months, goal.family_id)
    begun, measures = _known(tx, history, months)
    frame = Frame(months, targets, sold, goal.direction, closed, kept, begun, measures)
    rows = [
        row_of(frame, one.id, one.name, is_editable=may_set(actor, one))
        for one in responsibles(tx)
        if _belongs(one, targets, sold)
    ]
    unassigned = row_of(frame, UNASSIGNED, "", is_editable=False)
    if actor.is_staff and (unassigned.actual or unassigned.last_year):
        rows.append(unassigned)
    total = total_row(frame, rows)
    return Grid(
        goal=goal,
        months=months,
        closed=closed,
        until=until,
        cut=history.cut,
        rows=rows,
        total=total,
        gap=allocation_gap(total.target, goal.stated_total),
        families_total=families_total(tx, months[0]) if goal.family_id is None else None,
    )


def may_set(actor: Actor, responsible: Responsible) -> bool:
    """Whether this person may set that responsible's targets: staff do, a supervisor not own."""
    if actor.role == "admin":
        return True
    return actor.is_staff and responsible.user_id != actor.user_id


def year_of(year_start: date) -> tuple[Month, ...]:
    """The twelve months of the goal's fiscal year."""
    first = Month.of(year_start)
    return months_between(first, first.plus(MONTHS_A_YEAR - 1))


def families_total(tx: Session, year_start: Month) -> Decimal | None:
    """Sum of the family goals' targets, each sale counted once; None where there are none."""
    rows = tx.execute(
        text(
            "SELECT g.family_id, t.seller_id, t.month, t.value FROM goal g"
            " JOIN monthly_target t ON t.goal_id = g.id"
            " WHERE g.year_start = :year_start AND g.variable = 'revenue'"
            " AND g.status = 'active' AND g.family_id IS NOT NULL"
        ),
        {"year_start": year_start.first},
    )
    cells = [
        Cell(ZERO, row.value, family_id=row.family_id, seller_id=row.seller_id, month=row.month)
        for row in rows
    ]
    return total_target(cell.target for cell in most_detailed(cells, family_parents(tx)))


def family_parents(tx: Session) -> dict[int, int | None]:
    """The parent of every family."""
    rows = tx.execute(text("SELECT id, parent_id FROM product_family"))
    return {row.id: row.parent_id for row in rows}


class TargetRow(NamedTuple):
    """A target with the goal and responsible it belongs to, as the dashboard reads it."""

    family_id: int | None
    responsible_id: int
    month: Month
    value: Decimal


def targets_between(tx: Session, first: Month, last: Month) -> list[TargetRow]:
    """Every target of the active revenue goals in these months, both included."""
    rows = tx.execute(
        text(
            "SELECT g.family_id, r.responsible_id, t.month, sum(t.value) FROM monthly_target t"
            " JOIN goal g ON g.id = t.goal_id JOIN responsible r ON r.seller_id = t.seller_id"
            " WHERE g.variable = 'revenue' AND g.status = 'active'"
            " AND t.month BETWEEN :first AND :last"
            " GROUP BY g.family_id, r.responsible_id, t.month"
        ),
        {"first": first.first, "last": last.first},
    )
    return [TargetRow(row[0], row[1], Month.of(row[2]), row[3]) for row in rows.all()]


_SUMMARY = """
    SELECT g.id, g.variable, g.family_id, coalesce(f.name, '') AS family_name, g.year_start,
        g.direction, g.status, g.stated_total, sum(t.value) AS total,
        count(DISTINCT r.responsible_id) AS responsibles, g.version
    FROM goal g
    LEFT JOIN product_family f ON f.id = g.family_id
    LEFT JOIN monthly_target t ON t.goal_id = g.id
    LEFT JOIN responsible r ON r.seller_id = t.seller_id
"""
_SUMMARY_END = " GROUP BY g.id, f.name ORDER BY g.family_id IS NOT NULL, lower(f.name), g.id"


def _summary(row: object) -> GoalSummary:
    one = GoalSummary._make(row)  # type: ignore[arg-type]
    return one._replace(direction=Direction(one.direction), status=GoalStatus(one.status))


def _targets(tx: Session, goal_id: int) -> list[Target]:
    # Several codes of one user count as one responsible: their targets and versions add up.
    rows = tx.execute(
        text(
            "SELECT r.responsible_id, t.month, sum(t.value), sum(t.version)::int"
            " FROM monthly_target t JOIN responsible r ON r.seller_id = t.seller_id"
            " WHERE t.goal_id = :goal_id GROUP BY r.responsible_id, t.month"
        ),
        {"goal_id": goal_id},
    )
    return [Target(row[0], Month.of(row[1]), row[2], row[3]) for row in rows]


def _sold(
    tx: Session, family_id: int | None, months: Sequence[Month], cut: date | None
) -> dict[Key, Decimal]:
    first, last = months[0].year_before, months[-1]
    if cut is None or last.last <= cut:
        return _sold_in(tx, family_id, first, last)
    reached = Month.of(cut)
    if reached < first:
        return {}
    # The month of the cut holds later sales of one source: it is added up from its lines.
    sold = _sold_in(tx, family_id, first, reached.plus(-1))
    return sold | _sold_up_to(tx, family_id, cut)


def _sold_in(tx: Session, family_id: int | None, first: Month, last: Month) -> dict[Key, Decimal]:
    family = "" if family_id is None else f" AND f.family_id = ANY (ARRAY({FAMILY_TREE}))"
    # A salesperson also reads facts of own clients credited to others, whom `responsible` does
    # not show them: those must not fall to the unassigned.
    rows = tx.execute(
        text(
            "SELECT coalesce(r.responsible_id, 0) AS responsible_id, f.month, sum(f.amount)"
            " FROM month_fact f LEFT JOIN responsible r ON r.seller_id = f.seller_id"
            f" WHERE f.month BETWEEN :first AND :last{family}"
            " AND (r.seller_id IS NOT NULL OR f.seller_id = 0)"
            " GROUP BY 1, f.month"
        ),
        {"first": first.first, "last": last.first, "family_id": family_id},
    )
    return {(row[0], Month.of(row[1])): row[2] for row in rows}


def _sold_up_to(tx: Session, family_id: int | None, cut: date) -> dict[Key, Decimal]:
    month = Month.of(cut)
    scope = SaleScope(period=counted_days(month, cut), family_id=family_id)
    rows = tx.execute(
        text(
            "SELECT coalesce(r.responsible_id, 0) AS responsible_id, sum(l.amount)"
            " FROM sale_line l LEFT JOIN responsible r ON r.seller_id = l.credited_id"
            f" WHERE {scope.on_lines} AND (r.seller_id IS NOT NULL OR l.credited_id IS NULL)"
            " GROUP BY 1"
        ),
        scope.params,
    )
    return {(row[0], month): row[1] for row in rows}


def _known(
    tx: Session, history: SalesHistory, months: Sequence[Month]
) -> tuple[Collection[Month], Collection[Month]]:
    """The months known from their beginning on, and those a year before that are known whole."""
    calendar = working_calendar(tx)
    before = [month.year_before for month in months]
    return (
        [month for month in months if history.has_begun(month, calendar)],
        [month for month in before if history.is_whole(month, calendar)],
    )


def _belongs(one: Responsible, targets: Mapping[Key, Target], sold: Mapping[Key, Decimal]) -> bool:
    if one.user_id is not None:
        return True
    return any(responsible_id == one.id for responsible_id, _ in (*targets, *sold))
