"""Lists: order, filter, cursor."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kit.clock import FixedClock, SystemClock
from crm.kit.listing import (
    BadList,
    CursorValue,
    Filter,
    Operator,
    Sort,
    decode_cursor,
    encode_cursor,
)

values = st.one_of(
    st.none(), st.text(), st.integers(), st.dates(), st.decimals(allow_nan=False, places=4)
)


@given(st.lists(values, max_size=4))
def test_a_cursor_gives_back_the_values_it_was_made_of(made_of: list[CursorValue]) -> None:
    assert list(decode_cursor(encode_cursor(*made_of), len(made_of))) == made_of


def test_a_cursor_keeps_an_instant_apart_from_a_day() -> None:
    instant = datetime(2026, 1, 2, 3, tzinfo=UTC)
    assert decode_cursor(encode_cursor(instant, date(2026, 1, 2)), 2) == (
        instant,
        date(2026, 1, 2),
    )


@pytest.mark.parametrize("cursor", ["", "x", "é", "W10", "bnVsbA", "W1siaSIsIngiXV0", "Wzdd"])
def test_a_cursor_that_was_tampered_with_is_refused(cursor: str) -> None:
    with pytest.raises(BadList):
        decode_cursor(cursor, 1)


def test_a_cursor_of_another_order_is_refused() -> None:
    with pytest.raises(BadList):
        decode_cursor(encode_cursor(Decimal(1)), 2)


def test_an_order_reads_back_what_it_writes() -> None:
    sort = Sort.parse("-amount", {"amount"})
    assert sort == Sort("amount", descending=True)
    assert str(sort) == "-amount"
    assert str(sort.reversed) == "amount"


@pytest.mark.parametrize("written", ["price", "-price", "--amount", ""])
def test_a_list_is_not_ordered_by_what_it_does_not_have(written: str) -> None:
    with pytest.raises(BadList):
        Sort.parse(written, {"amount"})


def test_a_filter_reads_back_what_it_writes() -> None:
    condition = Filter.parse("amount.ge.1.5", {"amount"})
    assert condition == Filter("amount", Operator.AT_LEAST, "1.5")
    assert str(condition) == "amount.ge.1.5"
    assert str(Filter("name", Operator.EMPTY)) == "name.empty"
    assert Filter.parse("name.empty", {"name"}) == Filter("name", Operator.EMPTY)


@pytest.mark.parametrize("written", ["price.ge.1", "amount", "amount.like.1", ""])
def test_a_filter_on_an_unknown_field_or_operator_is_refused(written: str) -> None:
    with pytest.raises(BadList):
        Filter.parse(written, {"amount"})


def test_today_depends_on_where_the_company_is() -> None:
    clock = FixedClock(datetime(2026, 3, 12, 23, 30, tzinfo=UTC))
    assert clock.today("Europe/Madrid") == date(2026, 3, 13)
    assert clock.today("America/Mexico_City") == date(2026, 3, 12)
    assert SystemClock().now().tzinfo is UTC
