"""Sparklines, bullets and axes place what they are given."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.ui.card import change
from crm.ui.chart import chart, round_steps
from crm.ui.marks import NO_BULLET, NO_SPARK, SPARK_HEIGHT, SPARK_WIDTH, Mark, bullet_of, spark
from crm.ui.traces import actual_line, columns, goal_line, previous_line


def test_one_value_draws_no_line() -> None:
    assert spark([Decimal(3)]) == NO_SPARK


def test_a_rising_line_ends_at_the_upper_right() -> None:
    line = spark([Decimal(1), Decimal(2), Decimal(4)])
    assert (line.end_x, line.end_y) == ("69.0", "3.0")


def test_a_level_line_runs_through_the_middle() -> None:
    assert spark([5, 5, 5]).path == "M3.0 14.0L36.0 14.0L69.0 14.0"


@given(st.lists(st.decimals(-1e9, 1e9, places=2), min_size=2, max_size=36))
def test_a_line_stays_inside_its_frame(values: list[Decimal]) -> None:
    points = [tuple(map(float, one.split())) for one in spark(values).path[1:].split("L")]
    assert all(0 <= x <= SPARK_WIDTH and 0 <= y <= SPARK_HEIGHT for x, y in points)


def test_a_bullet_is_placed_in_percent_of_its_scale() -> None:
    mark = bullet_of(Decimal(80), scale=Decimal(200), goal=Decimal(100))
    assert (mark.done, mark.goal, mark.before) == (40, 50, -1)


def test_a_negative_amount_draws_an_empty_bar() -> None:
    assert bullet_of(-5, scale=100).done == 0


def test_more_than_the_scale_fills_the_bar() -> None:
    assert bullet_of(150, scale=100).done == 100


def test_a_scale_of_zero_draws_no_bullet() -> None:
    assert bullet_of(5, scale=0) == NO_BULLET


def test_a_fall_is_bad_when_up_is_good() -> None:
    assert change("4,2 %", -1, "up", "vs nov 2025").tone == "bad"


def test_a_fall_is_good_when_down_is_good() -> None:
    delta = change("4,2 %", -1, "down")
    assert (delta.text, delta.tone) == ("▼ 4,2 %", "good")


def test_no_change_is_neither_good_nor_bad() -> None:
    assert change("0 %", 0).tone == ""


def test_an_axis_reaches_over_its_highest_value_in_round_steps() -> None:
    assert [int(one) for one in round_steps(0, 1_120_000)] == [
        0,
        250_000,
        500_000,
        750_000,
        1_000_000,
        1_250_000,
    ]


def test_an_axis_without_values_has_one_step() -> None:
    assert round_steps(0, 0) == [0]


@given(st.decimals(-1e9, 1e9, places=2), st.decimals(-1e9, 1e9, places=2))
def test_an_axis_spans_both_ends_and_zero_in_few_lines(one: Decimal, other: Decimal) -> None:
    low, high = min(one, other), max(one, other)
    steps = round_steps(low, high)
    assert steps[0] <= min(low, 0)
    assert steps[-1] >= max(high, 0)
    assert len(steps) <= 7


def test_the_running_month_is_drawn_hollow() -> None:
    fills = columns("2026", ["oct", "nov"], [5, 3], partial=True).plotted["marker"]["color"]
    assert fills == ["--accent", "--accent/.22"]


@pytest.mark.parametrize("value", [None, Decimal("1.5")])
def test_a_missing_value_is_a_gap_and_not_a_zero(value: Decimal | None) -> None:
    assert columns("2026", ["nov"], [value]).plotted["y"] == [value]


def test_a_legend_names_the_actual_first_and_nothing_that_is_not_drawn() -> None:
    drawn = chart(
        previous_line("2025", ["nov"], [None]),
        goal_line("Objetivo", ["nov"], [8]),
        actual_line("Real", ["nov"], [5]),
    )
    assert drawn.legend == [Mark("", "Real"), Mark("goal", "Objetivo")]


def test_columns_of_nothing_but_zeros_are_not_named() -> None:
    before = columns("2025", ["nov"], [0], colour="prev")
    assert chart(before, columns("2026", ["nov"], [5])).legend == []


def test_one_thing_drawn_needs_no_legend() -> None:
    assert chart(actual_line("Real", ["nov"], [5])).legend == []


def test_the_year_before_is_slim_and_stands_beside_the_year() -> None:
    drawn = chart(columns("2025", ["nov"], [4], colour="prev"), columns("2026", ["nov"], [5]))
    before, now = json.loads(drawn.drawn)["traces"]
    assert before["width"] < now["width"] / 2
    assert before["offset"] + before["width"] <= now["offset"]
