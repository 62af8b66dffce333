"""Numbers are read exactly as people write them, or not at all."""

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.intake.reader.numbers import number_column, number_evidence, number_of, to_money
from crm.intake.rules import NumberStyle

POINT, COMMA = NumberStyle.POINT, NumberStyle.COMMA
WRITTEN = [
    ("-1", POINT, "-1"),
    ("1-", POINT, "-1"),
    ("(1)", POINT, "-1"),
    ("\u22121", POINT, "-1"),
    ("+1", POINT, "1"),
    ("1.234,50-", COMMA, "-1234.50"),
    ("1.234,50", COMMA, "1234.50"),
    ("1,234.50", POINT, "1234.50"),
    ("1'234.50", POINT, "1234.50"),
    ("1 234,50", COMMA, "1234.50"),
    ("1\u00a0234,50 €", COMMA, "1234.50"),
    ("$1,234.50", POINT, "1234.50"),
    ("-$1,234.50", POINT, "-1234.50"),
    ("EUR 12,5", COMMA, "12.5"),
    ("12.5 USD", POINT, "12.5"),
    ("(1.234,50 €)", COMMA, "-1234.50"),
    ("5%", COMMA, "5"),
    ("7,5 %", COMMA, "7.5"),
    (",5", COMMA, "0.5"),
    ("12.", POINT, "12"),
    ("1.234.567", COMMA, "1234567"),
    ("0", COMMA, "0"),
]


@pytest.mark.parametrize(("text", "style", "value"), WRITTEN)
def test_a_number_as_people_write_it_has_its_exact_value(
    text: str, style: NumberStyle, value: str
) -> None:
    assert number_of(text, style) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("12.50", COMMA),
        ("12,50", POINT),
        ("1.23.456", COMMA),
        ("doce", COMMA),
        ("1 2 x", POINT),
        ("--1", POINT),
        ("", POINT),
        ("-", POINT),
        ("1e5x", POINT),
        ("12/3", POINT),
        ("١٢", POINT),
    ],
)
def test_what_is_no_number_in_the_style_is_not_guessed(text: str, style: NumberStyle) -> None:
    column = number_column(pa.array([text]), None, style)
    assert column.values[0].as_py() is None
    assert column.bad[0].as_py() is bool(text)


@given(st.decimals(-(10**11), 10**11, places=4), st.sampled_from(NumberStyle), st.booleans())
def test_any_amount_is_read_back_as_written(
    value: Decimal,
    style: NumberStyle,
    grouped: bool,  # noqa: FBT001
) -> None:
    text = f"{value:,.4f}" if grouped else f"{value:.4f}"
    if style is COMMA:
        text = text.translate(str.maketrans(",.", ".,"))
    column = number_column(pa.array([text]), None, style)
    assert to_money(column.values)[0].as_py() == value


@given(
    st.lists(st.sampled_from([text for text, _, _ in WRITTEN] + ["", "x", "9" * 13])),
    st.sampled_from(NumberStyle),
)
def test_a_column_is_read_like_its_cells_one_by_one(cells: list[str], style: NumberStyle) -> None:
    column = number_column(pa.array(cells, pa.string()), None, style)
    for cell, value, large in zip(
        cells, column.values.to_pylist(), column.large.to_pylist(), strict=True
    ):
        alone = number_of(cell, style)
        assert large == (alone is not None and abs(alone) >= 10**12)
        assert value == (None if large else alone)


def test_thirteen_whole_digits_are_too_large() -> None:
    cells = ["999999999999.99994", "999999999999.99995", "-1,000,000,000,000", "9" * 40]
    column = number_column(pa.array(cells), None, POINT)
    assert column.large.to_pylist() == [False, True, True, True]
    assert to_money(column.values)[0].as_py() == Decimal("999999999999.9999")


def test_the_fifth_decimal_rounds_away_from_zero() -> None:
    column = number_column(pa.array(["0.00005", "-0.00005", "1.23444"]), None, POINT)
    rounded = [Decimal("0.0001"), Decimal("-0.0001"), Decimal("1.2344")]
    assert to_money(column.values).to_pylist() == rounded


def test_numbers_of_the_sheet_itself_do_not_follow_the_style_of_texts() -> None:
    native = pa.array([True, False])
    column = number_column(pa.array(["1.234", "1.234"]), native, COMMA)
    assert column.values.to_pylist() == [Decimal("1.234"), Decimal(1234)]


@pytest.mark.parametrize(
    ("cells", "style"),
    [
        (["1,50", "1.234"], COMMA),
        (["1.50", "1,234"], POINT),
        (["1.234,5"], COMMA),
        (["12", "7"], POINT),
        (["1.234", "2.500"], None),
        (["1,50", "1.50"], None),
        ([], POINT),
    ],
)
def test_the_style_is_told_by_cells_that_have_one_reading(
    cells: list[str], style: NumberStyle | None
) -> None:
    assert number_evidence(cells).style is style
