"""Months, periods, working days, fiscal years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kit.periods import (
    BadPeriod,
    FiscalYear,
    Month,
    Period,
    WorkingCalendar,
    add_months,
    months_between,
    same_day_last_year,
)

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
shifts = st.integers(-300, 300)
NOV = Month(2026, 11)
SPAIN = WorkingCalendar(holidays=frozenset({date(1998, 5, 1)}))


def test_a_month_knows_its_days_and_neighbours() -> None:
    assert (NOV.first, NOV.last) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (NOV.previous, NOV.next) == (Month(2026, 10), Month(2026, 12))
    assert NOV.plus(2) == Month(2027, 1)
    assert NOV.plus(-11) == Month(2025, 12)
    assert NOV.year_before == Month(2025, 11)
    assert date(2026, 11, 30) in NOV
    assert date(2026, 12, 1) not in NOV


def test_months_are_ordered_by_time() -> None:
    assert sorted([Month(2027, 1), NOV, Month(2026, 2)]) == [Month(2026, 2), NOV, Month(2027, 1)]
    assert months_between(NOV, Month(2027, 1)) == (NOV, Month(2026, 12), Month(2027, 1))
    assert months_between(NOV, Month(2026, 10)) == ()


@given(day=days)
def test_a_month_reads_back_what_it_writes(day: date) -> None:
    assert Month.parse(str(Month.of(day))) == Month.of(day)


@pytest.mark.parametrize(
    "written", ["2026-13", "2026-1", "26-01", "2026-00", "", "0001-01", "9999-12", "x"]
)
def test_what_is_no_month_is_refused_in_words(written: str) -> None:
    with pytest.raises(BadPeriod) as refused:
        Month.parse(written)
    assert refused.value.text("es").startswith(f"«{written}» no es un mes")


@given(day=days, shift=shifts)
def test_shifting_a_month_there_and_back_changes_nothing(day: date, shift: int) -> None:
    month = Month.of(day)
    assert month.plus(shift).plus(-shift) == month
    assert month.until(month.plus(shift)) == shift


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2026, 1, 15), date(2026, 2, 15)),
    ],
)
def test_a_month_later_is_clipped_to_the_month_end(day: date, later: date) -> None:
    assert add_months(day, 1) == later


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2025, 2, 28), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2024, 2, 28), date(2023, 2, 28)),
        (date(1998, 5, 6), date(1997, 5, 6)),
    ],
)
def test_a_month_end_meets_the_month_end_of_last_year(day: date, before: date) -> None:
    assert same_day_last_year(day) == before


def test_a_period_has_its_start_and_not_its_end() -> None:
    period = Period(date(2026, 1, 1), date(2026, 4, 1))
    assert period.start in period
    assert period.end not in period
    assert period.days == len(list(period)) == 90
    assert period.months() == (Month(2026, 1), Month(2026, 2), Month(2026, 3))


def test_before_a_quarter_comes_a_quarter_and_before_five_days_five_days() -> None:
    quarter = Period.of_months(Month(2026, 1), Month(2026, 3))
    assert quarter.previous == Period.of_months(Month(2025, 10), Month(2025, 12))
    five = Period.through(date(2026, 1, 3), date(2026, 1, 7))
    assert five.previous == Period.through(date(2025, 12, 29), date(2026, 1, 2))


def test_the_year_so_far_meets_the_same_days_of_last_year() -> None:
    so_far = Period.through(date(1998, 1, 1), date(1998, 5, 6))
    assert so_far.same_last_year == Period.through(date(1997, 1, 1), date(1997, 5, 6))
    february = Month(2025, 2).period
    assert february.same_last_year == Month(2024, 2).period


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(BadPeriod):
        Period(date(2026, 2, 1), date(2026, 1, 1))


@given(start=days, length=st.integers(0, 800))
def test_the_months_of_a_period_hold_all_its_days(start: date, length: int) -> None:
    period = Period(start, start + timedelta(days=length))
    assert {Month.of(day) for day in period} == set(period.months())


def test_working_days_leave_out_weekends_and_holidays() -> None:
    may = Month(1998, 5)
    assert WorkingCalendar().count(may.first, date(1998, 5, 6)) == 4
    assert len(WorkingCalendar().days(may)) == 21
    assert SPAIN.count(may.first, date(1998, 5, 6)) == 3
    assert len(SPAIN.days(may)) == 20
    assert SPAIN.nth(may, 1) == date(1998, 5, 4)
    assert SPAIN.nth(may, 21) is None
    assert SPAIN.nth(may, 0) is None
    assert SPAIN.count(date(1998, 5, 6), may.first) == 0


@given(day=days)
def test_the_kth_working_day_is_the_one_with_k_working_days_behind_it(day: date) -> None:
    month = Month.of(day)
    calendar = WorkingCalendar(holidays=frozenset({day}))
    counted = [calendar.count(month.first, worked) for worked in calendar.days(month)]
    assert counted == list(range(1, len(counted) + 1))


def test_a_fiscal_year_is_named_by_the_calendar_years_it_touches() -> None:
    assert FiscalYear().label(date(2026, 3, 1)) == "2026"
    assert FiscalYear(4).label(date(2027, 3, 31)) == "2026-27"
    assert FiscalYear(4).label(date(2099, 4, 1)) == "2099-00"
    assert FiscalYear(4).first_month(date(2027, 3, 31)) == Month(2026, 4)
    assert FiscalYear(4).starting_in(2026) == months_between(Month(2026, 4), Month(2027, 3))


@given(day=days, start=st.integers(1, 12))
def test_every_day_lies_in_its_fiscal_year_of_twelve_months(day: date, start: int) -> None:
    fiscal = FiscalYear(start)
    assert day in fiscal.period(day)
    assert fiscal.months(day) == fiscal.period(day).months()
    assert len(fiscal.months(day)) == 12
