"""Rounding, ratios and allocation."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kit.money import allocate, minor_digits, ratio, round_money

amounts = st.decimals(-10_000_000, 10_000_000, places=4)
digits = st.integers(0, 3)


def decimals(*written: str) -> list[Decimal]:
    return [Decimal(one) for one in written]


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("-2.345", "-2.35"), ("2.345", "2.35"), ("2.3449", "2.34"), ("0.005", "0.01"), ("7", "7.00")],
)
def test_half_a_cent_is_rounded_away_from_zero(value: str, rounded: str) -> None:
    assert str(round_money(Decimal(value))) == rounded


def test_a_ratio_on_nothing_has_no_value() -> None:
    assert ratio(Decimal(5), Decimal(0)) is None
    assert ratio(Decimal(5), None) is None
    assert ratio(None, Decimal(5)) is None
    assert ratio(Decimal(6), Decimal(5)) == Decimal("1.2")


def test_a_header_discount_is_spread_over_its_lines_to_the_cent() -> None:
    lines = decimals("33.33", "33.33", "33.34")
    assert allocate(Decimal("10.00"), lines) == decimals("3.33", "3.33", "3.34")


def test_a_cent_left_over_goes_to_the_earliest_of_equals() -> None:
    assert allocate(Decimal(1000), decimals("1", "1", "1")) == decimals(
        "333.34", "333.33", "333.33"
    )


def test_lines_that_are_all_zero_share_equally() -> None:
    assert allocate(Decimal("-0.05"), decimals("0", "0")) == decimals("-0.03", "-0.02")


def test_a_return_among_the_lines_counts_by_its_size() -> None:
    assert allocate(Decimal(4), decimals("-1", "3")) == decimals("1.00", "3.00")


def test_nothing_to_share_is_shared_among_nobody_but_money_is_not() -> None:
    assert allocate(Decimal(0), []) == []
    with pytest.raises(ValueError, match="nothing to allocate to"):
        allocate(Decimal("0.01"), [])


@given(total=amounts, weights=st.lists(amounts, min_size=1, max_size=30), digits=digits)
def test_the_parts_always_sum_to_the_rounded_total(
    total: Decimal, weights: list[Decimal], digits: int
) -> None:
    assert sum(allocate(total, weights, digits)) == round_money(total, digits)


@given(total=amounts, weights=st.lists(amounts, min_size=1, max_size=30), digits=digits)
def test_no_part_is_a_unit_or_more_from_its_exact_share(
    total: Decimal, weights: list[Decimal], digits: int
) -> None:
    whole = sum(map(abs, weights))
    shares = [abs(w) / whole if whole else 1 / Decimal(len(weights)) for w in weights]
    parts = allocate(total, weights, digits)
    unit = Decimal(1).scaleb(-digits)
    off = [abs(p - round_money(total, digits) * s) for p, s in zip(parts, shares, strict=True)]
    assert max(off) <= unit


@given(total=amounts, weights=st.lists(amounts, min_size=1, max_size=30))
def test_a_negative_total_is_the_mirror_of_the_positive(
    total: Decimal, weights: list[Decimal]
) -> None:
    assert allocate(-total, weights) == [-part for part in allocate(total, weights)]


@pytest.mark.parametrize(("currency", "expected"), [("EUR", 2), ("JPY", 0), ("KWD", 3)])
def test_each_currency_has_its_own_smallest_unit(currency: str, expected: int) -> None:
    assert minor_digits(currency) == expected
