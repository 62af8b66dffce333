"""The grid of a goal as a file: one row per responsible and month, in full precision."""

from collections.abc import Iterator

from crm.goals.queries import Grid
from crm.kit.cells import safe_cell
from crm.kit.files import BOM, PLAIN, CsvStyle
from crm.kit.texts import Locale, text


def grid_as_csv(sheet: Grid, locale: Locale, style: CsvStyle = PLAIN) -> str:
    """What the grid shows, with the same sums; months that have no target are empty."""
    columns = ("responsible", "month", "target", "actual", "last_year", "closed")
    titles = [text(locale, f"goals.csv_{name}") for name in columns]
    return BOM + style.rows([titles, *_rows(sheet, locale, style)])


def _rows(sheet: Grid, locale: Locale, style: CsvStyle) -> Iterator[list[object]]:
    for row in sheet.rows:
        name = row.name if row.responsible_id else text(locale, "sales.unassigned")
        for cell in row.cells:
            amounts = (cell.target, cell.actual, cell.last_year)
            is_closed = int(cell.month in sheet.closed)
            yield [safe_cell(name), str(cell.month), *map(style.money, amounts), is_closed]
