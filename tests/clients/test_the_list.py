"""The list of clients on its page: the order in force and the ones to choose from."""

import asyncio
from typing import Any

import pytest
from reflex.istate.data import RouterData

from crm.accounts.gate import acting
from crm.clients.state import ClientsState
from crm.clients.state import clients as page
from crm.db import Actor
from crm.kit.listing import Sort
from tests.builders import sample_people


def _orders(address: dict[str, str]) -> dict[str, str]:
    asked = page.asked_of(address)
    return {one.label: one.value for one in page.orders_of(asked, "en")}


def test_who_buys_most_comes_first_until_somebody_sorts() -> None:
    assert page.asked_of({}).sort == Sort("amount", descending=True)


def test_an_order_can_be_chosen_where_there_are_no_column_heads() -> None:
    orders = _orders({"owner": "3"})
    assert orders["Who buys most"] == "/clients?owner=3"
    assert orders["By name, A–Z"] == "/clients?owner=3&sort=name"


def test_an_order_turned_round_is_among_the_choices() -> None:
    assert "/clients?sort=-name" in _orders({"sort": "-name"}).values()


def test_choosing_an_order_begins_at_the_first_page() -> None:
    assert "page" not in "".join(_orders({"page": "abc~def"}).values())


def _heads(actor: Actor) -> list[str]:
    shown: Any = ClientsState()  # pyright: ignore[reportCallIssue] - Reflex fills the fields itself
    shown.router = RouterData.from_router_data({"pathname": "/clients", "asPath": "/clients"})
    shown.role, shown.locale = actor.role, "en"
    with acting(actor):
        asyncio.run(shown.open_clients())
    assert {len(row.cells) for row in shown.rows} == {len(shown.columns)}
    return [column.label for column in shown.columns]


@pytest.mark.usefixtures("database")
def test_a_salesperson_is_not_told_whose_the_own_clients_are() -> None:
    people = sample_people()
    assert "Responsible" in _heads(people.bruno)
    assert "Responsible" not in _heads(people.carla)


@pytest.mark.usefixtures("database")
def test_every_column_of_the_list_sorts() -> None:
    people = sample_people()
    shown: Any = ClientsState()  # pyright: ignore[reportCallIssue] - Reflex fills the fields itself
    shown.router = RouterData.from_router_data({"pathname": "/clients", "asPath": "/clients"})
    with acting(people.bruno):
        asyncio.run(shown.open_clients())
    assert all(column.sort_href for column in shown.columns)
