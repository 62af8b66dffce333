"""Changes, windows, averages, ranks: worked examples and invariants."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.analysis.change_rules import (
    Basis,
    History,
    change,
    change_from_average,
    change_per_working_day,
    compared_window,
    month_change,
    month_to_date,
    month_value,
    moving_average,
    ranks,
    year_change,
    year_to_date,
)
from crm.kit.periods import FiscalYear, Month, Period, WorkingCalendar
from crm.kit.undefined import Measured, Reason

WEEKDAYS = WorkingCalendar()
JAN = Month(2026, 1)
HISTORY = History(Month(2025, 1), Month(2026, 4))


def months(*amounts: int) -> dict[Month, Decimal]:
    return {JAN.plus(n): Decimal(amount) for n, amount in enumerate(amounts)}


def test_a_change_is_relative_to_its_base() -> None:
    assert change(Decimal(120), Decimal(100)) == Measured(Decimal("0.2"))


@pytest.mark.parametrize(
    ("current", "base", "reason"),
    [
        (50, 0, Reason.ZERO_BASE),
        (50, -10, Reason.NEG_BASE),
        (50, None, Reason.NO_HISTORY),
        (None, 10, Reason.PARTIAL),
    ],
)
def test_a_change_without_a_sound_base_says_why(
    current: int | None, base: int | None, reason: Reason
) -> None:
    now, before = (None if one is None else Decimal(one) for one in (current, base))
    assert change(now, before) == Measured.undefined(reason)


def test_a_month_without_lines_is_zero_only_inside_the_stored_history() -> None:
    assert month_value({}, JAN, HISTORY) == Measured(Decimal(0))
    assert month_value({}, Month(2024, 12), HISTORY).reason is Reason.NO_HISTORY
    assert month_value({}, Month(2026, 5), HISTORY).reason is Reason.PARTIAL


def test_a_month_compares_with_the_one_before_and_with_last_year() -> None:
    values = months(100, 120) | {Month(2025, 2): Decimal(60)}
    assert month_change(values, Month(2026, 2), HISTORY) == Measured(Decimal("0.2"))
    assert year_change(values, Month(2026, 2), HISTORY) == Measured(Decimal(1))
    assert year_change(values, JAN, HISTORY).reason is Reason.ZERO_BASE
    assert year_change(values, Month(2025, 6), HISTORY).reason is Reason.NO_HISTORY


def test_the_average_of_three_months() -> None:
    assert moving_average(months(90, 120, 150), Month(2026, 3), HISTORY) == Measured(Decimal(120))
    assert moving_average({}, Month(2025, 2), HISTORY).reason is Reason.NO_HISTORY


def test_a_month_against_the_average_of_the_three_before() -> None:
    against = change_from_average(months(90, 120, 90, 150), Month(2026, 4), HISTORY)
    assert against == Measured(Decimal("0.5"))


def test_working_days_make_months_of_unequal_length_comparable() -> None:
    assert change_per_working_day(Decimal(42), 21, Decimal(40), 20) == Measured(Decimal(0))
    assert change_per_working_day(Decimal(42), 0, Decimal(40), 20).reason is Reason.PARTIAL
    assert change_per_working_day(Decimal(42), 21, None, 20).reason is Reason.NO_HISTORY


def test_eight_working_days_compare_with_eight_and_not_with_the_whole_month() -> None:
    same_days, whole = change(Decimal(36), Decimal(30)), change(Decimal(36), Decimal(80))
    assert same_days == Measured(Decimal("0.2"))
    assert whole == Measured(Decimal("-0.55"))


def test_a_month_so_far_says_how_far() -> None:
    so_far = month_to_date(WEEKDAYS, date(1998, 5, 6))
    assert (so_far.done, so_far.total) == (4, 21)
    assert so_far.period == Period.through(date(1998, 5, 1), date(1998, 5, 6))
    assert not so_far.is_complete


@pytest.mark.parametrize(
    ("as_of", "other", "last"),
    [
        (date(1998, 5, 6), Month(1998, 4), date(1998, 4, 6)),
        (date(1998, 5, 6), Month(1997, 5), date(1997, 5, 6)),
        # Sunday: the days off after April's 6th working day belong to the window too.
        (date(1998, 5, 10), Month(1998, 4), date(1998, 4, 8)),
        (date(1998, 5, 31), Month(1998, 4), date(1998, 4, 30)),
    ],
)
def test_the_window_ends_on_the_same_working_day(as_of: date, other: Month, last: date) -> None:
    assert compared_window(WEEKDAYS, as_of, other) == Period.through(other.first, last)


def test_a_day_off_takes_the_days_off_after_the_same_working_day() -> None:
    saturday, june = date(1998, 3, 7), Month(1998, 6)
    assert month_to_date(WEEKDAYS, saturday).done == 5
    assert compared_window(WEEKDAYS, saturday, june) == Period.through(june.first, date(1998, 6, 7))


def test_without_as_many_working_days_there_is_nothing_to_compare() -> None:
    assert compared_window(WEEKDAYS, date(2026, 11, 1), Month(2026, 10)) is None
    february = Month(2026, 2)
    assert compared_window(WEEKDAYS, date(2026, 7, 30), february) is None


def test_other_bases_are_the_same_day_and_the_whole_month() -> None:
    february = Month(2026, 2)
    same_day = compared_window(WEEKDAYS, date(2026, 3, 30), february, Basis.SAME_DAY)
    assert same_day == february.period
    assert compared_window(WEEKDAYS, date(2026, 3, 3), february, Basis.FULL) == february.period


@given(day=st.dates(date(2000, 1, 1), date(2060, 1, 1)), back=st.integers(1, 24))
def test_the_compared_window_has_as_many_working_days(day: date, back: int) -> None:
    current, other = month_to_date(WEEKDAYS, day), Month.of(day).plus(-back)
    window = compared_window(WEEKDAYS, day, other)
    as_many = window is None or WEEKDAYS.count(window.start, window.last) == current.done
    assert as_many or current.is_complete


def test_the_fiscal_year_so_far_starts_with_the_fiscal_year() -> None:
    so_far = year_to_date(FiscalYear(4), date(2026, 3, 12))
    assert so_far == Period.through(date(2025, 4, 1), date(2026, 3, 12))


def test_equal_values_share_a_rank_and_the_next_is_skipped() -> None:
    values = [Decimal(90), Decimal(100), None, Decimal("90.0"), Decimal(80)]
    assert ranks(values) == [2, 1, None, 2, 4]


@given(st.lists(st.none() | st.decimals(-100, 100, places=1)))
def test_a_rank_is_one_more_than_those_above(values: list[Decimal | None]) -> None:
    known = [value for value in values if value is not None]
    above = [None if v is None else 1 + sum(k > v for k in known) for v in values]
    assert ranks(values) == above
