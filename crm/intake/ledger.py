"""What is known of an import while and after it runs; each entry is committed by itself.

The load is one long transaction that nobody sees before it is done. How far it is, and how it ended
when it did not end well, is written beside it, in transactions of its own.
"""

import json
import time
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from crm.db import as_import
from crm.intake.states import WAITING, State, Step

# "impt" in ASCII: the class of the locks that say which process works on which import.
_CLAIM = 0x696D7074
_PAUSE_SECONDS = 0.2

_CLAIMABLE = """
    SELECT id FROM import_batch b
    WHERE state = ANY (:waiting)
      AND NOT EXISTS (
          SELECT FROM pg_locks l
          WHERE l.locktype = 'advisory' AND l.classid = :claim AND l.objid = b.id
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      )
    ORDER BY id LIMIT 1
"""


class Stopped(Exception):
    """The import was cancelled by somebody."""


def next_import() -> int | None:
    """The oldest import that waits and that no living process works on."""
    with as_import(0) as tx:
        return tx.execute(text(_CLAIMABLE), {"waiting": list(WAITING), "claim": _CLAIM}).scalar()


def claim(tx: Session, import_id: int) -> bool:
    """Take an import for the length of the transaction; False when another process has it."""
    return bool(
        tx.execute(
            text("SELECT pg_try_advisory_xact_lock(:claim, :id)"),
            {"claim": _CLAIM, "id": import_id},
        ).scalar()
    )


def start(import_id: int) -> int:
    """Note that work begins; how often it has begun, this time included."""
    with as_import(0) as tx:
        return tx.execute(
            text(
                "UPDATE import_batch SET state = :running, step = :step, progress = 0,"
                " progress_total = 0, attempts = attempts + 1,"
                " started_at = coalesce(started_at, now()) WHERE id = :id RETURNING attempts"
            ),
            {"running": State.RUNNING, "step": Step.OPENING, "id": import_id},
        ).scalar_one()


class Progress:
    """Writes how far an import is, at most five times a second, and hears of a cancellation."""

    def __init__(self, import_id: int) -> None:
        self._import_id = import_id
        self._step = ""
        self._next = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        """Note the step and how far it is. Raises Stopped when somebody cancelled the import."""
        now = time.monotonic()
        if step == self._step and now < self._next:
            return
        self._step, self._next = step, now + _PAUSE_SECONDS
        with as_import(0) as tx:
            cancelled = tx.execute(
                text(
                    "UPDATE import_batch SET step = :step, progress = :done,"
                    " progress_total = :total WHERE id = :id RETURNING cancel_requested"
                ),
                {"step": step, "done": done, "total": total, "id": self._import_id},
            ).scalar_one()
        if cancelled:
            raise Stopped


def cancel(import_id: int) -> None:
    """Note that an import was stopped before anything of it was kept."""
    with as_import(0) as tx:
        end(tx, import_id, State.CANCELLED)


def reject(import_id: int, key: str, params: dict[str, Any]) -> None:
    """Note that nothing of the file could be loaded, and why (a catalogue key)."""
    with as_import(0) as tx:
        end(tx, import_id, State.REJECTED, outcome="rejected", error_key=key, error_params=params)


def end(tx: Session, import_id: int, state: State, **values: Any) -> None:
    """Close an import in a state; `values` are further columns, mappings become JSON."""
    columns = {name: _plain(value) for name, value in values.items()}
    assignments = "".join(f", {name} = {_placeholder(name, values)}" for name in columns)
    tx.execute(
        text(
            f"UPDATE import_batch SET state = :state, step = '', finished_at = now(){assignments}"
            " WHERE id = :id"
        ),
        {"state": state, "id": import_id, **columns},
    )


def _plain(value: Any) -> Any:
    return json.dumps(value, default=str) if isinstance(value, dict | list) else value


def _placeholder(name: str, values: dict[str, Any]) -> str:
    is_document = isinstance(values[name], dict | list)
    return f"CAST(:{name} AS jsonb)" if is_document else f":{name}"
