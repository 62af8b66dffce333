"""An address that names no year or family of ours shows what the data suggest."""

import pytest

from crm.goals.state.reading import Asked, asked_of


@pytest.mark.parametrize("year", ["", "x", "-1", "1", "\N{SUPERSCRIPT TWO}", "99999", "9" * 40])
def test_what_is_no_year_is_not_asked_for(year: str) -> None:
    assert asked_of({"year": year, "family": "\N{SUPERSCRIPT TWO}"}) == Asked(None, None)


def test_a_year_and_a_family_are() -> None:
    assert asked_of({"year": "2026", "family": "7"}) == Asked(2026, 7)
