"""Targets: limits, repeating a month, splitting a year."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.goals.rules import (
    TARGET_LIMIT,
    RepeatMode,
    RepeatRefused,
    TargetRefused,
    allocation_gap,
    checked_target,
    repeat_values,
    split_year,
    total_target,
)
from crm.kit.periods import Month, months_between

JAN, FEB, MAR, DEC = (Month(2026, number) for number in (1, 2, 3, 12))
YEAR = months_between(JAN, DEC)

amounts = st.decimals(0, 1_000_000, places=2)
year_targets = st.dictionaries(st.sampled_from(YEAR), st.none() | amounts)
growths = st.decimals(-1, 1, places=3)


def after(targets: Mapping[Month, Decimal | None], written: Mapping[Month, Decimal]) -> Decimal:
    return total_target({**targets, **written}.values()) or Decimal(0)


def test_repeating_fills_the_empty_months_and_keeps_the_others() -> None:
    targets = {JAN: Decimal(100), MAR: Decimal(120)}
    written = repeat_values(targets, JAN, YEAR)
    assert set(written) == set(YEAR) - {JAN, MAR}
    assert set(written.values()) == {Decimal(100)}
    assert after(targets, written) == 1220


def test_repeating_over_everything_makes_all_months_alike() -> None:
    targets = {JAN: Decimal(100), MAR: Decimal(120)}
    written = repeat_values(targets, JAN, YEAR, mode=RepeatMode.OVERWRITE)
    assert after(targets, written) == 1200


def test_growth_compounds_from_the_unrounded_source_and_is_rounded_once() -> None:
    written = repeat_values({JAN: Decimal(100)}, JAN, YEAR, growth=Decimal("0.02"))
    assert list(written.values())[:3] == [Decimal("102.00"), Decimal("104.04"), Decimal("106.12")]


def test_growth_counts_the_months_that_are_kept_too() -> None:
    targets = {JAN: Decimal(100), FEB: Decimal(500)}
    written = repeat_values(targets, JAN, YEAR, growth=Decimal("0.02"))
    assert written[MAR] == Decimal("104.04")


def test_counts_are_repeated_as_whole_numbers() -> None:
    written = repeat_values({JAN: Decimal(10)}, JAN, YEAR, growth=Decimal("0.05"), digits=0)
    assert str(written[FEB]) == "11"


def test_zero_is_a_target_and_is_repeated_and_kept() -> None:
    assert set(repeat_values({JAN: Decimal(0)}, JAN, YEAR).values()) == {Decimal(0)}
    assert FEB not in repeat_values({JAN: Decimal(5), FEB: Decimal(0)}, JAN, YEAR)


def test_repeating_the_last_month_of_the_year_writes_nothing() -> None:
    assert repeat_values({DEC: Decimal(100)}, DEC, YEAR) == {}


@pytest.mark.parametrize("targets", [{}, {JAN: None}])
def test_a_month_without_a_target_cannot_be_repeated(
    targets: dict[Month, Decimal | None],
) -> None:
    with pytest.raises(RepeatRefused) as refused:
        repeat_values(targets, JAN, YEAR)
    assert refused.value.text("es").startswith("El mes de partida no tiene objetivo")


@pytest.mark.parametrize("growth", ["-1.01", "1.01", "20"])
def test_an_impossible_growth_is_refused(growth: str) -> None:
    with pytest.raises(RepeatRefused) as refused:
        repeat_values({JAN: Decimal(1)}, JAN, YEAR, growth=Decimal(growth))
    assert "100" in refused.value.text("en")


def test_a_growth_that_outgrows_the_column_is_refused() -> None:
    with pytest.raises(TargetRefused):
        repeat_values({JAN: TARGET_LIMIT / 2}, JAN, YEAR, growth=Decimal(1))


@given(
    targets=year_targets,
    start=amounts,
    mode=st.sampled_from(RepeatMode),
    growth=growths,
    closed=st.sets(st.sampled_from(YEAR)),
)
def test_closed_and_earlier_months_are_never_touched(
    targets: dict[Month, Decimal | None],
    start: Decimal,
    mode: RepeatMode,
    growth: Decimal,
    closed: set[Month],
) -> None:
    written = repeat_values(
        {**targets, MAR: start}, MAR, YEAR, mode=mode, growth=growth, closed=closed
    )
    assert not set(written) & (closed | {JAN, FEB, MAR})


@given(targets=year_targets, start=amounts, mode=st.sampled_from(RepeatMode), growth=growths)
def test_repeating_twice_is_repeating_once(
    targets: dict[Month, Decimal | None], start: Decimal, mode: RepeatMode, growth: Decimal
) -> None:
    before = {**targets, JAN: start}
    once = {**before, **repeat_values(before, JAN, YEAR, mode=mode, growth=growth)}
    assert repeat_values(once, JAN, YEAR, mode=mode, growth=growth) == {}


@given(targets=year_targets, start=amounts)
def test_filling_the_empty_months_never_changes_a_target(
    targets: dict[Month, Decimal | None], start: Decimal
) -> None:
    before = {**targets, JAN: start}
    stated = {month for month, target in before.items() if target is not None}
    assert not stated & set(repeat_values(before, JAN, YEAR))


def test_a_year_is_split_to_the_cent_with_the_rest_on_the_earliest() -> None:
    parts = split_year(Decimal("1000.00"), dict.fromkeys((MAR, JAN, FEB), Decimal(1)))
    assert list(parts.items()) == [
        (JAN, Decimal("333.34")),
        (FEB, Decimal("333.33")),
        (MAR, Decimal("333.33")),
    ]


@given(total=amounts, weights=st.dictionaries(st.sampled_from(YEAR), amounts, min_size=1))
def test_the_months_of_a_split_year_sum_to_it(
    total: Decimal, weights: dict[Month, Decimal]
) -> None:
    parts = split_year(total, weights)
    assert sum(parts.values()) == total
    assert min(parts.values()) >= 0


@pytest.mark.parametrize("value", ["-0.01", "1000000000000", "Infinity", "NaN"])
def test_a_target_that_cannot_be_is_refused(value: str) -> None:
    with pytest.raises(TargetRefused) as refused:
        checked_target(Decimal(value))
    assert refused.value.text("es")


def test_a_target_is_stored_in_the_unit_of_its_variable() -> None:
    assert str(checked_target(Decimal("10.005"))) == "10.01"
    assert str(checked_target(Decimal("10.5"), 0)) == "11"


def test_no_targets_have_no_total_and_zero_targets_have_zero() -> None:
    assert total_target([None, None]) is None
    assert total_target([None, Decimal(0)]) == 0


def test_what_is_handed_out_beyond_the_stated_total_is_shown() -> None:
    allocated = total_target([Decimal(60), Decimal(50)])
    assert allocation_gap(allocated, Decimal(100)) == 10
    assert allocation_gap(None, Decimal(100)) == -100
    assert allocation_gap(allocated, None) is None
