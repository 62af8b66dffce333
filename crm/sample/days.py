"""Working days and months of a Valencian company."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

MONTHS_OF_HISTORY = 37
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The days of the sample: 37 months, the last of them up to `until` (included)."""

    until: date
    first: date
    closed: frozenset[date]

    @property
    def running_month(self) -> date:
        """First day of the month that `until` lies in."""
        return self.until.replace(day=1)

    @property
    def months(self) -> list[date]:
        """First days of all months, oldest first."""
        return [add_months(self.first, n) for n in range(MONTHS_OF_HISTORY)]

    def is_working(self, day: date) -> bool:
        """Monday to Friday, and no national or Valencian holiday."""
        return day.weekday() < SATURDAY and day not in self.closed

    def working_days(self, month: date) -> list[date]:
        """All working days of a month, those after `until` included."""
        return [day for day in days_between(month, add_months(month, 1)) if self.is_working(day)]

    def next_working(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def share_done(self, month: date) -> float:
        """Working days of the month up to `until` over all of them; 1.0 for a past month."""
        days = self.working_days(month)
        return sum(day <= self.until for day in days) / len(days)


def calendar_until(until: date) -> Calendar:
    """The calendar of the sample that ends on a day."""
    first = add_months(until.replace(day=1), 1 - MONTHS_OF_HISTORY)
    years = range(first.year, until.year + 2)
    closed = holidays.country_holidays("ES", subdiv="VC", years=years)
    return Calendar(until=until, first=first, closed=frozenset(closed))


def add_months(month: date, count: int) -> date:
    """First day of the month `count` months later."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def days_between(start: date, end: date) -> Iterator[date]:
    """Days of the half-open interval [start, end)."""
    for n in range((end - start).days):
        yield start + timedelta(days=n)
