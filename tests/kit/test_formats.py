"""Figures and dates as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from crm.kit.formats import NOTHING, Formatter, knows_region
from crm.kit.money import round_money
from crm.kit.periods import Month

SPAIN = Formatter()
MEXICO = Formatter("es_MX", "es", "MXN")
ABROAD = Formatter("es_ES", "en", "EUR")


def plain(written: str) -> str:
    return written.replace("\N{NO-BREAK SPACE}", "_")


@pytest.mark.parametrize(
    ("formatter", "value", "written"),
    [
        (SPAIN, "1234.5", "1.234,50_€"),
        (SPAIN, "2.345", "2,35_€"),
        (SPAIN, "-2.345", "−2,35_€"),
        (SPAIN, "-0.001", "0,00_€"),
        (MEXICO, "1234.5", "$1,234.50"),
        (MEXICO, "-1234567.891", "−$1,234,567.89"),
        (Formatter("es_MX", "es", "USD"), "5", "USD_5.00"),
        (Formatter("es_ES", "es", "JPY"), "1234.5", "1.235_JPY"),
        (Formatter("en_IN", "en", "INR"), "1234567", "₹12,34,567.00"),
    ],
)
def test_money_is_written_as_in_the_companys_region(
    formatter: Formatter, value: str, written: str
) -> None:
    assert plain(formatter.money(Decimal(value))) == written


def test_lists_leave_the_cents_out_from_ten_thousand_on() -> None:
    assert plain(SPAIN.money_in_list(Decimal("9999.99"))) == "9.999,99_€"
    assert plain(SPAIN.money_in_list(Decimal("10000.50"))) == "10.001_€"


def test_cards_write_millions_short() -> None:
    assert plain(SPAIN.money_compact(Decimal("123456.7"))) == "123.457_€"
    assert plain(SPAIN.money_compact(Decimal(1234567))) == "1,2_M€"
    assert plain(SPAIN.money_compact(Decimal("999999.6"))) == "1,0_M€"
    assert plain(SPAIN.money_compact(Decimal(-2500000))) == "−2,5_M€"
    assert plain(MEXICO.money_compact(Decimal(1234567))) == "$1.2_M"
    assert plain(Formatter("es_ES", "es", "JPY").money_compact(Decimal(1234567))) == "1,2_M_JPY"


def test_quantities_keep_the_decimals_they_have() -> None:
    assert SPAIN.quantity(Decimal("12.5000")) == "12,5"
    assert SPAIN.quantity(1000) == "1.000"
    assert SPAIN.quantity(Decimal("0.00005")) == "0,0001"
    assert SPAIN.number(Decimal("2.5")) == "3"


def test_ratios_become_percentages_only_here() -> None:
    assert plain(SPAIN.percent(Decimal("0.12345"))) == "12,3_%"
    assert plain(SPAIN.percent(Decimal("0.1235"), 0)) == "12_%"
    assert MEXICO.percent(Decimal("0.12345")) == "12.3%"
    assert plain(SPAIN.signed_percent(Decimal("-0.2305"))) == "−23,1_%"
    assert plain(SPAIN.signed_percent(Decimal("0.2"))) == "+20,0_%"


@pytest.mark.parametrize(
    ("share", "digits", "written"),
    [
        ("0.9967", 0, "99_%"),
        ("0.9967", 1, "99,7_%"),
        ("0.99999", 1, "99,9_%"),
        ("0.984", 0, "98_%"),
        ("1", 0, "100_%"),
        ("1.004", 0, "100_%"),
        ("-0.2", 0, "−20_%"),
    ],
)
def test_a_target_that_was_missed_never_reads_as_reached(
    share: str, digits: int, written: str
) -> None:
    assert plain(SPAIN.attained(Decimal(share), digits)) == written


def test_differences_of_percentages_are_points() -> None:
    assert plain(SPAIN.points(Decimal("0.012"))) == "+1,2_pp"
    assert plain(SPAIN.delta_points(Decimal("-0.009"))) == "▼_0,9_pp"


def test_a_change_has_an_arrow_unless_it_rounds_to_nothing() -> None:
    assert plain(SPAIN.delta(Decimal("0.042"))) == "▲_4,2_%"
    assert plain(SPAIN.delta(Decimal("-0.042"))) == "▼_4,2_%"
    assert plain(SPAIN.delta(Decimal("-0.0001"))) == "0,0_%"
    assert plain(SPAIN.signed_percent(Decimal("0.0001"))) == "0,0_%"
    assert plain(SPAIN.delta_money(Decimal(-1200))) == "▼_1.200_€"


def test_dates_follow_the_readers_language() -> None:
    day = date(2026, 9, 12)
    assert plain(SPAIN.date(day)) == "12_sept_2026"
    assert plain(ABROAD.date(day)) == "12_Sep_2026"
    assert plain(SPAIN.month(Month(2026, 3))) == "mar_2026"
    assert SPAIN.month_name(Month(2026, 3)) == "mar"
    assert SPAIN.month_title(Month(2026, 3)) == "marzo de 2026"
    assert ABROAD.month_title(Month(2026, 3)) == "March 2026"


def test_an_instant_is_shown_in_the_companys_zone() -> None:
    instant = datetime(2026, 3, 12, 23, 4, tzinfo=UTC)
    assert plain(SPAIN.date_time(instant, "Europe/Madrid")) == "13_mar_2026, 00:04"


def test_what_has_no_value_is_a_dash() -> None:
    written = {
        SPAIN.money(None),
        SPAIN.money_in_list(None),
        SPAIN.money_compact(None),
        SPAIN.number(None),
        SPAIN.quantity(None),
        SPAIN.percent(None),
        SPAIN.signed_percent(None),
        SPAIN.points(None),
        SPAIN.delta(None),
        SPAIN.date(None),
        SPAIN.month(None),
        SPAIN.date_time(None, "UTC"),
    }
    assert written == {NOTHING}


@pytest.mark.parametrize("region", ["es_ES", "es_MX", "es_AR", "es_CL", "en_US", "en_IN", "de_CH"])
@given(value=st.decimals(0, 10**12, places=4))
def test_our_quick_digits_are_those_of_babel(region: str, value: Decimal) -> None:
    rounded = round_money(value, 2)
    theirs = format_decimal(rounded, "#,##0.00", locale=region) if region != "en_IN" else None
    expected = theirs or format_decimal(rounded, "#,##,##0.00", locale=region)
    assert Formatter(region, "es", "EUR").number(value, 2) == expected


@pytest.mark.parametrize(
    ("region", "currency"),
    [("es_ES", "EUR"), ("es_MX", "MXN"), ("en_US", "USD"), ("de_CH", "CHF"), ("es_MX", "USD")],
)
def test_money_stands_beside_its_currency_as_babel_puts_it(region: str, currency: str) -> None:
    theirs = format_currency(Decimal("1234567.5"), currency, locale=region)
    ours = Formatter(region, "es", currency).money(Decimal("1234567.5"))
    assert ours.replace("\N{NO-BREAK SPACE}", "") == theirs.replace("\N{NO-BREAK SPACE}", "")


def test_a_region_is_a_language_in_a_country() -> None:
    assert knows_region("es_ES")
    assert not knows_region("es")
    assert not knows_region("xx_YY")
    assert not knows_region("nonsense-")
