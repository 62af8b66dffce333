"""Dates written as text: in which order, by what evidence, and their value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import pyarrow as pa

from crm.intake.reader.arrow import pc
from crm.intake.rules import DateStyle, RefusalCode

EARLIEST_YEAR = 1950
_PIVOT = 70
_TIME = (
    r"(?:[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r"(?:\s*[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME, re.ASCII)
_PARTS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})" + _TIME, re.ASCII)
_NAMED = re.compile(
    r"(\d{1,2})[-/. ]+(?:de )?([^\W\d]{3,10})\.?,?[-/. ]+(?:de )?(\d{4}|\d{2})" + _TIME
)
_DIGITS = re.compile(r"\d{8}", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_EPOCH = date(1899, 12, 30)
_MONTHS = {
    name: number
    for names in (
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for number, name in enumerate(names.split(), 1)
} | {"set": 9}


class DateColumn(NamedTuple):
    """A column of dates: `values` date32, null where not read; `faults` code of each bad cell."""

    values: pa.Array
    faults: dict[str, RefusalCode]


@dataclass(frozen=True, slots=True)
class DateReading:
    """What the dates of a file would be in one order of day and month."""

    style: DateStyle
    rows: int
    date_from: date
    date_to: date
    months: int
    months_in_a_row: bool
    future_rows: int
    in_period: bool | None
    sample: str
    sample_date: date


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """All readings of a column's dates. `style` is set where only one is possible."""

    style: DateStyle | None
    readings: tuple[DateReading, ...] = ()
    mixed: tuple[str, str] | None = None
    proposed: DateStyle | None = None
    counts: dict[str, int] = field(default_factory=dict)


def date_of(text: str, style: DateStyle) -> date | RefusalCode:
    """The date of a cell, or why it is none. A year of two digits from 70 on is of the 1900s.

    Four digits first, or a month by its name, are read whatever the style: they have one reading.
    """
    parts = _parts(text.strip(), style)
    if parts is None:
        return RefusalCode.BAD_DATE
    year, month, day = parts
    try:
        found = date(year, month, day)
    except ValueError:
        return RefusalCode.IMPOSSIBLE_DATE
    return found if year >= EARLIEST_YEAR else RefusalCode.IMPOSSIBLE_DATE


def date_column(
    texts: pa.StringArray, native: pa.BooleanArray | None, style: DateStyle, today: date
) -> DateColumn:
    """Read a column of trimmed cells; each distinct cell once. Dates after `today` are faults."""
    if native is not None and style is DateStyle.NATIVE:
        style = DateStyle.ISO
    encoded = texts.dictionary_encode()
    days: list[date | None] = []
    faults: dict[str, RefusalCode] = {}
    has_serials = native is not None
    for word in encoded.dictionary.to_pylist():
        day = _day(word, style, today, serials=has_serials) if word else None
        if isinstance(day, RefusalCode):
            faults[word] = day
            day = None
        days.append(day)
    return DateColumn(pa.array(days, pa.date32()).take(encoded.indices), faults)


def _day(word: str, style: DateStyle, today: date, *, serials: bool) -> date | RefusalCode:
    serial = _SERIAL.fullmatch(word) if serials else None
    found = _EPOCH + timedelta(days=int(serial[1])) if serial else date_of(word, style)
    if isinstance(found, date) and found > today:
        return RefusalCode.FUTURE_DATE
    return found


def _parts(text: str, style: DateStyle) -> tuple[int, int, int] | None:
    iso = _ISO.fullmatch(text)
    if iso:
        return int(iso[1]), int(iso[2]), int(iso[3])
    named = _NAMED.fullmatch(text)
    if named:
        month = _MONTHS.get(named[2][:3].casefold())
        return (_year(named[3]), month, int(named[1])) if month else None
    if _DIGITS.fullmatch(text):
        return _digits(text, style)
    parts = _PARTS.fullmatch(text)
    if parts and style is DateStyle.MDY:
        return _year(parts[3]), int(parts[1]), int(parts[2])
    if parts and style is DateStyle.DMY:
        return _year(parts[3]), int(parts[2]), int(parts[1])
    return None


def _digits(text: str, style: DateStyle) -> tuple[int, int, int] | None:
    if style is DateStyle.DMY:
        return int(text[4:]), int(text[2:4]), int(text[:2])
    if style is DateStyle.MDY:
        return int(text[4:]), int(text[:2]), int(text[2:4])
    return int(text[:4]), int(text[4:6]), int(text[6:])


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= _PIVOT else 2000)


def looks_like_date(text: str) -> bool:
    """Whether a cell has the form of a date in some style (eight digits must make a date)."""
    if _DIGITS.fullmatch(text):
        year = int(text[:4])
        return 1970 <= year <= 2100 and isinstance(date_of(text, DateStyle.COMPACT), date)
    return any(isinstance(date_of(text, style), date) for style in (DateStyle.DMY, DateStyle.MDY))


