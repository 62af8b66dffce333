"""A month whose first days were never stored is no measure for a later one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crm.analysis.board_figures import Board, Choice
from crm.analysis.board_rules import board
from crm.analysis.sold_rules import Sold
from crm.kit.periods import FiscalYear, Month
from crm.kit.undefined import Reason
from tests.analysis.months import DRINKS, MARCH, TIME, a_month, history

FRIDAY_13TH, WHOLE = date(2026, 3, 13), date(2026, 3, 31)
LAST_YEAR = MARCH.year_before
FROM_MARCH = replace(TIME, fiscal=FiscalYear(3))


def _board(first_day: date, as_of: date = FRIDAY_13TH, *missing: Month) -> Board:
    """March 2026 beside a March 2025 that sold 80 on the 3rd, its first Monday, and 500 later."""
    material = a_month(as_of=as_of)
    before = [
        Sold(date(2025, 3, 3), DRINKS, Decimal(80)),
        Sold(date(2025, 3, 12), DRINKS, Decimal(500)),
    ]
    known = [one for one in before if one.day >= first_day]
    return board(
        replace(
            material,
            history=history(first_day, as_of, *missing),
            of_families=[*material.of_families, *known],
            by_month={
                **material.by_month,
                LAST_YEAR: sum((one.amount for one in known), Decimal(0)),
            },
        ),
        FROM_MARCH,
    )


@pytest.mark.parametrize("as_of", [FRIDAY_13TH, WHOLE])
@pytest.mark.parametrize("first_day", [date(2025, 3, 4), date(2025, 3, 12)])
def test_nothing_is_compared_with_a_month_that_lacks_its_beginning(
    first_day: date, as_of: date
) -> None:
    shown = _board(first_day, as_of)
    assert (shown.base, shown.change.reason) == (None, Reason.NO_HISTORY)
    assert {one.change.reason for one in shown.families} == {Reason.NO_HISTORY}


@pytest.mark.parametrize("as_of", [FRIDAY_13TH, WHOLE])
@pytest.mark.parametrize("first_day", [date(2025, 2, 10), date(2025, 3, 1), date(2025, 3, 3)])
def test_a_history_from_the_first_working_day_on_is_whole(first_day: date, as_of: date) -> None:
    shown = _board(first_day, as_of)
    assert shown.base == 580
    assert shown.change.value is not None


def test_neither_the_year_nor_the_months_nor_the_days_compare_with_it() -> None:
    shown = _board(date(2025, 3, 12))
    assert (shown.year.last_year, shown.year.change.reason) == (None, Reason.NO_HISTORY)
    assert shown.columns[0].last_year is None
    assert all(point.last_year is None for point in shown.days)


def test_with_its_beginning_the_year_the_months_and_the_days_do_compare() -> None:
    shown = _board(date(2025, 3, 3))
    assert shown.year.last_year == shown.columns[0].last_year == 580
    assert shown.days[-1].last_year == 580


def test_the_first_month_of_the_history_shows_what_it_sold() -> None:
    material = replace(
        a_month(as_of=WHOLE),
        history=history(date(2026, 3, 12), WHOLE),
        by_month={MARCH: Decimal(1400)},
    )
    assert board(material, TIME).columns[MARCH.number - 1].actual == 1400
    assert board(material, TIME).columns[0].month == Month(2026, 1)


EARLY = date(2024, 1, 2)


def test_a_month_whose_file_never_came_is_no_measure() -> None:
    shown = _board(EARLY, WHOLE, LAST_YEAR)
    assert (shown.base, shown.change.reason) == (None, Reason.NO_HISTORY)
    assert (shown.year.last_year, shown.year.change.reason) == (None, Reason.NO_HISTORY)
    assert shown.columns[0].last_year is None
    assert all(point.last_year is None for point in shown.days)


def test_a_year_is_not_compared_with_one_that_lacks_a_month() -> None:
    material = a_month(as_of=date(2026, 4, 30))
    lacking = history(EARLY, date(2026, 4, 30), LAST_YEAR)
    april = replace(material, choice=Choice(Month(2026, 4)), history=lacking)
    assert board(april, FROM_MARCH).year.last_year is None
    whole = replace(april, history=history(EARLY, date(2026, 4, 30)))
    assert board(whole, FROM_MARCH).year.last_year == 0


def test_a_month_of_this_year_whose_file_never_came_is_unknown_and_not_zero() -> None:
    shown = _board(EARLY, date(2026, 4, 30), MARCH)
    assert shown.columns[0].actual is None
    assert shown.change.reason == Reason.PARTIAL
    assert shown.year.change.reason == Reason.PARTIAL


def test_on_the_day_the_data_reach_the_chart_and_the_card_compare_with_the_same() -> None:
    material = a_month()
    saturday = Sold(date(2025, 3, 15), DRINKS, Decimal(1000))
    before = [Sold(date(2025, 3, 3), DRINKS, Decimal(80)), saturday]
    shown = board(
        replace(
            material,
            history=history(EARLY, FRIDAY_13TH),
            of_families=[*material.of_families, *before],
        ),
        TIME,
    )
    reached = next(point for point in shown.days if point.day == FRIDAY_13TH)
    assert reached.last_year == shown.base == 80
    assert shown.days[-1].last_year == 1080
