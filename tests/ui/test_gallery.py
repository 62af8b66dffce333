"""Every component draws, with values and with values of the state."""

import pytest

from crm.gallery.page import gallery
from crm.shell.frame import framed
from crm.shell.navigation import PLACES


@pytest.fixture(scope="module")
def drawn() -> str:
    page = framed(gallery(), "shell.gallery", "/gallery", "sales", {one.route for one in PLACES})
    return str(page)


def test_the_whole_gallery_draws(drawn: str) -> None:
    assert "Gallery" in drawn


def test_the_language_choices_carry_their_test_names(drawn: str) -> None:
    assert "language-es" in drawn
    assert "language-en" in drawn


def test_there_is_one_account_menu_for_every_width(drawn: str) -> None:
    assert drawn.count("account-menu") == 1


def test_nothing_is_evaluated_in_the_browser(drawn: str) -> None:
    assert "eval(" not in drawn
