"""The twelve months that clients are told by."""

from datetime import date
from decimal import Decimal

import pytest

from crm.clients.rules import (
    Credited,
    are_emails,
    comparable_year,
    is_phone,
    last_twelve,
    sells_most,
)
from crm.kit.periods import Month, Period, WorkingCalendar, months_between
from crm.sales.history_rules import SalesHistory

EVERY_WEEKDAY = WorkingCalendar()


def _history(first_day: date, until: date, *missing: Month) -> SalesHistory:
    known = months_between(Month.of(first_day), Month.of(until))
    return SalesHistory(first_day, until, frozenset(known) - frozenset(missing))


@pytest.mark.parametrize(
    ("until", "first", "last"),
    [
        (date(2026, 6, 2), Month(2025, 6), Month(2026, 5)),
        (date(2026, 6, 29), Month(2025, 6), Month(2026, 5)),
        (date(2026, 6, 30), Month(2025, 7), Month(2026, 6)),
    ],
)
def test_they_end_with_the_last_complete_month(until: date, first: Month, last: Month) -> None:
    assert last_twelve(_history(date(2020, 1, 1), until)) == Period.of_months(first, last)


def test_a_history_of_its_first_days_is_told_by_the_month_under_way() -> None:
    found = last_twelve(_history(date(2026, 6, 8), date(2026, 6, 12)))
    assert found == Period.of_months(Month(2025, 7), Month(2026, 6))


@pytest.mark.parametrize(
    ("first_day", "missing", "is_known"),
    [
        (date(2024, 6, 3), (), True),
        (date(2024, 6, 4), (), False),
        (date(2025, 1, 1), (), False),
        (date(2020, 1, 1), (Month(2024, 11),), False),
        (date(2020, 1, 1), (Month(2025, 11),), True),
    ],
)
def test_they_compare_with_twelve_months_that_are_all_known(
    first_day: date, missing: tuple[Month, ...], *, is_known: bool
) -> None:
    history = _history(first_day, date(2026, 6, 2), *missing)
    found = comparable_year(history, last_twelve(history), EVERY_WEEKDAY)
    assert found == (Period.of_months(Month(2024, 6), Month(2025, 5)) if is_known else None)


@pytest.mark.parametrize("written", ["ana@bar.es", "a.b+c@mail.bar.co.uk", "a@b.es; c@d.es"])
def test_an_address_or_several_can_be_kept(written: str) -> None:
    assert are_emails(written)


@pytest.mark.parametrize(
    "written", ["no-es-correo", "ana@bar", "@bar.es", "ana @bar.es", "a@b.es;"]
)
def test_what_no_mail_reaches_is_no_address(written: str) -> None:
    assert not are_emails(written)


@pytest.mark.parametrize(
    ("written", "can_be_dialled"),
    [("961234567", True), ("+34 96 123 45 67 (Ana)", True), ("abc", False), ("12345", False)],
)
def test_a_telephone_has_digits_enough(written: str, *, can_be_dialled: bool) -> None:
    assert is_phone(written) is can_be_dialled


def _sold(responsible_id: int, code: str, amount: int, day: date | None) -> Credited:
    return Credited(responsible_id, code, Decimal(amount), day)


MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.mark.parametrize(
    ("credited", "chosen"),
    [
        ([_sold(1, "A", 60, MAY), _sold(2, "B", 40, JUNE)], 1),
        ([_sold(1, "A", 50, MAY), _sold(2, "B", 50, JUNE)], 2),
        ([_sold(1, "B", 50, MAY), _sold(2, "A", 50, MAY)], 2),
        ([_sold(1, "A", -5, None), _sold(2, "B", 1, MAY)], 2),
        ([_sold(1, "A", 0, MAY)], None),
        ([], None),
    ],
)
def test_most_sales_then_the_latest_then_the_lowest_code(
    credited: list[Credited], chosen: int | None
) -> None:
    assert sells_most(credited) == chosen
