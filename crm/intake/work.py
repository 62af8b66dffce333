"""The work on one import, whoever does it: the worker process, or the command line."""

import logging
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
from psycopg.errors import NumericValueOutOfRange
from sqlalchemy import text
from sqlalchemy.exc import DataError, OperationalError
from sqlmodel import Session

from crm.accounts import audit
from crm.accounts.company import company
from crm.db import as_import
from crm.db.changes import announce
from crm.intake import ledger
from crm.intake.asking import inspection_form, question_form, removal_question
from crm.intake.columns import Mapping
from crm.intake.inspecting import Inspection
from crm.intake.ledger import Progress, Stopped
from crm.intake.loading.load import Loaded, RemovalUnconfirmed, load
from crm.intake.mapping import propose_columns
from crm.intake.models import ImportBatch
from crm.intake.profiles import keep_profile, known_mapping
from crm.intake.reader.source import Source
from crm.intake.reading import inspect, read_inspected
from crm.intake.receiving import Wish, loaded_before, note_duplicate, original_parts
from crm.intake.rules import DATES, NUMBERS, Kind, Policy, ReadSummary, finished_period
from crm.intake.states import WAITING, State, Step
from crm.kit.clock import Clock, SystemClock
from crm.kit.errors import UserError
from crm.sales.holding import hold_company

MOST_ATTEMPTS = 3
_STYLES = ("date_style", "number_style", "discount_style")
_PAUSE_SECONDS = 0.1
_log = logging.getLogger(__name__)
_MACHINE = SystemClock()
# Gives back what it no longer needs: 489 against 555 MB at a million lines. Not made for Windows.
with suppress(NotImplementedError):
    pa.set_memory_pool(pa.jemalloc_memory_pool())


@dataclass(frozen=True, slots=True)
class Understood:
    """A file and how it is read; `can_load` unless something must be asked first."""

    inspection: Inspection

    @property
    def mapping(self) -> Mapping:
        """The mapping proposed or complete."""
        return self.inspection.mapping


def finish(import_id: int, clock: Clock = _MACHINE) -> None:
    """See an import through to its end, whoever does the work."""
    while not run(import_id, clock) and _is_waiting(import_id):
        time.sleep(_PAUSE_SECONDS)


def run(import_id: int, clock: Clock = _MACHINE) -> bool:
    """Work on an import that waits; False when another process does or it does not wait.

    Everything that may be wrong with a file ends as a state of the import. A database that cannot
    be reached raises: the import then still waits for the next process.
    """
    try:
        with _telling_large_sums():
            return _run(import_id, clock)
    except Stopped:
        ledger.cancel(import_id)
    except UserError as refused:
        ledger.reject(import_id, refused.key, refused.params)
    except OperationalError:
        raise
    except _SumTooLarge:
        ledger.reject(import_id, "intake.load_sum_too_large", {})
    except Exception:  # noqa: BLE001 - logged with its number, and told as the import's outcome
        # The edge of the worker: one bad file must not keep the others from being loaded.
        error_id = uuid.uuid4().hex[:8]
        _log.exception("import %s failed, error %s", import_id, error_id)
        ledger.reject(import_id, "intake.load_failed", {"error": error_id})
    return True


class _SumTooLarge(Exception):
    """The amounts of a month together are beyond what any company sells."""


@contextmanager
def _telling_large_sums() -> Iterator[None]:
    """A sum that the database cannot hold is a fault of the file, and told as such."""
    try:
        yield
    except DataError as wrong:
        if isinstance(wrong.orig, NumericValueOutOfRange):
            raise _SumTooLarge from wrong
        raise


def _run(import_id: int, clock: Clock) -> bool:
    with as_import(0) as tx:
        batch = tx.get(ImportBatch, import_id)
        sender = batch.created_by if batch else None
    with as_import(sender or 0) as tx:
        if not ledger.claim(tx, import_id):
            return False
        batch = tx.get_one(ImportBatch, import_id)
        if batch.state not in WAITING:
            return False
        if batch.cancel_requested:
            raise Stopped
        if ledger.start(import_id) > MOST_ATTEMPTS:
            raise UserError("intake.load_gave_up", attempts=MOST_ATTEMPTS)
        _load_batch(tx, batch, company(tx).today(clock))
    return True


def _load_batch(tx: Session, batch: ImportBatch, today: date) -> None:
    with _original(tx, batch.id) as path:
        understood = understand(tx, batch, path, today)
        if not understood.inspection.can_load:
            _ask(tx, batch, understood.inspection, [])
            return
        progress = Progress(batch.id)
        progress(Step.WAITING, 0, 0)
        hold_company(tx)
        earlier = loaded_before(tx, batch.sha256)
        if earlier is not None:
            note_duplicate(tx, batch.id, earlier)
            return
        reading = read_inspected(understood.inspection, today=today)
        savepoint = tx.begin_nested()
        try:
            loaded = load(tx, batch.id, reading, understood.mapping, progress)
        except RemovalUnconfirmed as asked:
            savepoint.rollback()
            question = question_form(removal_question(asked))
            _ask(tx, batch, understood.inspection, [question])
            return
        savepoint.commit()
        _close(tx, batch, understood, loaded, today)


