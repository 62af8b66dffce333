"""Cells of files that people open in a spreadsheet: text that must not become a formula."""

import re
from typing import Final

_FORMULA: Final = r"^(?![-+]?[0-9., \u00a0\u202f]+\Z)[-=+@\t\r\n＝＋－＠]"
"""Valid for Python and for PostgreSQL alike, so that there is one rule."""

_STARTS_ONE: Final = re.compile(_FORMULA)


def safe_cell(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would compute it.

    Numbers stay numbers: nothing is computed there. Example: "=1+1" -> "'=1+1", "-12,50" stays.
    """
    return f"'{cell}" if _STARTS_ONE.search(cell) else cell


def safe_cell_sql(column: str) -> str:
    """The same as an expression of PostgreSQL over one of text; NULL becomes empty."""
    cell = f"coalesce({column}, '')"
    return f"CASE WHEN {column} ~ '{_FORMULA}' THEN chr(39) || {column} ELSE {cell} END"
