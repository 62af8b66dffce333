"""How the cells of one file are read, with nothing left to detect."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from crm.intake.reader.arrow import pc
from crm.intake.reader.blocks import TextBlock
from crm.intake.rules import (
    DateStyle,
    DiscountStyle,
    Kind,
    Meaning,
    NumberStyle,
    Refusal,
    RefusalCode,
    Sign,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A mapping that has been brought to a file: places of columns and styles of cells."""

    kind: Kind
    headers: tuple[str, ...]
    header_row: int
    places: Dict[Meaning, int]
    extras: Dict[str, int]
    number_style: NumberStyle
    date_style: DateStyle
    discount_style: DiscountStyle | None
    sign: Sign
    today: date

    def header_of(self, meaning: Meaning) -> str:
        """The header of the column with this meaning; empty where there is none."""
        place = self.places.get(meaning)
        return "" if place is None else self.headers[place] or f"#{place + 1}"

    def cells_by_header(self, cells: list[str]) -> dict[str, str]:
        """A row as sent, by header; blank cells apart."""
        named = zip(self.headers, cells, strict=False)
        return {header or f"#{n}": cell for n, (header, cell) in enumerate(named, 1) if cell}

    def refusal(
        self, row: int, cells: list[str], code: RefusalCode, meaning: Meaning | None
    ) -> Refusal:
        """The refusal of a row for the cell of one column, or for the whole row."""
        place = None if meaning is None else self.places.get(meaning)
        return Refusal(
            row=row,
            data_row=row - self.header_row,
            column="" if meaning is None else self.header_of(meaning),
            value="" if place is None else cells[place],
            code=code,
            cells=self.cells_by_header(cells),
        )


def trimmed_cells(block: TextBlock, place: int) -> pa.StringArray:
    """A column without the blanks around its cells."""
    return pc.utf8_trim_whitespace(block.columns[place])


def rows_at(block: TextBlock, places: pa.Array) -> list[list[str]]:
    """The rows at these places (from 0), their cells trimmed."""
    columns = [pc.utf8_trim_whitespace(c.take(places)).to_pylist() for c in block.columns]
    return [list(row) for row in zip(*columns, strict=True)]
