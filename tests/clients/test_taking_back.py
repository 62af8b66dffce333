"""A change of owners is taken back as if it had never been, once, and no other with it."""

import asyncio
from datetime import date
from typing import Any

import pytest
from reflex.istate.data import RouterData
from sqlalchemy import text

from crm.accounts.gate import acting
from crm.clients.service import OwnersMoved, StaffOnly, assign_owner, take_owners_back
from crm.clients.state import ClientState
from crm.db import as_import
from crm.sales.facts import check_months
from tests.builders import People, a_sale, a_seller, sample_people
from tests.loaded import rebuild_facts

TODAY = date(2026, 4, 1)
MONTHS = [date(2026, 1, 1), date(2026, 3, 1)]


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        for month in MONTHS:
            a_sale(tx, client=people.carla_client, day=month)
        rebuild_facts(tx)
    return people


def _stored(people: People) -> list[Any]:
    """Owner, times of owners and credit of Carla's client."""
    with as_import(0) as tx:
        check_months(tx, MONTHS)
        return [
            sorted(tx.execute(text(statement), {"id": people.carla_client.id}))
            for statement in (
                "SELECT owner_id FROM client WHERE id = :id",
                "SELECT seller_id, from_date, until_date FROM client_owner WHERE client_id = :id",
                "SELECT date, credited_id FROM sale_line WHERE client_id = :id",
            )
        ]


def _give(people: People, day: date) -> int:
    client, seller = people.carla_client.id, people.dario_seller.id
    return assign_owner(people.bruno, client, seller, day, today=TODAY)


@pytest.mark.parametrize("day", [date(2026, 2, 1), date(2020, 1, 1), date(2019, 1, 1)])
def test_all_is_as_it_was(people: People, day: date) -> None:
    _give(people, date(2026, 3, 1))
    before = _stored(people)
    act = _give(people, day)
    assert _stored(people) != before
    assert take_owners_back(people.bruno, act) == 1
    assert _stored(people) == before


def test_a_client_without_anybody_is_again_without(people: People) -> None:
    with as_import(0) as tx:
        tx.execute(text("DELETE FROM client_owner"))
        tx.execute(text("UPDATE client SET owner_id = NULL"))
    take_owners_back(people.bruno, _give(people, TODAY))
    assert _stored(people)[:2] == [[(None,)], []]


def test_a_change_is_taken_back_once(people: People) -> None:
    act = _give(people, TODAY)
    take_owners_back(people.bruno, act)
    _give(people, TODAY)
    with pytest.raises(OwnersMoved):
        take_owners_back(people.bruno, act)


def test_a_client_handed_on_since_is_left_alone(people: People) -> None:
    act = _give(people, date(2026, 2, 1))
    with as_import(0) as tx:
        eva = a_seller(tx, name="Eva")
    assign_owner(people.bruno, people.carla_client.id, eva.id, TODAY, today=TODAY)
    before = _stored(people)
    with pytest.raises(OwnersMoved):
        take_owners_back(people.bruno, act)
    assert _stored(people) == before


def test_a_salesperson_takes_nothing_back(people: People) -> None:
    act = _give(people, TODAY)
    with pytest.raises(StaffOnly):
        take_owners_back(people.carla, act)


def test_the_choice_starts_on_who_has_the_client_and_a_notice_takes_the_change_back(
    people: People,
) -> None:
    page: Any = ClientState()  # pyright: ignore[reportCallIssue] - Reflex fills the fields itself
    address = f"/clients/{people.carla_client.id}"
    page.router = RouterData.from_router_data({"pathname": address, "asPath": address})
    with acting(people.bruno):
        asyncio.run(page.open_client())
        page.open_owner()
        assert page.owner_chosen == page.owner_now == str(people.carla_seller.id)
        chosen = {"seller": str(people.dario_seller.id), "since": page.today}
        asyncio.run(page.save_owner(chosen))
        assert page.shown.owner == "Dario"
        asyncio.run(page.undo_owner(page.toasts[-1].undo))
    assert page.shown.owner == "Carla"
    assert [one.undo for one in page.toasts] == [""]
