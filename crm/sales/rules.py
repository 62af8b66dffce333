"""When stored sales are old: working days have gone by whose sales should be there."""

from datetime import date, timedelta

from crm.kit.periods import DAY, WorkingCalendar

LATE_AFTER = 3
"""Working days that may be missing before the data count as old: a long weekend and a day off."""

LOOKED_BACK = timedelta(days=90)
MOST_MISSING = 60
"""More than these are not told apart: nobody mends two years of sales otherwise than sixty days."""


def days_missing(until: date, today: date, calendar: WorkingCalendar) -> int:
    """Working days after `until` and before `today`, `MOST_MISSING` + 1 at most.

    Today is not among them: its sales come with the night. Example: sales up to Friday 20, asked
    on Thursday 26 -> 3.
    """
    first = max(until + DAY, today - LOOKED_BACK)
    return min(calendar.count(first, today - DAY), MOST_MISSING + 1)


def is_late(missing: int) -> bool:
    """Whether so many missing working days make the data old."""
    return missing > LATE_AFTER
