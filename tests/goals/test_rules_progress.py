"""Attainment, completion, standing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.goals.progress_rules import (
    Cell,
    Standing,
    attainment,
    cells_completion,
    most_detailed,
    standing,
    volume_completion,
)
from crm.goals.rules import Direction
from crm.kit.undefined import Measured, Reason

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER
amounts = st.decimals(-10_000, 10_000, places=2)
targets = st.decimals(0, 10_000, places=2)


def a_cell(achieved: int, target: int | None, family: int | None = None, seller: int = 1) -> Cell:
    stated = None if target is None else Decimal(target)
    return Cell(Decimal(achieved), stated, family_id=family, seller_id=seller)


@pytest.mark.parametrize(
    ("achieved", "target", "direction", "ratio", "reached"),
    [
        (36, 100, HIGHER, "0.36", False),
        (100, 100, HIGHER, "1", True),
        (-20, 100, HIGHER, "-0.2", False),
        (8, 10, LOWER, "1.25", True),
        (20, 10, LOWER, "0.5", False),
    ],
)
def test_attainment_is_the_share_of_the_target(
    achieved: int, target: int, direction: Direction, ratio: str, *, reached: bool
) -> None:
    attained = attainment(Decimal(achieved), Decimal(target), direction)
    assert attained.ratio == Measured(Decimal(ratio))
    assert attained.is_reached is reached
    assert attained.is_counted


@pytest.mark.parametrize(
    ("achieved", "target", "direction", "reason", "reached"),
    [
        (5, 0, HIGHER, Reason.ZERO_TARGET, True),
        (0, 0, LOWER, Reason.ZERO_TARGET, True),
        (2, 0, LOWER, Reason.ZERO_TARGET, False),
        (-1, 0, HIGHER, Reason.ZERO_TARGET, False),
        (0, 10, LOWER, Reason.ZERO_BASE, True),
        (-3, 10, LOWER, Reason.NEG_BASE, True),
    ],
)
def test_where_no_percentage_makes_sense_reached_still_does(
    achieved: int, target: int, direction: Direction, reason: Reason, *, reached: bool
) -> None:
    attained = attainment(Decimal(achieved), Decimal(target), direction)
    assert attained.ratio == Measured.undefined(reason)
    assert attained.is_reached is reached
    assert attained.is_counted


def test_without_a_target_nothing_is_counted_or_reached() -> None:
    attained = attainment(Decimal(36), None)
    assert attained.ratio == Measured.undefined(Reason.NO_TARGET)
    assert not attained.is_counted
    assert not attained.is_reached


def test_one_of_two_targets_reached_is_half() -> None:
    completion = cells_completion([a_cell(120, 100), a_cell(50, 100), a_cell(7, None)])
    assert (completion.reached, completion.counted) == (1, 2)
    assert completion.ratio == Measured(Decimal("0.5"))


def test_no_targets_complete_nothing_and_not_zero() -> None:
    assert cells_completion([a_cell(7, None)]).ratio == Measured.undefined(Reason.NO_TARGET)
    assert volume_completion([a_cell(7, 0)]) == Measured.undefined(Reason.NO_TARGET)


def test_what_exceeds_one_target_fills_no_other() -> None:
    cells = [a_cell(120, 100), a_cell(50, 100)]
    assert volume_completion(cells) == Measured(Decimal("0.75"))


def test_a_month_of_returns_takes_nothing_from_the_others() -> None:
    assert volume_completion([a_cell(-50, 100), a_cell(50, 100)]) == Measured(Decimal("0.25"))


@given(st.lists(st.builds(Cell, amounts, st.none() | targets, st.sampled_from(Direction))))
def test_completion_lies_between_nothing_and_all(cells: list[Cell]) -> None:
    volume = volume_completion(cells).value
    assert volume is None or 0 <= volume <= 1
    completion = cells_completion(cells)
    assert completion.reached <= completion.counted <= len(cells)


@given(achieved=amounts, more=st.decimals(0, 1000, places=2), target=targets)
def test_selling_more_never_lowers_attainment(
    achieved: Decimal, more: Decimal, target: Decimal
) -> None:
    before, after = attainment(achieved, target), attainment(achieved + more, target)
    assert after.is_reached >= before.is_reached
    assert (after.ratio.value or 0) >= (before.ratio.value or 0)


def test_goals_that_hold_others_give_way_to_the_most_detailed() -> None:
    parents = {10: None, 11: 10, 20: None}
    whole, node, leaf, other = (a_cell(1, 10, family) for family in (None, 10, 11, 20))
    assert most_detailed([whole, node, leaf, other], parents) == [leaf, other]


def test_detail_of_another_responsible_or_without_target_hides_nothing() -> None:
    whole = a_cell(1, 10)
    foreign, blank = a_cell(1, 10, family=20, seller=2), a_cell(1, None, family=20)
    assert most_detailed([whole, foreign, blank], {20: None}) == [whole, foreign]


@pytest.mark.parametrize(
    ("achieved", "pace", "is_over", "expected"),
    [
        (100, "1.4", False, Standing.REACHED),
        (40, "1", False, Standing.ON_PACE),
        (36, "0.90", False, Standing.BEHIND),
        (34, "0.85", False, Standing.BEHIND),
        (33, "0.84", False, Standing.AT_RISK),
        (99, "0.99", True, Standing.MISSED),
    ],
)
def test_a_target_stands_by_its_pace_until_the_month_is_over(
    achieved: int, pace: str, expected: Standing, *, is_over: bool
) -> None:
    attained = attainment(Decimal(achieved), Decimal(100))
    pace_now = Measured(Decimal(pace))
    assert standing(attained, pace_now, direction=HIGHER, is_over=is_over) is expected


def test_what_should_stay_low_is_reached_only_when_the_month_is_over() -> None:
    attained, pace = attainment(Decimal(3), Decimal(10), LOWER), Measured(Decimal("1.3"))
    assert standing(attained, pace, direction=LOWER, is_over=False) is Standing.ON_PACE
    assert standing(attained, pace, direction=LOWER, is_over=True) is Standing.REACHED


def test_a_target_of_nothing_due_yet_is_on_pace_and_no_target_has_no_standing() -> None:
    nothing_due = Measured.undefined(Reason.ZERO_BASE)
    due, none = attainment(Decimal(0), Decimal(10)), attainment(Decimal(0), None)
    assert standing(due, nothing_due, direction=HIGHER, is_over=False) is Standing.ON_PACE
    assert standing(none, nothing_due, direction=HIGHER, is_over=False) is None
