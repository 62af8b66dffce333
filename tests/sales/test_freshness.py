"""How far the data reach: the day for everybody, the import for those who may open it."""

from datetime import date

import pytest

from crm.accounts.company import Company
from crm.db import Actor, as_actor, as_import
from crm.sales.freshness import freshness
from crm.shell.slots import Freshness
from tests.builders import People, a_sale, an_import, sample_people
from tests.loaded import rebuild_facts


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        an_import(tx)
        a_sale(tx, client=people.carla_client, amount="100", day=date(2026, 3, 10))
        rebuild_facts(tx)
    return people


def _read(actor: Actor) -> Freshness:
    with as_actor(actor) as tx:
        return freshness(tx, Company(), actor)


def test_a_narrow_screen_gets_a_short_form_of_the_day(people: People) -> None:
    assert _read(people.bruno).short in {"Hasta el 10 mar", "Up to 10 Mar"}


def test_staff_open_the_import_that_brought_the_data(people: People) -> None:
    assert _read(people.bruno).href.startswith("/imports/")


def test_a_salesperson_reads_no_number_of_an_import_they_cannot_open(people: People) -> None:
    shown = _read(people.carla)
    assert shown.href == ""
    assert shown.text.endswith("2026")
