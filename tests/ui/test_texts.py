"""Words reach the page in both languages and are missed before anyone sees a gap."""

import tomllib
from pathlib import Path

import pytest
import reflex as rx

import crm
from crm.kit.texts import MissingText
from crm.ui.texts import tr, tr_count

LOCALE = Path(crm.__file__).parent / "locale"


def test_both_wordings_are_compiled_in() -> None:
    script = str(tr("ui.undo"))
    assert "Deshacer" in script
    assert "Undo" in script


def test_a_parameter_is_filled_in_by_value() -> None:
    assert "a1b2" in str(tr("ui.error_id", id="a1b2"))


def test_a_parameter_is_filled_in_from_the_page() -> None:
    assert "some_var" in str(tr("ui.error_id", id=rx.Var("some_var", _var_type=str)))


def test_a_text_that_does_not_exist_stops_the_build() -> None:
    with pytest.raises(MissingText):
        tr("ui.no_such_text")


def test_a_parameter_that_was_not_given_stops_the_build() -> None:
    with pytest.raises(KeyError):
        tr("ui.error_id")


def test_a_count_without_both_wordings_stops_the_build() -> None:
    with pytest.raises(MissingText):
        tr_count("ui.undo", 2)


@pytest.mark.parametrize("room", ["ui", "shell"])
def test_both_languages_have_the_same_texts(room: str) -> None:
    spanish, english = (
        tomllib.loads((LOCALE / locale / f"{room}.toml").read_text("utf-8"))
        for locale in ("es", "en")
    )
    assert spanish.keys() == english.keys()
