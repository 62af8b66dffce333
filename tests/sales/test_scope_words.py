"""The panel of lines says of what they are, also to whom the address was sent."""

from datetime import date

import pytest

from crm.db import Actor, as_actor, as_import
from crm.kit.formats import Formatter
from crm.kit.periods import Month
from crm.sales.scope import SaleScope, of_days, of_month
from crm.sales.scope_words import scope_words
from tests.builders import People, a_code_of, sample_people

FORM = Formatter(language="en")


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    return sample_people()


def _words(actor: Actor, scope: SaleScope) -> str:
    with as_actor(actor) as tx:
        return scope_words(tx, scope, FORM).replace("\u00a0", " ")


def test_a_month_of_a_person_is_named(people: People) -> None:
    scope = of_month(Month(2026, 3), responsible_id=people.carla_seller.id)
    assert _words(people.bruno, scope) == "Mar 2026 · Carla"


def test_any_code_of_a_user_is_named_by_the_user(people: People) -> None:
    with as_import(0) as tx:
        second = a_code_of(tx, people.carla)
    assert _words(people.bruno, SaleScope(responsible_id=second.id)) == "Carla"


def test_days_of_a_client_are_named(people: People) -> None:
    scope = of_days(date(2026, 3, 2), date(2026, 3, 9), client_id=people.carla_client.id)
    assert _words(people.bruno, scope) == "2 Mar 2026 – 9 Mar 2026 · Almazara Carla"


def test_an_import_is_named_by_its_number(people: People) -> None:
    assert _words(people.bruno, SaleScope(import_id=23)) == "Import 23"


def test_sales_of_nobody_and_of_no_family_say_so(people: People) -> None:
    assert _words(people.bruno, SaleScope(family_id=0, responsible_id=0)).count(" · ") == 1


def test_an_address_tells_a_salesperson_no_name_of_anothers_client(people: People) -> None:
    assert _words(people.dario, SaleScope(client_id=people.carla_client.id)) == ""
