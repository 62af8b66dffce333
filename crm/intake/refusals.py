"""The refused rows of an import as a file: mended there, it can be sent again."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from sqlalchemy import text as sql
from sqlmodel import Session, col, select

from crm.intake.models import ImportReject
from crm.intake.outcome import reason_of
from crm.kit.texts import Locale, text

_AT_ONCE = 2_000
_NUMBER = re.compile(r"[-+]?[\d.,\s]+")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"


def refusals_as_csv(tx: Session, import_id: int, locale: Locale) -> Iterator[str]:
    """Row, column, value and reason, then the row as it was sent; one part per 2,000 rows.

    Spreadsheets of a Spanish reader expect the semicolon. Cells that a spreadsheet would take for
    a formula are written as text.
    """
    headers = _headers(tx, import_id)
    titles = [
        text(locale, f"intake.load_csv_{name}") for name in ("row", "column", "value", "reason")
    ]
    delimiter = ";" if locale == "es" else ","
    yield _BOM + _written([[*titles, *headers]], delimiter)
    after = (0, 0)
    while rows := _some(tx, import_id, after):
        yield _written((_cells(row, headers, locale) for row in rows), delimiter)
        after = (rows[-1].row, rows[-1].id)


def safe_cell(cell: str) -> str:
    """The cell as text where a spreadsheet would take it for a formula; numbers stay numbers."""
    if cell.startswith(_DANGEROUS) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def _cells(row: ImportReject, headers: list[str], locale: Locale) -> list[str]:
    sent = [str(row.cells.get(header, "")) for header in headers]
    return [str(row.row), row.column_name, row.value, reason_of(row, locale), *sent]


def _headers(tx: Session, import_id: int) -> list[str]:
    """The headers of the file, in the order of its columns as far as refused rows show them."""
    inspected = tx.execute(
        sql(
            "SELECT name, min(place) FROM import_reject r,"
            " jsonb_object_keys(r.cells) WITH ORDINALITY AS cell(name, place)"
            " WHERE r.import_id = :id GROUP BY name ORDER BY 2, 1"
        ),
        {"id": import_id},
    )
    return [name for name, _ in inspected]


def _some(tx: Session, import_id: int, after: tuple[int, int]) -> list[ImportReject]:
    row, key = after
    wanted = (
        select(ImportReject)
        .where(ImportReject.import_id == import_id)
        .where(
            (col(ImportReject.row) > row)
            | ((col(ImportReject.row) == row) & (col(ImportReject.id) > key))
        )
        .order_by(col(ImportReject.row), col(ImportReject.id))
        .limit(_AT_ONCE)
    )
    return list(tx.exec(wanted))


def _written(rows: Iterable[list[str]], delimiter: str) -> str:
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return sink.getvalue()
