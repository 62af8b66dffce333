"""Setting targets: one cell or a pasted block, all of it or nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts.company import company
from crm.db import Actor
from crm.goals.closed_queries import closed_months
from crm.goals.errors import BadEdit, MonthClosed, OwnTargets, TargetChangedMeanwhile
from crm.goals.queries import goal_summary, may_set, year_of
from crm.goals.rules import checked_target
from crm.goals.service.acts import Act, Change, lock_goal, perform
from crm.kit.periods import Month
from crm.sales.queries import Responsible, responsible_by_seller, responsibles


class TargetEdit(NamedTuple):
    """What one cell should hold; None takes the target away.

    `version` is that of the cell as it was read, 0 when it had none; None writes whatever is
    there (for acts that the person saw applied as a whole, like a first load). `responsible_id`
    may be any of their codes.
    """

    responsible_id: int
    month: Month
    value: Decimal | None
    version: int | None = None


class _Stored(NamedTuple):
    """The targets that one responsible's codes hold in a month."""

    value: Decimal
    version: int
    by_seller: Mapping[int, Decimal]


def set_target(tx: Session, actor: Actor, goal_id: int, edit: TargetEdit) -> Act:
    """Set or clear one cell. See `set_targets`."""
    return set_targets(tx, actor, goal_id, [edit])


def set_targets(
    tx: Session,
    actor: Actor,
    goal_id: int,
    edits: Sequence[TargetEdit],
    *,
    verb: str = "set_targets",
) -> Act:
    """Write cells as one act that can be undone; cells that would not change are left alone.

    Raises GoalMissing, StaffOnly, OwnTargets, MonthClosed, BadEdit for a cell outside the grid,
    TargetRefused for an impossible value, TargetChangedMeanwhile when a cell's version is no
    longer the one named.
    """
    goal = goal_summary(tx, goal_id)
    lock_goal(tx, actor, goal_id)
    year = year_of(goal.year_start)
    people = {one.id: one for one in responsibles(tx)}
    stored = _stored(tx, goal_id)
    folded = _folded(tx, edits)
    _refuse_repeated(folded)
    digits = company(tx).digits
    changes: list[Change] = []
    for edit in folded:
        _refuse_foreign(edit, year, people)
        _refuse_own(actor, people[edit.responsible_id])
        changes += _changes(edit, stored.get((edit.responsible_id, edit.month)), digits)
    refuse_closed(tx, year, {change.month for change in changes})
    return perform(tx, actor, goal_id, verb, changes)


def refuse_closed(tx: Session, year: Sequence[Month], months: Collection[Month]) -> None:
    """Raise MonthClosed, naming the first, when one of the months is closed."""
    closed = sorted(closed_months(tx, year) & set(months))
    if closed:
        raise MonthClosed("goals.month_closed", month=str(closed[0]))


def _folded(tx: Session, edits: Iterable[TargetEdit]) -> list[TargetEdit]:
    counts_for = responsible_by_seller(tx)
    return [
        edit._replace(responsible_id=counts_for.get(edit.responsible_id, edit.responsible_id))
        for edit in edits
    ]


def _stored(tx: Session, goal_id: int) -> dict[tuple[int, Month], _Stored]:
    rows = tx.execute(
        text(
            "SELECT r.responsible_id, t.month, t.seller_id, t.value, t.version"
            " FROM monthly_target t JOIN responsible r ON r.seller_id = t.seller_id"
            " WHERE t.goal_id = :goal_id"
        ),
        {"goal_id": goal_id},
    )
    stored: dict[tuple[int, Month], _Stored] = {}
    for row in rows:
        place = (row.responsible_id, Month.of(row.month))
        before = stored.get(place, _Stored(Decimal(0), 0, {}))
        stored[place] = _Stored(
            before.value + row.value,
            before.version + row.version,
            {**before.by_seller, row.seller_id: row.value},
        )
    return stored


def _changes(edit: TargetEdit, stored: _Stored | None, digits: int) -> list[Change]:
    """The cells to write: the responsible's own, and those of other codes folded into it."""
    value = None if edit.value is None else checked_target(edit.value, digits)
    if value == (stored.value if stored else None):
        return []
    version = stored.version if stored else 0
    if edit.version is not None and edit.version != version:
        raise _changed_meanwhile(edit, stored)
    prior = dict(stored.by_seller) if stored else {}
    own = Change(edit.responsible_id, edit.month, prior.pop(edit.responsible_id, None), value)
    folded = [Change(seller, edit.month, before, None) for seller, before in prior.items()]
    # Its own is written even where it holds the value already: the version of the cell moves on.
    return folded if own.prior is own.value is None else [own, *folded]


def _changed_meanwhile(edit: TargetEdit, stored: _Stored | None) -> TargetChangedMeanwhile:
    key = "goals.target_changed" if stored else "goals.target_cleared"
    value = f"{stored.value:f}".rstrip("0").rstrip(".") if stored else ""
    return TargetChangedMeanwhile(
        key, month=str(edit.month), value=value, responsible_id=edit.responsible_id
    )


def _refuse_repeated(edits: Iterable[TargetEdit]) -> None:
    seen: set[tuple[int, Month]] = set()
    for edit in edits:
        place = (edit.responsible_id, edit.month)
        if place in seen:
            raise BadEdit("goals.cell_twice", month=str(edit.month))
        seen.add(place)


def _refuse_foreign(edit: TargetEdit, year: Collection[Month], people: Collection[int]) -> None:
    if edit.month not in year:
        raise BadEdit("goals.month_outside", month=str(edit.month))
    if edit.responsible_id not in people:
        raise BadEdit("goals.responsible_missing")


def _refuse_own(actor: Actor, responsible: Responsible) -> None:
    if not may_set(actor, responsible):
        raise OwnTargets("goals.own_targets")
