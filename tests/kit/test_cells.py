"""No cell of a file becomes a formula in a spreadsheet; numbers stay numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kit.cells import safe_cell

STARTS = tuple("=+-@\t\r\n＝＋－＠")
CELLS = st.text(st.sampled_from([*STARTS, *"019., \u00a0'aé|("]) | st.characters())


@pytest.mark.parametrize("cell", ["=1+1", "+a", "-x", "@x", "\tx", "\rx", "\nx", "-1+cmd", "＝1"])
def test_what_a_spreadsheet_would_compute_becomes_text(cell: str) -> None:
    assert safe_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "-12,50", "+3", "1.234,5", "-1 234,5", "a=1", "Ana", "'=1"])
def test_everything_else_stays_as_it_is(cell: str) -> None:
    assert safe_cell(cell) == cell


@given(CELLS)
def test_no_cell_starts_a_formula_unless_it_is_a_number(cell: str) -> None:
    written = safe_cell(cell)
    digits = written.lstrip("+-").translate(str.maketrans("", "", "., \u00a0\u202f"))
    assert not written.startswith(STARTS) or set(digits) <= set("0123456789")


@given(CELLS)
def test_a_cell_is_changed_by_an_apostrophe_or_not_at_all(cell: str) -> None:
    assert safe_cell(cell) in (cell, "'" + cell)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_a_number_is_never_touched(number: object) -> None:
    assert safe_cell(f"{number:f}") == f"{number:f}"
