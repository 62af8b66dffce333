"""What staff does with imports: answer, cancel, undo. Receiving is in `crm.intake.receiving`."""

import json
from typing import Any

from sqlmodel import Session

from crm.accounts import audit
from crm.db import Actor, as_import
from crm.db.changes import announce
from crm.intake.columns import Mapping
from crm.intake.loading.counting import affected
from crm.intake.queries import one_import
from crm.intake.states import MAPPABLE, WAITING, State
from crm.intake.undo import Undone, undo_import
from crm.kit.errors import Conflict, NotAllowed
from crm.sales.holding import hold_company

_REQUEUE = """
    UPDATE import_batch
    SET state = :queued, outcome = NULL, mapping = CAST(:mapping AS jsonb), inspection = NULL,
        error_key = NULL, attempts = 0, cancel_requested = false, finished_at = NULL
    WHERE id = :id AND state = ANY (:answerable)
"""
_CANCEL = """
    UPDATE import_batch
    SET cancel_requested = true,
        state = CASE WHEN state = :running THEN state ELSE :cancelled END,
        finished_at = CASE WHEN state = :running THEN finished_at ELSE now() END
    WHERE id = :id AND state = ANY (:stoppable)
"""
_UNDO = """
    UPDATE import_batch SET state = :undone, undone_at = now(), undone_by = :by
    WHERE id = :id AND state = :loaded
"""


class WrongState(Conflict):
    """The import's state does not admit this (any more)."""


def confirm_mapping(tx: Session, actor: Actor, import_id: int, form: dict[str, Any]) -> None:
    """Answer how a file is to be read; it goes back to the queue.

    `form` is the JSON form of a mapping. Raises MappingRefused, NotFound or WrongState.
    """
    _require_staff(actor)
    mapping = Mapping.from_json(form)
    batch = one_import(tx, import_id)
    changed = affected(
        tx,
        _REQUEUE,
        {
            "queued": State.QUEUED,
            "mapping": json.dumps(mapping.to_json()),
            "id": import_id,
            "answerable": list(MAPPABLE),
        },
    )
    if not changed:
        raise WrongState("intake.load_not_waiting", file=batch.file_name)
    audit.record(tx, actor.user_id, "map", "import_batch", import_id, file=batch.file_name)


def cancel(tx: Session, actor: Actor, import_id: int) -> None:
    """Stop an import that waits or runs; nothing of it is kept. Raises NotFound or WrongState.

    A running one ends at its next block, and up to the moment in which it is stored.
    """
    _require_staff(actor)
    batch = one_import(tx, import_id)
    changed = affected(
        tx,
        _CANCEL,
        {
            "running": State.RUNNING,
            "cancelled": State.CANCELLED,
            "id": import_id,
            "stoppable": [*WAITING, State.NEEDS_MAPPING],
        },
    )
    if not changed:
        raise WrongState("intake.load_too_late", file=batch.file_name)
    audit.record(tx, actor.user_id, "cancel", "import_batch", import_id, file=batch.file_name)


def undo(actor: Actor, import_id: int) -> Undone:
    """Undo a loaded import in a transaction of its own: only imports may write sale lines.

    Raises NotAllowed, NotFound or WrongState.
    """
    _require_staff(actor)
    with as_import(actor.user_id) as tx:
        batch = one_import(tx, import_id)
        hold_company(tx)
        changed = affected(
            tx,
            _UNDO,
            {
                "undone": State.UNDONE,
                "by": actor.user_id or None,
                "id": import_id,
                "loaded": State.LOADED,
            },
        )
        if not changed:
            raise WrongState("intake.undo_not_loaded", file=batch.file_name)
        undone = undo_import(tx, import_id)
        audit.record(
            tx,
            actor.user_id or None,
            "undo",
            "import_batch",
            import_id,
            file=batch.file_name,
            removed=undone.lines_removed,
            restored=undone.lines_restored,
            kept=undone.kept,
        )
        announce(tx, import_id)
    return undone


def _require_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotAllowed("accounts.errors.not_allowed")
