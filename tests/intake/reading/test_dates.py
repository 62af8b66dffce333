"""Dates are read in one proven order, and otherwise asked about."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.intake.reader.dates import date_column, date_evidence, date_of
from crm.intake.rules import DateStyle, RefusalCode
from tests.intake.reading.files import TODAY

DMY, MDY, ISO = DateStyle.DMY, DateStyle.MDY, DateStyle.ISO


@pytest.mark.parametrize(
    ("text", "style", "day"),
    [
        ("15/01/1998", DMY, date(1998, 1, 15)),
        ("15-1-98", DMY, date(1998, 1, 15)),
        ("15.01.2024", DMY, date(2024, 1, 15)),
        ("01/15/1998", MDY, date(1998, 1, 15)),
        ("1998-01-15", DMY, date(1998, 1, 15)),
        ("1998-01-15T10:20:30", ISO, date(1998, 1, 15)),
        ("15/01/1998 00:00:00", DMY, date(1998, 1, 15)),
        ("15-ene-1998", MDY, date(1998, 1, 15)),
        ("15 Jan 1998", DMY, date(1998, 1, 15)),
        ("15 de enero de 1998", DMY, date(1998, 1, 15)),
        ("19980115", DateStyle.COMPACT, date(1998, 1, 15)),
        ("15011998", DMY, date(1998, 1, 15)),
        ("01/02/69", DMY, date(2069, 2, 1)),
        ("01/02/70", DMY, date(1970, 2, 1)),
        ("29/02/2024", DMY, date(2024, 2, 29)),
    ],
)
def test_a_date_as_people_write_it(text: str, style: DateStyle, day: date) -> None:
    assert date_of(text, style) == day


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("31/02/2024", RefusalCode.IMPOSSIBLE_DATE),
        ("29/02/2023", RefusalCode.IMPOSSIBLE_DATE),
        ("01/15/1998", RefusalCode.IMPOSSIBLE_DATE),
        ("00/00/0000", RefusalCode.IMPOSSIBLE_DATE),
        ("01/01/1900", RefusalCode.IMPOSSIBLE_DATE),
        ("ayer", RefusalCode.BAD_DATE),
        ("35431", RefusalCode.BAD_DATE),
        ("15 foo 1998", RefusalCode.BAD_DATE),
    ],
)
def test_what_is_no_date_says_why(text: str, fault: RefusalCode) -> None:
    assert date_of(text, DMY) is fault


def test_tomorrow_is_refused_and_today_is_not() -> None:
    column = date_column(pa.array(["24/11/2026", "25/11/2026"]), None, DMY, TODAY)
    assert column.values.to_pylist() == [TODAY, None]
    assert column.faults == {"25/11/2026": RefusalCode.FUTURE_DATE}


def test_a_date_that_a_sheet_keeps_as_a_number_is_its_day() -> None:
    column = date_column(pa.array(["35431"]), pa.array([True]), DateStyle.NATIVE, TODAY)
    assert column.values.to_pylist() == [date(1997, 1, 1)]


@given(st.dates(date(1970, 1, 1), TODAY), st.sampled_from([DMY, MDY, ISO, DateStyle.COMPACT]))
def test_any_day_is_read_back_as_written(day: date, style: DateStyle) -> None:
    pattern = {DMY: "%d/%m/%Y", MDY: "%m/%d/%Y", ISO: "%Y-%m-%d", DateStyle.COMPACT: "%Y%m%d"}
    assert date_of(day.strftime(pattern[style]), style) == day


def test_a_day_above_twelve_proves_the_order() -> None:
    assert (
        date_evidence({"13/01/2026": 1, "02/03/2026": 9}, has_native=False, today=TODAY).style
        is DMY
    )
    assert (
        date_evidence({"01/13/2026": 1, "02/03/2026": 9}, has_native=False, today=TODAY).style
        is MDY
    )


def test_both_orders_in_earnest_are_mixed() -> None:
    evidence = date_evidence({"13/01/2026": 5, "01/14/2026": 5}, has_native=False, today=TODAY)
    assert evidence.mixed == ("13/01/2026", "01/14/2026")


def test_one_slip_among_hundreds_does_not_condemn_the_file() -> None:
    counts = {"13/01/2026": 300, "01/14/2026": 1}
    assert date_evidence(counts, has_native=False, today=TODAY).style is DMY


def test_dates_with_two_readings_show_the_evidence_for_each() -> None:
    counts = {"03/08/2026": 10, "05/09/2026": 10, "03/10/2026": 10, "12/11/2026": 10}
    period = (date(2026, 8, 1), date(2026, 11, 12))
    evidence = date_evidence(counts, has_native=False, today=TODAY, period=period)
    by_style = {reading.style: reading for reading in evidence.readings}
    assert evidence.style is None
    assert evidence.proposed is DMY
    assert (by_style[DMY].date_from, by_style[DMY].months_in_a_row) == (date(2026, 8, 3), True)
    assert (by_style[DMY].in_period, by_style[DMY].future_rows) == (True, 0)
    assert (by_style[MDY].months_in_a_row, by_style[MDY].future_rows) == (False, 10)


def test_where_nothing_speaks_for_either_nothing_is_proposed() -> None:
    counts = {"01/02/2026": 1, "02/01/2026": 1}
    evidence = date_evidence(counts, has_native=False, today=TODAY)
    assert (evidence.style, evidence.proposed) == (None, None)


def test_days_equal_to_their_month_need_no_question() -> None:
    assert date_evidence({"05/05/2026": 3}, has_native=False, today=TODAY).style is DMY
