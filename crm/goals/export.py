"""The grid of a goal as a file: one row per responsible and month, in full precision."""

import csv
import io
from decimal import Decimal

from crm.goals.queries import Grid
from crm.kit.cells import safe_cell
from crm.kit.texts import Locale, text


def grid_as_csv(sheet: Grid, locale: Locale) -> str:
    """What the grid shows, with the same sums; months that have no target are empty."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    columns = ("responsible", "month", "target", "actual", "last_year", "closed")
    writer.writerow([text(locale, f"goals.csv_{name}") for name in columns])
    for row in sheet.rows:
        name = row.name if row.responsible_id else text(locale, "sales.unassigned")
        for cell in row.cells:
            writer.writerow(
                [
                    safe_cell(name),
                    str(cell.month),
                    _amount(cell.target),
                    _amount(cell.actual),
                    _amount(cell.last_year),
                    int(cell.month in sheet.closed),
                ]
            )
    return "\ufeff" + file.getvalue()


def _amount(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
