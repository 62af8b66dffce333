"""Reads the sample's files from their bytes, independently of what wrote them."""

import csv
import hashlib
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineWorkbook

UNTIL = date(2026, 11, 23)


class Line(NamedTuple):
    """A sale line as a reader of the file understands it."""

    document: str
    series: str
    number: int
    day: date
    client: str
    seller: str
    product: str
    family: str
    quantity: Decimal
    price: Decimal
    discount_pct: Decimal
    amount: Decimal
    cost: Decimal
    origin: str


def lines_of(path: Path) -> list[Line]:
    """The sale lines of a file, without titles and totals."""
    rows = table_of(path)
    return [_line(row) for row in rows if row["Cód. artículo"]]


def total_of(path: Path) -> Decimal:
    """The grand total that a listing or a spreadsheet prints."""
    return _number(table_of(path)[-1]["Importe neto"])


def table_of(path: Path) -> list[dict[str, str]]:
    """Rows below the header, by the header's words."""
    rows = _book_rows(path) if path.suffix == ".xlsx" else _csv_rows(path)
    header = next(n for n, row in enumerate(rows) if len([cell for cell in row if cell]) > 4)
    return [dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :]]


def digest(folder: Path) -> str:
    """One hash over the names and bytes of a folder's files."""
    parts = [path.name.encode() + path.read_bytes() for path in sorted(folder.rglob("*.*"))]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _csv_rows(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "cp1252"
    return list(csv.reader(StringIO(content.decode(encoding), newline=""), delimiter=";"))


def _book_rows(path: Path) -> list[list[str]]:
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _cell(cell: object) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).replace(".", ",") if isinstance(cell, int | float) else str(cell)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def _day(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def _line(row: dict[str, str]) -> Line:
    return Line(
        document=row["Factura"],
        series=row["Serie"],
        number=int(_number(row["Línea"])),
        day=_day(row["Fecha"]),
        client=row["Cód. cliente"],
        seller=row["Cód. vendedor"],
        product=row["Cód. artículo"],
        family=row["Familia"],
        quantity=_number(row["Cantidad"]),
        price=_number(row["Precio"]),
        discount_pct=_number(row["% Dto."]),
        amount=_number(row["Importe neto"]),
        cost=_number(row["Coste total"]),
        origin=row["Rectifica a"],
    )