def date_evidence(
    counts: dict[str, int],
    *,
    has_native: bool,
    today: date,
    period: tuple[date, date] | None = None,
) -> DateEvidence:
    """Which order of day and month the text cells of a date column have.

    Args:
        counts: rows of each distinct text cell.
        has_native: whether the column also holds dates of the spreadsheet itself.
        today: dates after it speak against a reading.
        period: the period that the file's own title states.
    """
    ordered = {word: rows for word, rows in counts.items() if _PARTS.fullmatch(word)}
    if not ordered:
        return DateEvidence(_unordered_style(counts, has_native=has_native))
    day_first = _read_words(ordered, DateStyle.DMY)
    month_first = _read_words(ordered, DateStyle.MDY)
    only_day_first = day_first.keys() - month_first.keys()
    only_month_first = month_first.keys() - day_first.keys()
    first_rows = sum(day_first[word] for word in only_day_first)
    second_rows = sum(month_first[word] for word in only_month_first)
    if min(first_rows, second_rows) * 100 > max(first_rows, second_rows):
        return DateEvidence(None, mixed=(min(only_day_first), min(only_month_first)))
    if first_rows or second_rows or not day_first:
        return DateEvidence(DateStyle.MDY if second_rows > first_rows else DateStyle.DMY)
    readings = tuple(
        _reading(ordered, style, today, period) for style in (DateStyle.DMY, DateStyle.MDY)
    )
    return DateEvidence(_same_reading(ordered), readings, proposed=_likelier(*readings))


def _same_reading(ordered: dict[str, int]) -> DateStyle | None:
    """Days equal to their month (05/05) read alike in both orders."""
    alike = all(_split(word)[0].zfill(2) == _split(word)[1].zfill(2) for word in ordered)
    return DateStyle.DMY if alike else None


def _split(word: str) -> list[str]:
    """First and second part of a date, which is known to have three."""
    return re.split(r"[-/. ]", word, maxsplit=2)[:2]


def _read_words(words: dict[str, int], style: DateStyle) -> dict[str, int]:
    return {word: n for word, n in words.items() if isinstance(date_of(word, style), date)}


def _unordered_style(counts: Iterable[str], *, has_native: bool) -> DateStyle | None:
    words = [word for word in counts if word]
    if any(_DIGITS.fullmatch(word) for word in words):
        compact = all(
            isinstance(date_of(word, DateStyle.COMPACT), date)
            for word in words
            if _DIGITS.fullmatch(word)
        )
        return DateStyle.COMPACT if compact else DateStyle.DMY
    if words:
        return DateStyle.ISO
    return DateStyle.NATIVE if has_native else None


def _reading(
    ordered: dict[str, int], style: DateStyle, today: date, period: tuple[date, date] | None
) -> DateReading:
    rows_by_day: dict[date, int] = {}
    for word, rows in ordered.items():
        day = date_of(word, style)
        if isinstance(day, date):
            rows_by_day[day] = rows_by_day.get(day, 0) + rows
    days = sorted(rows_by_day)
    months = sorted({day.year * 12 + day.month for day in days})
    sample = (
        next(w for w in ordered if _split(w)[0].zfill(2) != _split(w)[1].zfill(2))
        if (_same_reading(ordered) is None)
        else next(iter(ordered))
    )
    shown = date_of(sample, style)
    return DateReading(
        style=style,
        rows=sum(rows_by_day.values()),
        date_from=days[0],
        date_to=days[-1],
        months=len(months),
        months_in_a_row=months[-1] - months[0] + 1 == len(months),
        future_rows=sum(rows for day, rows in rows_by_day.items() if day > today),
        in_period=None if period is None else period[0] <= days[0] and days[-1] <= period[1],
        sample=sample,
        sample_date=shown if isinstance(shown, date) else days[0],
    )


def _likelier(one: DateReading, other: DateReading) -> DateStyle | None:
    """The reading for which everything speaks that speaks at all; None where nothing does."""
    votes = [
        _vote(one.future_rows == 0, other.future_rows == 0),
        _vote(one.months_in_a_row, other.months_in_a_row),
        _vote(bool(one.in_period), bool(other.in_period)),
    ]
    if sum(votes) and all(vote * sum(votes) >= 0 for vote in votes):
        return one.style if sum(votes) > 0 else other.style
    return None


def _vote(one: bool, other: bool) -> int:  # noqa: FBT001
    return int(one) - int(other)


def cells_by_count(texts: pa.StringArray) -> dict[str, int]:
    """How many rows hold each distinct cell, blank ones apart."""
    return {
        pair["values"]: pair["counts"]
        for pair in pc.value_counts(texts).to_pylist()
        if pair["values"]
    }
