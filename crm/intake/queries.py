"""Reading imports: their list, one of them with its changes, its refused rows."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from crm.intake.models import ImportBatch, ImportReject
from crm.intake.states import State
from crm.kit.errors import NotFound
from crm.kit.listing import Page, decode_cursor, encode_cursor

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record that an import created."""

    code: str
    name: str


def imports(
    tx: Session,
    *,
    state: State | None = None,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[ImportBatch]:
    """Files received, newest first. Raises BadList for a cursor of another list."""
    wanted = select(ImportBatch).order_by(col(ImportBatch.id).desc()).limit(limit + 1)
    counted = select(func.count()).select_from(ImportBatch)
    if state is not None:
        wanted = wanted.where(ImportBatch.state == state)
        counted = counted.where(ImportBatch.state == state)
    if cursor is not None:
        (before,) = decode_cursor(cursor, 1)
        wanted = wanted.where(col(ImportBatch.id) < before)
    rows = list(tx.exec(wanted))
    more = len(rows) > limit
    following = encode_cursor(rows[limit - 1].id) if more else None
    return Page(rows[:limit], following, tx.exec(counted).one())


def one_import(tx: Session, import_id: int) -> ImportBatch:
    """One import. Raises NotFound."""
    batch = tx.get(ImportBatch, import_id, populate_existing=True)
    if batch is None:
        raise NotFound("intake.load_not_found", id=import_id)
    return batch


def refused_rows(
    tx: Session, import_id: int, *, cursor: str | None = None, limit: int | None = None
) -> Page[ImportReject]:
    """The refused rows of an import in the file's order; all of them without a limit."""
    wanted = (
        select(ImportReject)
        .where(ImportReject.import_id == import_id)
        .order_by(col(ImportReject.row), col(ImportReject.id))
    )
    if cursor is not None:
        row, key = decode_cursor(cursor, 2)
        wanted = wanted.where(
            (col(ImportReject.row) > row)
            | ((col(ImportReject.row) == row) & (col(ImportReject.id) > key))
        )
    rows = list(tx.exec(wanted if limit is None else wanted.limit(limit + 1)))
    if limit is None or len(rows) <= limit:
        return Page(rows, None, None)
    last = rows[limit - 1]
    return Page(rows[:limit], encode_cursor(last.row, last.id), None)


def new_records(
    tx: Session, import_id: int, subject: str, *, limit: int = PAGE_SIZE
) -> list[NewRecord]:
    """The first records of a subject ("client", "product", "family", "seller") it created."""
    rows = tx.execute(
        text(
            "SELECT key, coalesce(stated ->> 'name', '') FROM import_change"
            " WHERE import_id = :id AND subject = :subject AND action = 'created'"
            " ORDER BY key LIMIT :limit"
        ),
        {"id": import_id, "subject": subject, "limit": limit},
    )
    return [NewRecord(code, name) for code, name in rows]
