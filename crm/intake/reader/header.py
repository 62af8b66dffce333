"""Where the table begins: the header row, and what the title above it says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm.intake.reader.dates import date_of, looks_like_date
from crm.intake.reader.numbers import looks_numeric
from crm.intake.rules import DateStyle
from crm.intake.vocabulary import knows, normalised

MAX_HEADER_ROW = 50
_LONGEST_HEADER = 80
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")
_NOT_PERIOD = re.compile(r"impres|print|emision|emitid|generad")


@dataclass(frozen=True, slots=True)
class HeaderGuess:
    """The header row (from 1), and how many of its cells are known words."""

    row: int
    known: int


def find_header(rows: Sequence[Sequence[str]]) -> HeaderGuess | None:
    """The header among the first rows of a file; None if no row can be one.

    The row with most known words wins. Where words are not known, it is the first row of texts,
    all different, above rows with figures or dates.
    """
    first_rows = rows[:MAX_HEADER_ROW]
    known = [_known_words(row) for row in first_rows]
    best = max(known, default=0)
    if best >= 2:
        return HeaderGuess(known.index(best) + 1, best)
    for place, row in enumerate(first_rows):
        if _could_head(row) and _figures_follow(row, rows[place + 1 : place + 6]):
            return HeaderGuess(place + 1, known[place])
    return None


def _known_words(row: Sequence[str]) -> int:
    filled = [cell for cell in row if cell.strip()]
    known = sum(len(cell) <= _LONGEST_HEADER and knows(cell) for cell in filled)
    figures = sum(looks_numeric(cell.strip()) for cell in filled)
    return known if known * 5 >= len(filled) * 2 and figures * 3 <= len(filled) else 0


def _could_head(row: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    texts = all(
        len(cell) <= _LONGEST_HEADER and not looks_numeric(cell) and not looks_like_date(cell)
        for cell in filled
    )
    return len(filled) >= 2 and texts and len(set(filled)) == len(filled)


def _figures_follow(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    width = sum(bool(cell.strip()) for cell in row)
    full = [r for r in below if sum(bool(cell.strip()) for cell in r) * 2 >= width]
    return any(
        looks_numeric(cell.strip()) or looks_like_date(cell.strip())
        for r in full
        for cell in r
        if cell.strip()
    )


def stated_period(title_rows: Sequence[Sequence[str]]) -> tuple[date, date] | None:
    """The period that a title states ("Del 01/01/1998 al 06/05/1998"), both days included."""
    for row in title_rows:
        dated = [cell for cell in row if _DATE.search(cell)]
        cells = [cell for cell in dated if not _NOT_PERIOD.search(normalised(cell))]
        found = [date_of(text, DateStyle.DMY) for cell in cells for text in _DATE.findall(cell)]
        days = [day for day in found if isinstance(day, date)]
        if len(days) == 2 and len(found) == 2 and days[0] <= days[1]:
            return days[0], days[1]
    return None
