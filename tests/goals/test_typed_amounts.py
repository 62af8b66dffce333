"""What people type into the grid, in the company's way of writing numbers."""

from decimal import Decimal

import pytest

from crm.goals.errors import BadEdit
from crm.goals.state.typed import typed_amount, typed_percent


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("92000", "92000"),
        ("92.000", "92000"),
        ("92.000,50 €", "92000.5"),
        ("1,5", "1.5"),
        (" 92 000 ", "92000"),
        ("\u22125", "-5"),
    ],
)
def test_a_figure_is_read_as_spain_writes_it(written: str, amount: str) -> None:
    assert typed_amount(written, "es_ES") == Decimal(amount)


def test_the_same_signs_mean_the_opposite_in_mexico() -> None:
    assert typed_amount("1,234.50", "es_MX") == Decimal("1234.50")


@pytest.mark.parametrize("written", ["", "  ", "\u00a0"])
def test_an_empty_cell_is_no_target(written: str) -> None:
    assert typed_amount(written, "es_ES") is None


@pytest.mark.parametrize("written", ["12.34", "abc", "1e5", "1.2.3", "--1", "∞"])
def test_what_might_mean_two_things_is_refused(written: str) -> None:
    with pytest.raises(BadEdit):
        typed_amount(written, "es_ES")


@pytest.mark.parametrize(("written", "ratio"), [("2,5 %", "0.025"), ("", "0"), ("10", "0.1")])
def test_growth_is_typed_in_percent(written: str, ratio: str) -> None:
    assert typed_percent(written, "es_ES") == Decimal(ratio)
