"""When stored sales are old: by the working days that are missing, not by the calendar's."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm.kit.periods import WorkingCalendar
from crm.sales.rules import LATE_AFTER, MOST_MISSING, days_missing, is_late

FRIDAY = date(2026, 11, 20)
USUAL = WorkingCalendar()


def test_today_is_not_missing_yet() -> None:
    assert days_missing(FRIDAY, date(2026, 11, 23), USUAL) == 0


def test_a_weekend_counts_for_nothing() -> None:
    assert days_missing(FRIDAY, date(2026, 11, 26), USUAL) == 3


def test_a_day_off_of_the_company_is_not_missing() -> None:
    closed = WorkingCalendar(holidays=frozenset({date(2026, 11, 24)}))
    assert days_missing(FRIDAY, date(2026, 11, 26), closed) == 2


def test_data_are_late_from_the_fourth_missing_day_on() -> None:
    assert not is_late(LATE_AFTER)
    assert is_late(LATE_AFTER + 1)


def test_sales_dated_in_the_future_are_not_late() -> None:
    assert days_missing(FRIDAY, date(2026, 11, 1), USUAL) == 0


def test_years_without_sales_are_many_days_and_no_more() -> None:
    assert days_missing(date(1998, 5, 6), FRIDAY, USUAL) == MOST_MISSING + 1


@given(st.integers(0, 400))
def test_a_day_later_never_fewer_are_missing(days: int) -> None:
    today = FRIDAY + timedelta(days)
    missing = days_missing(FRIDAY, today, USUAL)
    assert missing <= days_missing(FRIDAY, today + timedelta(1), USUAL) <= missing + 1
