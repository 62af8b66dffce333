"""Files that people take away: how their rows are written, and what they are called.

One way of writing for programs (`PLAIN`), and one for people, as spreadsheets of the company's
region read them (`CsvStyle.of`). Dates are written 2026-03-31 in both.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Self
from urllib.parse import quote

from crm.kit.formats import decimal_mark
from crm.kit.money import minor_digits

BOM = "\ufeff"
"""Stands first in a file, so that spreadsheets know its letters."""

StyleName = Literal["plain", "company"]
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How the rows of a file are written. `digits` are an amount's least decimals, None: as stored.

    Nothing is ever rounded: an amount with more decimals keeps them.
    """

    delimiter: str = ","
    decimal: str = "."
    digits: int | None = None

    @classmethod
    def of(cls, region: str, currency: str) -> Self:
        """As spreadsheets of the region expect it. `es_ES`, EUR: 1234,50 and semicolons."""
        mark = decimal_mark(region)
        return cls(";" if mark == "," else ",", mark, minor_digits(currency))

    def money(self, amount: Decimal | None) -> str:
        """An amount: 117.8100 -> 117,81; None is empty."""
        return "" if amount is None else self._number(amount, self.digits)

    def money_sql(self, column: str) -> str:
        """The same as an expression of PostgreSQL."""
        if self.digits is None:
            return column
        digits = f"greatest({self.digits}, min_scale({column}))"
        return self._in_sql(f"round({column}, {digits})")

    def quantity_sql(self, column: str) -> str:
        """Units as an expression of PostgreSQL: no zeros at the end. 16.0000 -> 16."""
        return column if self.digits is None else self._in_sql(f"trim_scale({column})")

    def rows(self, rows: Iterable[Sequence[object]]) -> str:
        """The rows as text. Cells that are text must be safe already (`safe_cell`)."""
        sink = io.StringIO()
        csv.writer(sink, delimiter=self.delimiter, lineterminator="\n").writerows(rows)
        return sink.getvalue()

    def _number(self, value: Decimal, digits: int | None) -> str:
        if digits is None:
            return f"{value:f}"
        kept = -int(value.normalize().as_tuple().exponent)
        return f"{value:.{max(digits, kept)}f}".replace(".", self.decimal)

    def _in_sql(self, number: str) -> str:
        return f"replace(CAST({number} AS text), '.', '{self.decimal}')"


PLAIN = CsvStyle()
"""For programs: commas, decimal points, as many decimals as are stored."""


def file_name(*parts: str) -> str:
    """What the file is called: `lineas-de-venta-2026-03-bebidas`; any disk can keep it."""
    folded = unicodedata.normalize("NFKD", " ".join(parts)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9_]+", "-", folded.lower()).strip("-")
    return words[:_LONGEST_NAME].rstrip("-")


def attachment(name: str) -> dict[str, str]:
    """Headers of an answer that is a file to keep, not a page to show."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
