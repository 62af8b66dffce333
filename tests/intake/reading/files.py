"""Files as companies send them, made in the test that is about them."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from crm.intake.columns import Mapping
from crm.intake.reading import Inspection, inspect, read
from crm.intake.rules import LeftOut, ReadSummary, Refusal

TODAY = date(2026, 11, 24)
NORTHWIND = Path(__file__).parents[2] / "data" / "northwind"
SALES_HEADER: tuple[str, ...] = (
    "Factura",
    "Línea",
    "Fecha",
    "Cód. cliente",
    "Cód. artículo",
    "Cantidad",
    "Importe",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a whole file gave."""

    rows: list[dict[str, Any]]
    refusals: list[Refusal]
    left_out: list[LeftOut]
    summary: ReadSummary


def csv_bytes(
    rows: Iterable[Sequence[str]], delimiter: str = ";", encoding: str = "utf-8", end: str = "\r\n"
) -> bytes:
    """Rows as a text file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def sales_csv(*lines: str, header: Sequence[str] = SALES_HEADER) -> bytes:
    """Lines with semicolons under the usual header of sales."""
    return "\n".join([";".join(header), *lines, ""]).encode()


def xlsx_bytes(rows: Iterable[Sequence[Any]], title: str = "Ventas") -> bytes:
    """Rows as the only sheet of a workbook."""
    return workbook_bytes({title: rows})


def workbook_bytes(sheets: dict[str, Iterable[Sequence[Any]]]) -> bytes:
    """Rows of several sheets as a workbook."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def inspected(
    content: bytes, mapping: Mapping | None = None, name: str = "ventas.csv"
) -> Inspection:
    """What the content is found to be."""
    return inspect(content, name, today=TODAY, mapping=mapping)


def read_file(path: Path, mapping: Mapping | None = None) -> Outcome:
    """All of a file, read as it is understood by itself or by the mapping given."""
    mapping = mapping or inspect(path, path.name, today=TODAY).mapping
    reading = read(path, mapping, today=TODAY)
    rows: list[dict[str, Any]] = []
    refusals: list[Refusal] = []
    left_out: list[LeftOut] = []
    for block in reading:
        rows += block.table.to_pylist()
        refusals += block.refusals
        left_out += block.left_out
    return Outcome(rows, refusals, left_out, reading.summary)


def read_content(folder: Path, content: bytes, mapping: Mapping | None = None) -> Outcome:
    """All of a file given by its content."""
    path = folder / "ventas.csv"
    path.write_bytes(content)
    return read_file(path, mapping)
