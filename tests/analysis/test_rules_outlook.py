"""Pace, projection, probability, what is behind: worked examples and invariants."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.analysis.rules import (
    Elapsed,
    MonthOutlook,
    Projection,
    by_working_day,
    chance,
    expected_by_now,
    expected_by_profile,
    is_behind,
    month_outlook,
    pace_index,
    project,
    project_by_profile,
    required_per_day,
)
from crm.goals.progress_rules import Standing
from crm.goals.rules import Direction
from crm.kit.periods import Month, WorkingCalendar
from crm.kit.undefined import Measured, Reason

EIGHT_DAYS = [Decimal(amount) for amount in (4, 6, 5, 3, 5, 4, 6, 3)]
HUNDRED = Decimal(100)
EIGHT_OF_TWENTY = Elapsed(8, 20, is_over=False)
NOV = Month(2026, 11)
WEEKDAYS = WorkingCalendar()

amounts = st.decimals(-1000, 10_000, places=2)
sales_of_november = st.lists(st.tuples(st.dates(NOV.first, NOV.last), amounts))


def figure(value: str | int) -> Measured:
    return Measured(Decimal(value))


def rounded(value: Decimal | None) -> Decimal:
    assert value is not None
    return round(value, 4)


def outlook(
    sales: list[tuple[date, Decimal]], *, target: int | None = 100, day: int = 12
) -> MonthOutlook:
    stated = None if target is None else Decimal(target)
    as_of = NOV.day(day)
    return month_outlook(sales, month=NOV, target=stated, calendar=WEEKDAYS, as_of=as_of)


def test_pace_compares_with_the_part_of_the_target_that_is_due() -> None:
    expected = expected_by_now(HUNDRED, EIGHT_OF_TWENTY)
    assert expected == figure(40)
    assert pace_index(Decimal(36), expected) == figure("0.9")
    assert rounded(required_per_day(Decimal(36), HUNDRED, 12).value) == Decimal("5.3333")


def test_pace_turns_round_where_lower_is_better() -> None:
    expected = expected_by_now(HUNDRED, EIGHT_OF_TWENTY)
    assert pace_index(Decimal(50), expected, Direction.LOWER) == figure("0.8")
    assert pace_index(Decimal(0), expected, Direction.LOWER).reason is Reason.ZERO_BASE


def test_before_the_first_working_day_nothing_is_due_and_there_is_no_pace() -> None:
    expected = expected_by_now(HUNDRED, Elapsed(0, 20, is_over=False))
    assert expected == figure(0)
    assert pace_index(Decimal(3), expected) == Measured.undefined(Reason.ZERO_BASE)


def test_a_profile_says_that_some_days_weigh_more() -> None:
    weights = [Decimal(1), Decimal(1), Decimal(2)]
    assert expected_by_profile(HUNDRED, weights, 2) == figure(50)
    assert expected_by_profile(HUNDRED, [], 0).reason is Reason.NOT_APPLICABLE
    assert expected_by_profile(None, weights, 2).reason is Reason.NO_TARGET


def test_nothing_more_is_required_once_reached_and_nothing_can_be_when_no_day_remains() -> None:
    assert required_per_day(HUNDRED, HUNDRED, 0) == figure(0)
    assert required_per_day(Decimal(99), HUNDRED, 0).value is None
    assert required_per_day(Decimal(99), None, 5).reason is Reason.NO_TARGET
    assert required_per_day(Decimal(1), HUNDRED, 5, Direction.LOWER).value is None


def test_the_run_rate_and_its_interval() -> None:
    projection = project(Decimal(36), EIGHT_DAYS, 12)
    assert projection.value == figure(90)
    assert round(projection.error or 0, 5) == Decimal("6.54654")
    assert round(projection.low or 0, 3) == Decimal("80.737")
    assert round(projection.high or 0, 3) == Decimal("99.263")


def test_a_profile_projects_by_the_share_usually_done_by_now() -> None:
    projected = project_by_profile(Decimal(36), Decimal("0.35")).value
    assert round(projected or 0, 3) == Decimal("102.857")
    assert project_by_profile(Decimal(36), Decimal(0)).reason is Reason.TOO_FEW


@pytest.mark.parametrize("daily", [[50, 40], [0, 0, 0, 0, 90], [0, 45, 0, 45, 0], [-5, 100, 3]])
def test_too_few_days_with_sales_give_a_projection_without_interval(daily: list[int]) -> None:
    days = [Decimal(amount) for amount in daily]
    projection = project(sum(days, Decimal(0)), days, 10)
    assert projection.value.value is not None
    assert (projection.low, projection.high) == (None, None)
    assert chance(projection, HUNDRED) == Measured.undefined(Reason.TOO_FEW)


def test_without_a_working_day_behind_there_is_no_projection() -> None:
    assert project(Decimal(5), [], 20).value == Measured.undefined(Reason.TOO_FEW)


def test_with_no_day_remaining_the_end_is_known() -> None:
    projection = project(Decimal(36), EIGHT_DAYS, 0)
    assert (projection.low, projection.value.value, projection.high) == (36, 36, 36)
    assert chance(projection, Decimal(36)) == figure(1)
    assert chance(projection, Decimal(37)) == figure(0)


@pytest.mark.parametrize(("target", "probability"), [(100, "0.0852"), (90, "0.5")])
def test_the_chance_of_reaching_a_target(target: int, probability: str) -> None:
    projection = project(Decimal(36), EIGHT_DAYS, 12)
    likely = chance(projection, Decimal(target))
    assert rounded(likely.value) == Decimal(probability)


def test_the_chance_turns_round_where_lower_is_better() -> None:
    projection = project(Decimal(36), EIGHT_DAYS, 12)
    likely = chance(projection, HUNDRED, Direction.LOWER)
    assert rounded(likely.value) == Decimal("0.9148")


def test_sales_without_any_spread_are_sure_of_their_end() -> None:
    projection = project(Decimal(15), [Decimal(5)] * 3, 3)
    assert chance(projection, Decimal(30)) == figure(1)
    assert chance(projection, Decimal("30.01")) == figure(0)
    assert chance(projection, None).reason is Reason.NO_TARGET


@pytest.mark.parametrize(("target", "behind"), [(100, True), (92, False)])
def test_an_unlikely_target_that_the_projection_misses_is_behind(
    target: int, *, behind: bool
) -> None:
    stated, projection = Decimal(target), project(Decimal(36), EIGHT_DAYS, 12)
    judged = is_behind(
        days=8,
        pace=pace_index(Decimal(36), expected_by_now(stated, EIGHT_OF_TWENTY)),
        probability=chance(projection, stated),
        projection=projection.value,
        target=stated,
    )
    assert judged is behind


@pytest.mark.parametrize(
    ("days", "pace", "behind"), [(4, "0.10", False), (5, "0.84", True), (5, "0.85", False)]
)
def test_a_slow_pace_counts_from_the_fifth_day_also_without_a_probability(
    days: int, pace: str, *, behind: bool
) -> None:
    unknown = Projection(Measured.undefined(Reason.TOO_FEW))
    judged = is_behind(
        days=days,
        pace=figure(pace),
        probability=chance(unknown, HUNDRED),
        projection=unknown.value,
        target=HUNDRED,
    )
    assert judged is behind


def test_what_should_stay_low_is_behind_when_it_runs_high() -> None:
    projection = project(Decimal(36), EIGHT_DAYS, 12)
    stated = Decimal(80)
    judged = is_behind(
        days=8,
        pace=pace_index(Decimal(36), expected_by_now(stated, EIGHT_OF_TWENTY), Direction.LOWER),
        probability=chance(projection, stated, Direction.LOWER),
        projection=projection.value,
        target=stated,
        direction=Direction.LOWER,
    )
    assert judged


def test_a_month_is_told_from_its_sales_by_day() -> None:
    sales = [(NOV.day(day), Decimal(5)) for day in (2, 3, 4, 5, 6, 9, 10, 11)]
    told = outlook(sales, target=210, day=11)
    assert (told.working_days_done, told.working_days) == (8, 21)
    assert told.actual == 40
    assert told.expected == figure(80)
    assert told.pace == figure("0.5")
    assert told.projection == figure(105)
    assert (told.low, told.high) == (105, 105)
    assert told.probability == figure(0)
    assert told.standing is Standing.AT_RISK
    assert told.is_behind
    assert not told.is_over


def test_other_months_and_later_days_do_not_count() -> None:
    sales = [(date(2026, 10, 30), Decimal(9)), (NOV.day(13), Decimal(9)), (NOV.day(12), HUNDRED)]
    told = outlook(sales)
    assert told.actual == 100
    assert told.standing is Standing.REACHED


def test_a_month_that_is_over_ends_where_it_is() -> None:
    told = outlook([(NOV.day(9), Decimal(60))], day=30)
    assert told.is_over
    assert told.projection == figure(60)
    assert told.probability == figure(0)
    assert told.pace == figure("0.6")
    assert told.standing is Standing.MISSED
    assert not told.is_behind


def test_a_month_that_has_not_begun_promises_nothing() -> None:
    told = month_outlook([], month=NOV, target=HUNDRED, calendar=WEEKDAYS, as_of=date(2026, 10, 31))
    assert told.standing is None
    assert told.projection.reason is Reason.TOO_FEW
    assert told.attainment == figure(0)


def test_a_month_without_target_still_projects() -> None:
    told = outlook([(NOV.day(day), Decimal(5)) for day in (2, 3, 4, 5)], target=None)
    assert told.projection.value is not None
    assert told.attainment.reason is Reason.NO_TARGET
    assert told.pace.reason is Reason.NO_TARGET
    assert told.standing is None


def test_sales_of_a_day_off_count_for_the_working_day_before() -> None:
    sunday, saturday = NOV.day(1), NOV.day(7)
    sales = [(sunday, Decimal(1)), (NOV.day(6), Decimal(10)), (saturday, Decimal(100))]
    assert by_working_day(sales, NOV, WEEKDAYS, NOV.day(8)) == [1, 0, 0, 0, 110]


@given(sales=sales_of_november, day=st.integers(1, 30))
def test_the_days_sum_to_the_month(sales: list[tuple[date, Decimal]], day: int) -> None:
    known = [(on, amount) for on, amount in sales if on <= NOV.day(day)]
    by_day = by_working_day(known, NOV, WEEKDAYS, NOV.day(day))
    told = outlook(sales, day=day)
    assert told.actual == sum(amount for _, amount in known)
    assert not by_day or sum(by_day) == told.actual


@given(sales=sales_of_november, day=st.integers(1, 30), target=st.integers(1, 100_000))
def test_a_higher_target_is_never_more_likely(
    sales: list[tuple[date, Decimal]], day: int, target: int
) -> None:
    near, far = (outlook(sales, target=t, day=day) for t in (target, target * 2))
    assert (near.probability.value or 0) >= (far.probability.value or 0)


@given(sales=sales_of_november, day=st.integers(1, 30))
def test_a_projection_lies_inside_its_interval(sales: list[tuple[date, Decimal]], day: int) -> None:
    told = outlook(sales, day=day)
    inside = told.low is None or (told.projection.value or 0) >= told.low
    assert inside
    assert (told.low is None) == (told.high is None)
