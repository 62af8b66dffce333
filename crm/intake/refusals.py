"""The refused rows of an import as a file: mended there, it can be sent again."""

from collections.abc import Iterable, Iterator

from sqlalchemy import text as sql
from sqlmodel import Session, col, select

from crm.intake.models import ImportReject
from crm.intake.outcome import reason_of
from crm.intake.queries import one_import
from crm.kit.cells import safe_cell
from crm.kit.files import BOM, PLAIN, CsvStyle
from crm.kit.texts import Locale, text

_AT_ONCE = 2_000
_WHY = ("row", "column", "value", "reason")
_LINE_NO = "line_no"


def refusals_as_csv(
    tx: Session, import_id: int, locale: Locale, style: CsvStyle = PLAIN
) -> Iterator[str]:
    """Row, column, value and reason, then the row as it was sent; one part per 2,000 rows.

    Where the file has no line numbers they are added, so that a mended row sent alone is taken for
    itself and not for the first line of its document. Cells that a spreadsheet would take for a
    formula are written as text.
    """
    headers = _headers(tx, import_id)
    counted = _has_counted_lines(tx, import_id)
    names = [*_WHY, *(["line"] if counted else [])]
    titles = [text(locale, f"intake.load_csv_{name}") for name in names]
    yield BOM + _written([[*titles, *headers]], style)
    after = (0, 0)
    while rows := _some(tx, import_id, after):
        cells = (_cells(row, headers, locale, counted=counted) for row in rows)
        yield _written(cells, style)
        after = (rows[-1].row, rows[-1].id)


def _cells(row: ImportReject, headers: list[str], locale: Locale, *, counted: bool) -> list[str]:
    sent = [str(row.cells.get(header, "")) for header in headers]
    number = [str(row.params.get(_LINE_NO, ""))] if counted else []
    return [str(row.row), row.column_name, row.value, reason_of(row, locale), *number, *sent]


def _headers(tx: Session, import_id: int) -> list[str]:
    """The headers of the columns that refused rows have cells of, in the file's order."""
    found = tx.execute(
        sql(
            "SELECT DISTINCT name FROM import_reject r, jsonb_object_keys(r.cells) AS name"
            " WHERE r.import_id = :id ORDER BY name"
        ),
        {"id": import_id},
    ).scalars()
    known = one_import(tx, import_id).changes.get("headers", [])
    place = {header: n for n, header in enumerate(known)}
    return sorted(found, key=lambda header: (place.get(header, len(place)), header))


def _has_counted_lines(tx: Session, import_id: int) -> bool:
    counted = sql(
        "SELECT EXISTS (SELECT FROM import_reject WHERE import_id = :id AND params ? 'line_no')"
    )
    return tx.execute(counted, {"id": import_id}).scalar_one()


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


def _written(rows: Iterable[list[str]], style: CsvStyle) -> str:
    return style.rows([safe_cell(cell) for cell in row] for row in rows)
