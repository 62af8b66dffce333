"""Files that people take away: written as their spreadsheets read them, named by what they hold."""

from decimal import Decimal

import pytest

from crm.kit.files import PLAIN, CsvStyle, attachment, file_name

SPAIN = CsvStyle.of("es_ES", "EUR")
MEXICO = CsvStyle.of("es_MX", "MXN")


@pytest.mark.parametrize(
    ("style", "written"), [(SPAIN, "a;117,81\n"), (MEXICO, "a,117.81\n"), (PLAIN, "a,117.8100\n")]
)
def test_marks_are_those_of_the_region(style: CsvStyle, written: str) -> None:
    assert style.rows([["a", style.money(Decimal("117.8100"))]]) == written


def test_an_amount_has_the_decimals_of_its_currency_and_none_is_rounded_away() -> None:
    assert CsvStyle.of("ja_JP", "JPY").money(Decimal("117.0000")) == "117"
    assert CsvStyle.of("ar_KW", "KWD").money(Decimal("1.5")) == "1.500"
    assert SPAIN.money(Decimal("-0.1234")) == "-0,1234"
    assert SPAIN.money(None) == ""


def test_a_cell_with_the_delimiter_is_quoted() -> None:
    assert SPAIN.rows([["a;b", "c,d"]]) == '"a;b";c,d\n'


def test_a_name_is_one_that_any_disk_keeps() -> None:
    name = file_name("lineas-de-venta", "2026-03", "Vinos & Cía · Núria Soler")
    assert name == "lineas-de-venta-2026-03-vinos-cia-nuria-soler"


def test_a_name_is_never_too_long() -> None:
    assert len(file_name("x" * 300)) == 80


def test_a_name_in_any_letters_reaches_the_browser() -> None:
    assert attachment("ventas ñ.csv")["Content-Disposition"].endswith("ventas%20%C3%B1.csv")
