"""A real trading company's lines of 1996 to 1998 in the database, without the intake between."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlmodel import Session

from tests.loaded import rebuild_facts

FILES = Path(__file__).parent / "data" / "northwind"
LAST_DAY = date(1998, 5, 6)
TOTAL = Decimal("1265793.27")


class NorthwindLine(NamedTuple):
    """One line of an invoice as the company's ERP exported it."""

    doc_no: str
    line_no: int
    day: date
    client: str
    seller: str
    family: str
    quantity: Decimal
    amount: Decimal


def northwind_lines() -> list[NorthwindLine]:
    """All 2,155 lines of the three files."""
    return [*_of_1996(), *_of_1997(), *_of_1998()]


def load_northwind(tx: Session) -> None:
    """Clients, sellers (codes 001 to 009), families and lines, with their facts.

    Needs an import's transaction. Lines are credited to the seller they name.
    """
    lines = [line._asdict() for line in northwind_lines()]
    for table, part in (("client", "client"), ("seller", "seller"), ("product_family", "family")):
        codes = [{"code": code, "name": code} for code in sorted({line[part] for line in lines})]
        tx.execute(text(f"INSERT INTO {table} (code, name) VALUES (:code, :name)"), codes)
    tx.execute(text(_LINE), lines)
    rebuild_facts(tx)


_LINE = """
    INSERT INTO sale_line (source, doc_no, line_no, date, import_id, client_id, family_id,
        seller_id, credited_id, quantity, amount)
    SELECT 'northwind', :doc_no, :line_no, :day, 1, c.id, f.id, s.id, s.id, :quantity, :amount
    FROM client c, seller s, product_family f
    WHERE c.code = :client AND s.code = :seller AND f.code = :family
"""


def _of_1996() -> Iterator[NorthwindLine]:
    with (FILES / "sales_1996.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield NorthwindLine(
                row["Invoice"],
                int(row["Line"]),
                date.fromisoformat(row["Invoice date"]),
                row["Customer ID"],
                row["Salesperson"],
                row["Product family"],
                Decimal(row["Quantity"]),
                Decimal(row["Net amount"]),
            )


def _of_1997() -> Iterator[NorthwindLine]:
    sheet = CalamineWorkbook.from_path(FILES / "ventas_1997.xlsx").get_sheet_by_index(1)
    for row in sheet.to_python():
        if isinstance(row[2], date):
            yield NorthwindLine(
                f"{row[0]:.0f}",
                _whole(row[1]),
                row[2],
                str(row[3]),
                str(row[5]),
                str(row[9]),
                Decimal(str(row[10])),
                Decimal(str(row[13])),
            )


def _of_1998() -> Iterator[NorthwindLine]:
    with (FILES / "ventas_1998.csv").open(encoding="cp1252", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            if len(row) == 12 and row[0].isdigit():
                yield NorthwindLine(
                    row[0],
                    int(row[1]),
                    _day(row[2]),
                    row[3],
                    row[5],
                    row[8],
                    _number(row[9]),
                    _number(row[11]),
                )


def _whole(value: Any) -> int:
    return int(value)


def _day(written: str) -> date:
    return datetime.strptime(written, "%d/%m/%Y").date()  # noqa: DTZ007 - a plain date


def _number(written: str) -> Decimal:
    return Decimal(written.replace(".", "").replace(",", "."))
