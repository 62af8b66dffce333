"""How far the data reach: the day for everybody, the import for those who may open it."""

from datetime import UTC, date, datetime

import pytest

from crm.accounts.company import Company
from crm.db import Actor, as_actor, as_import
from crm.kit.clock import FixedClock
from crm.sales.freshness import freshness
from crm.shell.slots import Freshness
from tests.builders import People, a_sale, an_import, sample_people
from tests.loaded import rebuild_facts

LAST = date(2026, 3, 10)


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        an_import(tx, first=date(2026, 3, 1), last=LAST)
        a_sale(tx, client=people.carla_client, amount="100", day=LAST)
        rebuild_facts(tx)
    return people


def _read(actor: Actor, today: date = date(2026, 3, 11)) -> Freshness:
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    with as_actor(actor) as tx:
        return freshness(tx, Company(), actor, FixedClock(noon))


def test_a_narrow_screen_gets_a_short_form_of_the_day(people: People) -> None:
    assert _read(people.bruno).short in {"Hasta el 10 mar", "Up to 10 Mar"}


def test_staff_open_the_import_that_brought_the_data(people: People) -> None:
    assert _read(people.bruno).href.startswith("/imports/")


def test_an_import_of_earlier_days_that_comes_later_did_not_bring_the_last_day(
    people: People,
) -> None:
    before = _read(people.bruno).href
    with as_import(0) as tx:
        an_import(tx, first=date(2025, 1, 1), last=date(2025, 12, 31))
    assert _read(people.bruno).href == before


def test_of_two_imports_that_reach_the_last_day_the_later_is_named(people: People) -> None:
    with as_import(0) as tx:
        again = an_import(tx, first=LAST, last=LAST)
    shown = _read(people.bruno)
    assert shown.href == f"/imports/{again.id}"
    assert shown.text.endswith(f"importación {again.id}")


def test_a_salesperson_reads_no_number_of_an_import_they_cannot_open(people: People) -> None:
    shown = _read(people.carla)
    assert shown.href == ""
    assert shown.text.endswith("2026")


def test_data_of_last_week_are_late_and_say_by_how_much(people: People) -> None:
    shown = _read(people.carla, date(2026, 3, 17))
    assert shown.is_late
    assert shown.missing == "faltan 4 días laborables"


def test_data_of_before_the_weekend_are_not_late_after_it(people: People) -> None:
    shown = _read(people.carla, date(2026, 3, 16))
    assert not shown.is_late
    assert shown.missing == ""
