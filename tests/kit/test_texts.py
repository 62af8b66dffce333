"""The catalogue speaks each language fully."""

import string

import pytest

from crm.kit.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, UserError
from crm.kit.texts import LOCALES, Locale, MissingText, catalogue, locale_named, plural, text
from crm.kit.undefined import Measured, Reason


def named(wording: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(wording) if name is not None}


def test_every_text_exists_in_every_language() -> None:
    spanish, english = (set(catalogue(locale)) for locale in LOCALES)
    assert spanish ^ english == set()


def test_a_text_names_the_same_things_in_every_language() -> None:
    spanish, english = (catalogue(locale) for locale in LOCALES)
    differing = {
        key for key in spanish.keys() & english.keys() if named(spanish[key]) != named(english[key])
    }
    assert differing == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_is_empty(locale: Locale) -> None:
    assert {key for key, wording in catalogue(locale).items() if not wording.strip()} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_plural_has_both_forms(locale: Locale) -> None:
    keys = catalogue(locale).keys()
    ones = {key.removesuffix(".one") for key in keys if key.endswith(".one")}
    others = {key.removesuffix(".other") for key in keys if key.endswith(".other")}
    assert ones == others


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reason_for_no_value_has_its_sentence(locale: Locale) -> None:
    assert all(text(locale, reason.key) for reason in Reason)


def test_an_unknown_key_a_missing_name_and_a_foreign_language_are_bugs() -> None:
    with pytest.raises(MissingText, match="no text"):
        text("es", "kit.no_such_text")
    with pytest.raises(MissingText, match="needs 'value'"):
        text("es", "kit.bad_month")
    with pytest.raises(MissingText, match="no text"):
        plural("es", "kit.bad_month", 2)
    with pytest.raises(MissingText, match="no catalogue"):
        locale_named("fr")
    assert locale_named("en") == "en"


def test_an_error_speaks_the_readers_language() -> None:
    error = UserError("kit.bad_month", value="2026-13", row=4)
    assert error.text("es") == "«2026-13» no es un mes. Escríbelo como 2026-11."
    assert error.text("en") == "“2026-13” is not a month. Write it as 2026-11."
    assert str(error) == "kit.bad_month {'value': '2026-13', 'row': 4}"


def test_each_kind_of_error_has_its_status() -> None:
    kinds = (UserError, NotSignedIn, NotAllowed, NotFound, Conflict, Invalid)
    assert [kind.status for kind in kinds] == [400, 401, 403, 404, 409, 422]


def test_a_figure_has_a_value_or_a_reason_and_never_both() -> None:
    assert Measured.undefined(Reason.PARTIAL).value is None
    with pytest.raises(ValueError, match="a value or a reason"):
        Measured(None)
