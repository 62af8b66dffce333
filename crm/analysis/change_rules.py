"""Comparing a period with another: the fair window, the change, the average, the rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from crm.kit.money import ZERO
from crm.kit.periods import DAY, FiscalYear, Month, Period, WorkingCalendar
from crm.kit.undefined import Measured, Reason


class Basis(StrEnum):
    """Up to where the other month is counted while this one is not complete."""

    WORKING_DAYS = "working_days"
    SAME_DAY = "same_day"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class MonthToDate:
    """A month so far: "`done` of `total`" working days, and the days counted."""

    month: Month
    done: int
    total: int
    period: Period

    @property
    def is_complete(self) -> bool:
        """Whether its last day is counted."""
        return self.period.last == self.month.last


@dataclass(frozen=True, slots=True)
class History:
    """The months that the stored data cover whole, both ends included."""

    first: Month
    last: Month


def month_to_date(calendar: WorkingCalendar, as_of: date) -> MonthToDate:
    """The month of `as_of`, up to and including it."""
    month = Month.of(as_of)
    done = calendar.count(month.first, as_of)
    return MonthToDate(month, done, len(calendar.days(month)), Period.through(month.first, as_of))


def compared_window(
    calendar: WorkingCalendar, as_of: date, other: Month, basis: Basis = Basis.WORKING_DAYS
) -> Period | None:
    """The days of `other` to hold against the month of `as_of` so far.

    By default its first k working days, where k have passed here: a day off at the end takes the
    days off that follow there too. None (PARTIAL) when no working day has passed or the other
    month has fewer. A complete month compares with the whole. Example: 6 May 1998, the 4th working
    day -> 1 to 6 April.
    """
    current = month_to_date(calendar, as_of)
    if current.is_complete or basis is Basis.FULL:
        return other.period
    if basis is Basis.SAME_DAY:
        return Period.through(other.first, other.day(as_of.day))
    last = _cut_off(calendar, current.done, other, ends_at_work=calendar.is_working(as_of))
    return None if last is None else Period.through(other.first, last)


def change(current: Decimal | None, base: Decimal | None) -> Measured:
    """Relative change, -0.1 means 10 % less. Examples: 120 / 100 -> 0.2; 50 / 0 -> ZERO_BASE.

    A current of None is PARTIAL, a base of None is NO_HISTORY; a base below zero is NEG_BASE and
    the screen shows the difference instead.
    """
    if current is None:
        return Measured.undefined(Reason.PARTIAL)
    if base is None:
        return Measured.undefined(Reason.NO_HISTORY)
    return measured_change(Measured(current), Measured(base))


def measured_change(current: Measured, base: Measured) -> Measured:
    """Relative change between two figures; the reason of one without a value goes on."""
    if current.value is None:
        return current
    if base.value is None:
        return base
    if base.value == 0:
        return Measured.undefined(Reason.ZERO_BASE)
    if base.value < 0:
        return Measured.undefined(Reason.NEG_BASE)
    return Measured((current.value - base.value) / base.value)


def change_per_working_day(
    current: Decimal, days: int, base: Decimal | None, base_days: int
) -> Measured:
    """Relative change of the average working day; PARTIAL where there is no working day."""
    if not days or not base_days:
        return Measured.undefined(Reason.PARTIAL)
    return change(current / days, None if base is None else base / base_days)


def month_value(values: Mapping[Month, Decimal], month: Month, history: History) -> Measured:
    """A month's figure: 0 without lines inside the stored history, else the reason for none."""
    if month < history.first:
        return Measured.undefined(Reason.NO_HISTORY)
    if month > history.last:
        return Measured.undefined(Reason.PARTIAL)
    return Measured(values.get(month, ZERO))


def month_change(values: Mapping[Month, Decimal], month: Month, history: History) -> Measured:
    """Change against the month before."""
    return measured_change(
        month_value(values, month, history), month_value(values, month.previous, history)
    )


def year_change(values: Mapping[Month, Decimal], month: Month, history: History) -> Measured:
    """Change against the same month last year; complete months compare whole."""
    return measured_change(
        month_value(values, month, history), month_value(values, month.year_before, history)
    )


def moving_average(
    values: Mapping[Month, Decimal], month: Month, history: History, months: int = 3
) -> Measured:
    """Mean of the month and those before it; all have to be complete. 90, 120, 150 -> 120."""
    total = ZERO
    for n in range(months):
        figure = month_value(values, month.plus(-n), history)
        if figure.value is None:
            return figure
        total += figure.value
    return Measured(total / months)


def change_from_average(
    values: Mapping[Month, Decimal], month: Month, history: History, months: int = 3
) -> Measured:
    """Change against the mean of the months before. 150 against 90, 120, 90 -> 0.5."""
    return measured_change(
        month_value(values, month, history),
        moving_average(values, month.previous, history, months),
    )


def year_to_date(fiscal: FiscalYear, as_of: date) -> Period:
    """The fiscal year up to and including `as_of`; last year's is its `same_last_year`."""
    return Period.through(fiscal.first_month(as_of).first, as_of)


def ranks(values: Sequence[Decimal | None]) -> list[int | None]:
    """Competition rank from the highest, None unranked. 100, 90, 90, 80 -> 1, 2, 2, 4."""
    ordered = sorted((value for value in values if value is not None), reverse=True)
    first: dict[Decimal, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    return [None if value is None else first[value] for value in values]


def _cut_off(
    calendar: WorkingCalendar, done: int, other: Month, *, ends_at_work: bool
) -> date | None:
    last_worked = calendar.nth(other, done)
    if last_worked is None or ends_at_work:
        return last_worked
    following = calendar.nth(other, done + 1)
    return other.last if following is None else following - DAY
