"""An act changes cells as one: it is written, kept in the audit, and undone as a whole."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts.audit import record
from crm.db import Actor
from crm.db.changes import announce
from crm.goals.errors import ActOverwritten, NothingToRedo, NothingToUndo, StaffOnly
from crm.kit.periods import Month


class Change(NamedTuple):
    """One stored target before and after; None is no target."""

    seller_id: int
    month: Month
    prior: Decimal | None
    value: Decimal | None


class Act(NamedTuple):
    """What was done: its number in the audit, its verb, how many cells it changed."""

    id: int
    verb: str
    cells: int


def lock_goal(tx: Session, actor: Actor, goal_id: int) -> None:
    """Only staff change goals, one at a time: whoever comes second sees what the first wrote."""
    if not actor.is_staff:
        raise StaffOnly("goals.staff_only")
    tx.execute(text("SELECT id FROM goal WHERE id = :goal_id FOR UPDATE"), {"goal_id": goal_id})


def perform(
    tx: Session, actor: Actor, goal_id: int, verb: str, changes: Sequence[Change], **detail: object
) -> Act:
    """Write the cells and leave the act in the audit. `detail` is kept with it."""
    cells = len(changes)
    act_id = record(tx, actor.user_id, verb, "goal", goal_id, cells=cells, **detail)
    if changes:
        _write(tx, actor, goal_id, changes)
        _keep(tx, act_id, goal_id, changes)
        announce(tx, f"targets of goal {goal_id}")
    return Act(act_id, verb, cells)


def undoable(tx: Session, actor: Actor, goal_id: int) -> Act | None:
    """This person's last act on the goal's targets that is not undone yet."""
    row = tx.execute(
        text(
            "SELECT e.id, e.verb, (e.detail->>'cells')::int FROM audit_event e"
            " WHERE e.subject = 'goal' AND e.subject_id = :goal_id AND e.actor_id = :actor_id"
            " AND e.verb <> 'undo_targets'"
            " AND EXISTS (SELECT FROM target_change c WHERE c.act_id = e.id)"
            " AND NOT EXISTS (SELECT FROM audit_event u WHERE u.subject = 'goal'"
            "   AND u.subject_id = :goal_id AND (u.detail->>'undoes')::bigint = e.id)"
            " ORDER BY e.id DESC LIMIT 1"
        ),
        {"goal_id": goal_id, "actor_id": actor.user_id},
    ).first()
    return None if row is None else Act(*row)


def undo_act(tx: Session, actor: Actor, goal_id: int, act_id: int) -> Act:
    """As `undo_last`, if that last act is the one named; NothingToUndo when it no longer is."""
    lock_goal(tx, actor, goal_id)
    act = undoable(tx, actor, goal_id)
    if act is None or act.id != act_id:
        raise NothingToUndo("goals.act_past")
    return _undo(tx, actor, goal_id, act)


def undo_last(tx: Session, actor: Actor, goal_id: int) -> Act:
    """Bring back what this person's last act on the goal changed, all of it or nothing.

    Raises NothingToUndo; ActOverwritten when one of its cells has changed since, or its month was
    closed.
    """
    lock_goal(tx, actor, goal_id)
    act = undoable(tx, actor, goal_id)
    if act is None:
        raise NothingToUndo("goals.nothing_to_undo")
    return _undo(tx, actor, goal_id, act)


def redoable(tx: Session, actor: Actor, goal_id: int) -> Act | None:
    """This person's last undoing on the goal that can be taken back: nothing new was done since."""
    row = tx.execute(
        text(
            "SELECT e.id, e.verb, (e.detail->>'cells')::int FROM audit_event e"
            " WHERE e.subject = 'goal' AND e.subject_id = :goal_id AND e.actor_id = :actor_id"
            " AND e.verb = 'undo_targets'"
            " AND NOT EXISTS (SELECT FROM audit_event r WHERE r.subject = 'goal'"
            "   AND r.subject_id = :goal_id AND (r.detail->>'redoes')::bigint = e.id)"
            " AND NOT EXISTS (SELECT FROM audit_event n WHERE n.subject = 'goal'"
            "   AND n.subject_id = :goal_id AND n.actor_id = :actor_id AND n.id > e.id"
            "   AND n.verb NOT IN ('undo_targets', 'redo_targets')"
            "   AND EXISTS (SELECT FROM target_change c WHERE c.act_id = n.id))"
            " ORDER BY e.id DESC LIMIT 1"
        ),
        {"goal_id": goal_id, "actor_id": actor.user_id},
    ).first()
    return None if row is None else Act(*row)


def redo_last(tx: Session, actor: Actor, goal_id: int) -> Act:
    """Do again what this person's last undoing took back, all of it or nothing.

    What is done again can be undone again. Raises NothingToRedo, ActOverwritten as `undo_last`.
    """
    lock_goal(tx, actor, goal_id)
    undoing = redoable(tx, actor, goal_id)
    if undoing is None:
        raise NothingToRedo("goals.nothing_to_redo")
    again = _reversed(tx, goal_id, undoing)
    return perform(tx, actor, goal_id, "redo_targets", again, redoes=undoing.id)


