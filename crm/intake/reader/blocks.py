"""The common ground of every format: a run of rows as columns of text cells."""

from dataclasses import dataclass, field
from itertools import zip_longest

import pyarrow as pa

MAX_COLUMNS = 2_000
MAX_CELL = 100_000
HEAD_ROWS = 60


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Rows in the file's order, one text array per column; a cell that is not there is "".

    Rows are numbered as a spreadsheet shows them, without gaps from `first_row`. `native` marks,
    per column, the cells that were numbers or dates of the spreadsheet itself and not text: those
    are written here with a decimal point, or as an ISO date. `too_wide` are the places (from 0) of
    rows with more filled cells than the table has columns.
    """

    first_row: int
    columns: tuple[pa.StringArray, ...]
    native: tuple[pa.BooleanArray | None, ...]
    done: int
    too_wide: frozenset[int] = field(default_factory=frozenset)

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.columns[0])

    def slice(self, start: int, height: int | None = None) -> "TextBlock":
        """The rows from `start` (from 0), all or at most `height`."""
        end = self.height if height is None else min(self.height, start + height)
        return TextBlock(
            self.first_row + start,
            tuple(column.slice(start, end - start) for column in self.columns),
            tuple(n if n is None else n.slice(start, end - start) for n in self.native),
            self.done,
            frozenset(place - start for place in self.too_wide if start <= place < end),
        )

    def cells(self, place: int) -> list[str]:
        """The row at `place` (from 0) as text."""
        return [column[place].as_py() for column in self.columns]


def block_of_rows(rows: list[list[str]], width: int, first_row: int, done: int) -> TextBlock:
    """A block from ragged rows of text: short rows are filled up, long ones cut and marked."""
    cells = list(zip_longest(*rows, fillvalue=""))
    cells += [("",) * len(rows)] * (width - len(cells))
    beyond = cells[width:]
    too_wide = frozenset(place for extra in beyond for place, cell in enumerate(extra) if cell)
    columns = tuple(pa.array(column, pa.string()) for column in cells[:width])
    return TextBlock(first_row, columns, (None,) * width, done, too_wide)
