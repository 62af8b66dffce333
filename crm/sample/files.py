"""The files as an ERP writes them: Spanish CSV of three kinds, and a spreadsheet.

Amounts arrive in cents and quantities in tenths; they leave as text with a decimal comma, or as
numbers in the spreadsheet.
"""

import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from crm.sample.clients import Client
from crm.sample.company import Company
from crm.sample.sales import SaleLine

SALES_HEADER = (
    "Factura",
    "Serie",
    "Línea",
    "Fecha",
    "Cód. cliente",
    "Nombre cliente",
    "Cód. vendedor",
    "Cód. artículo",
    "Descripción",
    "Familia",
    "Cantidad",
    "Precio",
    "% Dto.",
    "Importe neto",
    "Coste total",
    "Rectifica a",
)
AMOUNT_COLUMN = SALES_HEADER.index("Importe neto")
COST_COLUMN = SALES_HEADER.index("Coste total")
UTF8, WINDOWS = "utf-8-sig", "cp1252"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class FileTotals(NamedTuple):
    """What a sales file holds: its lines, and the sums of their amounts and quantities."""

    lines: int
    amount: Decimal
    quantity: Decimal


class Style(NamedTuple):
    """How a CSV file looks: its encoding, its amounts, and whether it is a printed listing."""

    encoding: str
    money: Callable[[int], str]
    is_listing: bool


@dataclass(frozen=True)
class Names:
    """Texts that a line's codes stand for, by position."""

    company: str
    clients: tuple[Client, ...]
    products: tuple[tuple[str, str, str], ...]


class SalesFile(Protocol):
    """A sales file that grows by months and says in the end what it holds."""

    path: Path

    def add(self, lines: Iterable[SaleLine]) -> None:
        """Appends lines."""

    def close(self) -> FileTotals:
        """Writes what is missing and gives the totals."""
        ...


def names_of(company: Company, clients: tuple[Client, ...]) -> Names:
    """The texts of a company; a product is (code, description, family)."""
    products = ((p.code, f"{p.name}, {p.format}", p.family) for p in company.products)
    return Names(company.name, clients, tuple(products))


def comma(cents: int) -> str:
    """-123456 -> "-1234,56"."""
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100},{cents % 100:02d}"


def dotted_comma(cents: int) -> str:
    """-123456 -> "-1.234,56"."""
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"


def tenths(quantity: int) -> str:
    """-30 -> "-3", 15 -> "1,5"."""
    sign, quantity = ("-", -quantity) if quantity < 0 else ("", quantity)
    return f"{sign}{quantity // 10}" + (f",{quantity % 10}" if quantity % 10 else "")


PLAIN = Style(UTF8, comma, is_listing=False)
LISTING = Style(WINDOWS, dotted_comma, is_listing=True)


def write_rows(path: Path, rows: Iterable[Iterable[str]], encoding: str = UTF8) -> None:
    """A small file of semicolon-separated rows; no text of the sample needs quotes."""
    text = "".join(";".join(row) + "\r\n" for row in rows)
    path.write_bytes(text.encode(encoding))


class SalesCsv:
    """A semicolon file; a listing has a title block above and a grand total below."""

    def __init__(self, path: Path, names: Names, style: Style, span: tuple[date, date]) -> None:
        self.path = path
        self._style = style
        self._count = _Count()
        self._clients = [f"{client.code};{client.name}" for client in names.clients]
        self._products = [";".join(product) for product in names.products]
        self._file = path.open("w", encoding=style.encoding, newline="")
        if style.is_listing:
            for title in titles(names.company, span):
                self._file.write(title + ";" * (len(SALES_HEADER) - 1) + "\r\n")
        self._file.write(";".join(SALES_HEADER) + "\r\n")

    def add(self, lines: Iterable[SaleLine]) -> None:
        """Appends lines."""
        page, money, clients, products = (
            StringIO(),
            self._style.money,
            self._clients,
            self._products,
        )
        for line in lines:
            self._count.add(line)
            page.write(
                f"{line.document};{line.series};{line.line};{line.day:%d/%m/%Y};"
                f"{clients[line.client]};{line.seller};{products[line.product]};"
                f"{tenths(line.quantity)};{money(line.price)};{tenths(line.discount)};"
                f"{money(line.amount)};{money(line.cost)};{line.origin}\r\n"
            )
        self._file.write(page.getvalue())

    def close(self) -> FileTotals:
        """Writes the grand total of a listing and gives the totals."""
        if self._style.is_listing:
            cells = [""] * len(SALES_HEADER)
            cells[0] = "Total general"
            cells[AMOUNT_COLUMN] = self._style.money(self._count.amount)
            cells[COST_COLUMN] = self._style.money(self._count.cost)
            self._file.write(";".join(cells) + "\r\n")
        self._file.close()
        return self._count.totals()


class SalesBook:
    """A spreadsheet with a title block, native dates and numbers, and a grand total."""

    def __init__(self, path: Path, names: Names, span: tuple[date, date]) -> None:
        # Loads numpy where it is installed: only who writes a spreadsheet should wait for it.
        from openpyxl import Workbook

        self.path = path
        self._names = names
        self._count = _Count()
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet("Ventas")
        for title in titles(names.company, span):
            self._sheet.append([title])
        self._sheet.append(list(SALES_HEADER))

    def add(self, lines: Iterable[SaleLine]) -> None:
        """Appends lines."""
        for line in lines:
            self._count.add(line)
            self._sheet.append(self._cells(line))

    def close(self) -> FileTotals:
        """Writes the grand total, saves the book and gives the totals."""
        total: list[object] = [None] * len(SALES_HEADER)
        total[0] = "Total general"
        total[AMOUNT_COLUMN] = _money(self._count.amount)
        total[COST_COLUMN] = _money(self._count.cost)
        self._sheet.append(total)
        self._book.save(self.path)
        freeze_time(self.path)
        return self._count.totals()

    def _cells(self, line: SaleLine) -> list[object]:
        client = self._names.clients[line.client]
        return [
            line.document,
            line.series,
            line.line,
            line.day,
            client.code,
            client.name,
            line.seller,
            *self._names.products[line.product],
            Decimal(line.quantity) / 10,
            _money(line.price),
            Decimal(line.discount) / 10,
            _money(line.amount),
            _money(line.cost),
            line.origin or None,
        ]


def titles(company: str, span: tuple[date, date]) -> tuple[str, str, str]:
    """The three rows above a header: company, period, and an empty one."""
    start, end = span
    return company, f"Líneas de venta del {start:%d/%m/%Y} al {end:%d/%m/%Y}", ""


def freeze_time(path: Path) -> None:
    """Takes the moment of saving out of a spreadsheet, so that equal content is equal bytes."""
    with zipfile.ZipFile(path) as book:
        parts = [(name, book.read(name)) for name in book.namelist()]
    moment = datetime(*ZIP_DATE).isoformat().encode() + b"Z"  # noqa: DTZ001  it names itself UTC
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts:
            body = content
            if name == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", moment, content)
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(info, body)


class _Count:
    def __init__(self) -> None:
        self.lines = self.amount = self.quantity = self.cost = 0

    def add(self, line: SaleLine) -> None:
        self.lines += 1
        self.amount += line.amount
        self.quantity += line.quantity
        self.cost += line.cost

    def totals(self) -> FileTotals:
        return FileTotals(self.lines, _money(self.amount), Decimal(self.quantity) / 10)


def _money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