def _undo(tx: Session, actor: Actor, goal_id: int, act: Act) -> Act:
    back = _reversed(tx, goal_id, act)
    return perform(tx, actor, goal_id, "undo_targets", back, undoes=act.id)


def _reversed(tx: Session, goal_id: int, act: Act) -> list[Change]:
    """What takes an act back, an undoing too; ActOverwritten where its cells changed since."""
    changes = _changes_of(tx, act.id)
    _refuse_overwritten(tx, goal_id, changes)
    return [Change(c.seller_id, c.month, prior=c.value, value=c.prior) for c in changes]


def _changes_of(tx: Session, act_id: int) -> list[Change]:
    rows = tx.execute(
        text(
            "SELECT seller_id, month, prior, value FROM target_change"
            " WHERE act_id = :act_id ORDER BY id"
        ),
        {"act_id": act_id},
    )
    return [Change(row[0], Month.of(row[1]), row[2], row[3]) for row in rows]


def _refuse_overwritten(tx: Session, goal_id: int, changes: Iterable[Change]) -> None:
    moved = tx.execute(
        text(
            _AS_ROWS + " SELECT count(*) FROM change c"
            " LEFT JOIN monthly_target t ON t.goal_id = :goal_id"
            "   AND t.seller_id = c.seller_id AND t.month = c.month"
            " LEFT JOIN closed_month x ON x.month = c.month"
            " WHERE t.value IS DISTINCT FROM c.value OR x.month IS NOT NULL"
        ),
        {"goal_id": goal_id, "changes": _as_json(changes)},
    ).scalar_one()
    if moved:
        raise ActOverwritten("goals.act_overwritten", cells=moved)


def _write(tx: Session, actor: Actor, goal_id: int, changes: Iterable[Change]) -> None:
    rows = {"goal_id": goal_id, "actor_id": actor.user_id, "changes": _as_json(changes)}
    # In this order, so that new versions count from those of the cells that go.
    tx.execute(text(_AS_ROWS + _SET), rows)
    tx.execute(text(_AS_ROWS + _CLEAR), rows)


def _keep(tx: Session, act_id: int, goal_id: int, changes: Iterable[Change]) -> None:
    tx.execute(
        text(
            _AS_ROWS
            + " INSERT INTO target_change (act_id, goal_id, seller_id, month, prior, value)"
            " SELECT :act_id, :goal_id, c.seller_id, c.month, c.prior, c.value FROM change c"
        ),
        {"act_id": act_id, "goal_id": goal_id, "changes": _as_json(changes)},
    )


def _as_json(changes: Iterable[Change]) -> str:
    """All cells of an act as one parameter, so that an act is a few statements however large."""
    return json.dumps([_plain(change) for change in changes])


def _plain(change: Change) -> dict[str, object]:
    return {
        "seller_id": change.seller_id,
        "month": change.month.first.isoformat(),
        "prior": _number(change.prior),
        "value": _number(change.value),
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


_AS_ROWS = """
    WITH change AS (
        SELECT * FROM jsonb_to_recordset(CAST(:changes AS jsonb))
            AS c(seller_id bigint, month date, prior numeric, value numeric)
    )
"""
_CLEAR = """
    DELETE FROM monthly_target t USING change c
    WHERE t.goal_id = :goal_id AND t.seller_id = c.seller_id AND t.month = c.month
      AND c.value IS NULL
"""
# A cell's version never returns to one it had: a cleared and newly set target counts on, so an
# old page cannot take the new target for the one it showed. Codes of one person are one cell, whose
# version is the sum of theirs: what is written exceeds all of them, since the others may go.
_SET = """
    INSERT INTO monthly_target (goal_id, seller_id, month, value, version, updated_by)
    SELECT :goal_id, c.seller_id, c.month, c.value,
        1 + greatest(
            (SELECT count(*) FROM target_change old WHERE old.goal_id = :goal_id
             AND old.month = c.month AND old.seller_id = ANY (cell.sellers)),
            (SELECT coalesce(sum(t.version), 0) FROM monthly_target t WHERE t.goal_id = :goal_id
             AND t.month = c.month AND t.seller_id = ANY (cell.sellers))
        ),
        :actor_id
    FROM change c
    JOIN responsible r ON r.seller_id = c.seller_id
    JOIN (
        SELECT responsible_id, array_agg(seller_id) AS sellers FROM responsible GROUP BY 1
    ) AS cell USING (responsible_id)
    WHERE c.value IS NOT NULL
    ON CONFLICT (goal_id, seller_id, month) DO UPDATE
    SET value = excluded.value, version = excluded.version,
        updated_at = now(), updated_by = excluded.updated_by
"""
