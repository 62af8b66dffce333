"""Months, half-open periods, working days and fiscal years."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Self

from crm.kit.errors import UserError

DAY = timedelta(days=1)
MONTHS_A_YEAR = 12
# The years around it have to be dates too, so neither end of the calendar is taken.
_MONTH = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])")


class BadPeriod(UserError):
    """A month or period that was sent and cannot be: `2026-13`, an end before its start."""

    status = 422


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month: from its 1st day up to, not including, the 1st of the next."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that the day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, written: str) -> Self:
        """The month written as `2026-11`; raises BadPeriod for anything else."""
        found = _MONTH.fullmatch(written)
        if found is None:
            raise BadPeriod("kit.bad_month", value=written)
        return cls(int(found[1]), int(found[2]))

    @property
    def first(self) -> date:
        """Its 1st day: how a month is stored."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def next(self) -> Self:
        """The month after."""
        return self.plus(1)

    @property
    def previous(self) -> Self:
        """The month before."""
        return self.plus(-1)

    @property
    def year_before(self) -> Self:
        """The same month last year."""
        return self.plus(-MONTHS_A_YEAR)

    @property
    def period(self) -> "Period":
        """The month as a period."""
        return Period(self.first, self.next.first)

    def plus(self, months: int) -> Self:
        """The month so many later, or earlier when negative."""
        year, index = divmod(self.year * MONTHS_A_YEAR + self.number - 1 + months, MONTHS_A_YEAR)
        return type(self)(year, index + 1)

    def until(self, other: "Month") -> int:
        """How many months later the other is; negative when it is earlier."""
        return (other.year - self.year) * MONTHS_A_YEAR + other.number - self.number

    def day(self, number: int) -> date:
        """Its day of this number, clipped to its last. Example: day 31 of 2026-02 -> 28 Feb."""
        return self.first.replace(day=min(number, self.last.day))

    def __contains__(self, day: date) -> bool:
        """Whether the day lies in it."""
        return (day.year, day.month) == (self.year, self.number)

    def __str__(self) -> str:
        """As addresses and files write it: `2026-11`."""
        return f"{self.year:04d}-{self.number:02d}"


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """The months from first to last, both included; none when last is earlier."""
    return tuple(first.plus(n) for n in range(first.until(last) + 1))


def add_months(day: date, months: int) -> date:
    """The same day so many months on, clipped. Example: 31 Jan + 1 -> 28 or 29 Feb."""
    return Month.of(day).plus(months).day(day.day)


def same_day_last_year(day: date) -> date:
    """Where a cut-off falls a year earlier: a month's end at that month's end, else clipped.

    Example: 28 Feb 2025 -> 29 Feb 2024 (both month ends); 29 Feb 2024 -> 28 Feb 2023.
    """
    before = Month.of(day).year_before
    return before.last if day == Month.of(day).last else before.day(day.day)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, not including, `end`. May be empty, never inverted."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.end < self.start:
            raise BadPeriod("kit.bad_period", start=str(self.start), end=str(self.end))

    @classmethod
    def through(cls, first: date, last: date) -> Self:
        """The period of these days, both included."""
        return cls(first, last + DAY)

    @classmethod
    def of_months(cls, first: Month, last: Month) -> Self:
        """The period of these months, both included."""
        return cls(first.first, last.next.first)

    @property
    def last(self) -> date:
        """Its last day. An empty period has none: the day before its start is given."""
        return self.end - DAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def is_whole_months(self) -> bool:
        """Whether it starts and ends with a month and is not empty."""
        return self.start.day == self.end.day == 1 and self.days > 0

    @property
    def previous(self) -> Self:
        """As long a period right before: so many whole months, else so many days."""
        if self.is_whole_months:
            return type(self)(add_months(self.start, -len(self.months())), self.start)
        return type(self)(self.start - (self.end - self.start), self.start)

    @property
    def same_last_year(self) -> Self:
        """The period a year earlier: months compare whole, a cut-off as `same_day_last_year`."""
        if not self.days:
            before = add_months(self.start, -MONTHS_A_YEAR)
            return type(self)(before, before)
        start = add_months(self.start, -MONTHS_A_YEAR)
        return type(self).through(start, same_day_last_year(self.last))

    def months(self) -> tuple[Month, ...]:
        """The months it touches, in order; none when it is empty."""
        return months_between(Month.of(self.start), Month.of(self.last)) if self.days else ()

    def __contains__(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.start <= day < self.end

    def __iter__(self) -> Iterator[date]:
        """Its days in order."""
        return (self.start + timedelta(days=n) for n in range(self.days))


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The company's working days: weekdays (Monday is 0) that are no holidays."""

    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    holidays: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether the company works that day."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def count(self, first: date, last: date) -> int:
        """W(first, last): working days from first to last, both included; 0 when inverted."""
        return sum(map(self.is_working, Period.through(first, last))) if first <= last else 0

    def days(self, month: Month) -> tuple[date, ...]:
        """The working days of the month, in order."""
        return _working_days(self, month)

    def nth(self, month: Month, k: int) -> date | None:
        """The k-th working day of the month, from 1; None where it has fewer or k is below 1."""
        days = self.days(month)
        return days[k - 1] if 1 <= k <= len(days) else None


@lru_cache(maxsize=128)
def _working_days(calendar: WorkingCalendar, month: Month) -> tuple[date, ...]:
    # Asked of the same month for every family and responsible.
    return tuple(filter(calendar.is_working, month.period))


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """How the company cuts its years: each begins on the 1st of `start_month`."""

    start_month: int = 1

    def first_month(self, day: date) -> Month:
        """The month in which the fiscal year of this day begins."""
        month = Month.of(day)
        return month.plus(-((month.number - self.start_month) % MONTHS_A_YEAR))

    def months(self, day: date) -> tuple[Month, ...]:
        """The twelve months of the fiscal year that the day lies in."""
        first = self.first_month(day)
        return months_between(first, first.plus(MONTHS_A_YEAR - 1))

    def period(self, day: date) -> Period:
        """The fiscal year that the day lies in."""
        first = self.first_month(day)
        return Period(first.first, first.plus(MONTHS_A_YEAR).first)

    def label(self, day: date) -> str:
        """Its name: `2026` when it is the calendar year, else `2026-27`."""
        year = self.first_month(day).year
        return str(year) if self.start_month == 1 else f"{year}-{(year + 1) % 100:02d}"

    def starting_in(self, year: int) -> tuple[Month, ...]:
        """The twelve months of the fiscal year that begins in this calendar year."""
        return self.months(date(year, self.start_month, 1))