def understand(tx: Session, batch: ImportBatch, path: Path, today: date) -> Understood:
    """How a file is to be read: as was said, else as its layout was read before, else as found.

    Raises UnreadableFile and MappingRefused.
    """
    said = batch.mapping or {}
    if "columns" in said:
        mapping = Mapping.from_json(said)
        return Understood(inspect(path, batch.file_name, today=today, mapping=mapping))
    found = inspect(path, batch.file_name, today=today)
    wanted = Kind(said[Wish.KIND]) if said.get(Wish.KIND) else None
    known = known_mapping(tx, found)
    if known is not None and wanted in (None, known.kind):
        found = _as_before(path, batch.file_name, today, _wished(known, said), found.source)
    elif wanted is not None and (wanted is not found.mapping.kind or not found.can_load):
        columns = propose_columns(found.headers, found.samples, wanted)
        mapping = Mapping(wanted, {column.name: column.meaning for column in columns})
        found = inspect(
            path,
            batch.file_name,
            today=today,
            mapping=_wished(mapping, said),
            opened=found.source,
        )
    return Understood(replace(found, mapping=_wished(found.mapping, said)))


def _as_before(
    path: Path, file_name: str, today: date, known: Mapping, opened: Source
) -> Inspection:
    """A file of a known layout. Its styles are believed where it shows them plainly.

    One ERP writes the same columns as native dates in a workbook and as text in a CSV; what was
    learnt from the one answers only what the other leaves open.
    """
    unstyled = replace(known, **dict.fromkeys(_STYLES))
    found = inspect(path, file_name, today=today, mapping=unstyled, opened=opened)
    asked = {question.about for question in found.questions}.intersection(_STYLES)
    if not asked:
        return found
    answers = {style: getattr(known, style) for style in asked}
    answered = replace(unstyled, **answers)
    return inspect(path, file_name, today=today, mapping=answered, opened=found.source)


def _wished(mapping: Mapping, said: dict[str, str]) -> Mapping:
    return replace(
        mapping,
        source=said.get(Wish.SOURCE) or mapping.source,
        policy=Policy(said.get(Wish.POLICY) or mapping.policy),
    )


def _ask(
    tx: Session, batch: ImportBatch, inspection: Inspection, more: list[dict[str, object]]
) -> None:
    form = inspection_form(inspection)
    form["questions"] += more
    ledger.end(
        tx,
        batch.id,
        State.NEEDS_MAPPING,
        outcome="needs_mapping",
        kind=str(inspection.mapping.kind),
        format=str(inspection.format),
        inspection=form,
        mapping=_proposal(inspection).to_json(),
    )


def _proposal(inspection: Inspection) -> Mapping:
    """The mapping to be edited; styles of cells whose column is still asked for are left open."""
    asked = {question.about for question in inspection.questions}
    mapping = inspection.mapping
    if asked & NUMBERS:
        mapping = replace(mapping, number_style=None, discount_style=None)
    if asked & DATES:
        mapping = replace(mapping, date_style=None)
    return mapping


def _close(
    tx: Session, batch: ImportBatch, understood: Understood, loaded: Loaded, today: date
) -> None:
    """Write the outcome in the transaction of the load itself."""
    _hold_against_cancel(tx, batch.id)
    summary = loaded.summary
    if not summary.accepted:
        outcome: dict[str, object] = {
            "outcome": "rejected",
            "error_key": "intake.load_nothing_accepted",
        }
        state = State.REJECTED
    else:
        outcome = {"outcome": "loaded_with_rejects" if summary.refused else "loaded"}
        state = State.LOADED
        mapping, inspection = understood.mapping, understood.inspection
        outcome["profile_id"] = keep_profile(
            tx, batch.file_name, inspection, mapping, batch.created_by
        )
    figures = _figures(loaded, understood.inspection)
    reach = _reach(understood.mapping, summary, today)
    ledger.end(tx, batch.id, state, **outcome, **figures, **_description(understood), **reach)
    audit.record(tx, batch.created_by, "load", "import_batch", batch.id, file=batch.file_name)
    announce(tx, batch.id)


def _description(understood: Understood) -> dict[str, object]:
    return {
        "kind": str(understood.mapping.kind),
        "format": str(understood.inspection.format),
        "mapping": understood.mapping.to_json(),
        "source": understood.mapping.source,
    }


def _reach(mapping: Mapping, summary: ReadSummary, today: date) -> dict[str, object]:
    period_end = finished_period(mapping.period_to, today)
    return {
        "period_end": period_end,
        "as_of": max(filter(None, (period_end, summary.date_to)), default=None),
    }


def _figures(loaded: Loaded, inspection: Inspection) -> dict[str, object]:
    summary = loaded.summary
    is_sales = summary.kind is Kind.SALES
    return {
        "lines_read": summary.lines_read,
        "accepted": summary.accepted,
        "refused": summary.refused,
        "left_out": summary.left_out,
        "new_lines": loaded.new,
        "replaced_lines": loaded.replaced,
        "removed_lines": loaded.removed,
        "unchanged_lines": loaded.unchanged,
        "total_amount": summary.total_amount if is_sales else None,
        "total_quantity": summary.total_quantity if is_sales else None,
        "control_total": summary.control_total,
        "control_agrees": summary.control_agrees,
        "date_from": summary.date_from,
        "date_to": summary.date_to,
        "changes": {**loaded.changes(), "headers": list(inspection.headers)},
    }


def _hold_against_cancel(tx: Session, import_id: int) -> None:
    """From here on a cancellation comes too late: it waits for this row and finds it loaded."""
    cancelled = tx.execute(
        text("SELECT cancel_requested FROM import_batch WHERE id = :id FOR UPDATE"),
        {"id": import_id},
    ).scalar_one()
    if cancelled:
        raise Stopped


@contextmanager
def _original(tx: Session, import_id: int) -> Iterator[Path]:
    """The received file on disk for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="crm-import-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as file:
            for part in original_parts(tx, import_id):
                file.write(part)
        yield path


def _is_waiting(import_id: int) -> bool:
    with as_import(0) as tx:
        state = tx.execute(
            text("SELECT state FROM import_batch WHERE id = :id"), {"id": import_id}
        ).scalar_one()
    return state in WAITING
