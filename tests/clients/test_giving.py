"""Clients that are nobody's go to who sells most to each: seen before, dated, and taken back."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from crm.accounts.gate import acting
from crm.clients.queries import ClientFilter, clients
from crm.clients.seller_queries import sellers
from crm.clients.service import (
    BadOwner,
    NothingToGive,
    StaffOnly,
    give_unowned_clients,
    propose_owners,
    take_owners_back,
)
from crm.clients.state import SellersState
from crm.clients.state.sellers_shown import show_seller
from crm.db import as_actor, as_import
from crm.kit.formats import Formatter
from crm.sales.queries import lines, lines_total
from crm.sales.scope import SaleScope
from tests.builders import People, a_client, a_code_of, a_sale, a_seller, sample_people
from tests.loaded import rebuild_facts

TODAY = date(2026, 4, 1)


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    """Three clients of nobody: Carla sells most to one by two codes, nobody sells to the last."""
    people = sample_people()
    with as_import(0) as tx:
        second = a_code_of(tx, people.carla)
        mixed = a_client(tx, name="Mixto")
        for seller, amount in (
            (people.carla_seller, "30"),
            (second, "40"),
            (people.dario_seller, "60"),
        ):
            a_sale(tx, client=mixed, credited=seller, amount=amount)
        a_sale(tx, client=a_client(tx, name="De Dario"), credited=people.dario_seller)
        a_sale(tx, client=people.carla_client, credited=people.dario_seller, amount="999")
        a_client(tx, name="Nunca")
        rebuild_facts(tx)
    return people


def _owners(people: People) -> dict[str, str]:
    with as_actor(people.bruno) as tx:
        return {one.name: one.owner_name for one in clients(tx, ClientFilter()).rows}


def test_each_goes_to_who_sells_most_and_the_rest_stay_as_they_are(people: People) -> None:
    given = give_unowned_clients(people.bruno, TODAY, today=TODAY)
    assert given.clients == 2
    assert _owners(people) == {
        "Almazara Carla": "Carla",
        "Bodega Dario": "Dario",
        "De Dario": "Dario",
        "Mixto": "Carla",
        "Nunca": "",
    }


def test_the_proposal_says_what_will_be_done(people: People) -> None:
    with as_actor(people.bruno) as tx:
        proposal = propose_owners(tx)
    got = sorted(proposal.seller_by_client.values())
    assert got == sorted([people.carla_seller.id, people.dario_seller.id])
    assert proposal.left == 1


def test_one_undo_takes_all_of_them_back(people: People) -> None:
    before = _owners(people)
    given = give_unowned_clients(people.bruno, TODAY, today=TODAY)
    assert take_owners_back(people.bruno, given.act_id) == 2
    assert _owners(people) == before


def test_the_act_is_on_record_with_its_day(people: People) -> None:
    given = give_unowned_clients(people.bruno, date(2026, 3, 2), today=TODAY)
    with as_actor(people.bruno) as tx:
        verb, actor_id, detail = tx.execute(
            text("SELECT verb, actor_id, detail FROM audit_event WHERE id = :id"),
            {"id": given.act_id},
        ).one()
    assert (verb, actor_id, detail["since"]) == (
        "assign_owners",
        people.bruno.user_id,
        "2026-03-02",
    )
    assert len(detail["sellers"]) == 2


def test_there_may_be_nothing_to_give(people: People) -> None:
    give_unowned_clients(people.bruno, TODAY, today=TODAY)
    with pytest.raises(NothingToGive):
        give_unowned_clients(people.bruno, TODAY, today=TODAY)


def test_it_does_not_begin_in_the_future(people: People) -> None:
    with pytest.raises(BadOwner):
        give_unowned_clients(people.bruno, date(2026, 4, 2), today=TODAY)


def test_a_salesperson_gives_nothing(people: People) -> None:
    with pytest.raises(StaffOnly):
        give_unowned_clients(people.carla, TODAY, today=TODAY)


def test_the_page_says_who_gets_how_many_before_and_offers_undo_after(people: People) -> None:
    page: Any = SellersState()  # pyright: ignore[reportCallIssue] - Reflex fills the fields itself
    with acting(people.bruno):
        asyncio.run(page.open_sellers())
        assert page.without_owner.startswith("3 ")
        asyncio.run(page.open_giving())
        assert [one.name for one in page.giving.people] == ["Carla", "Dario"]
        asyncio.run(page.give_clients({"since": page.giving.today}))
        assert not page.giving_open
        assert page.without_owner.startswith("1 ")
        asyncio.run(page.undo_giving(page.toasts[-1].undo))
        assert page.without_owner.startswith("3 ")


def test_a_sellers_amount_opens_exactly_its_lines(people: People) -> None:
    form = Formatter(language="es")
    with as_actor(people.bruno) as tx:
        for one in sellers(tx):
            scope = SaleScope.parse(show_seller(one, form).href.partition("lines=")[2])
            assert lines_total(tx, scope).amount == one.amount


def test_a_code_without_sales_opens_nothing(people: People) -> None:
    with as_import(0) as tx:
        eva = a_seller(tx, name="Eva")
    with as_actor(people.bruno) as tx:
        row = next(one for one in sellers(tx) if one.id == eva.id)
    assert show_seller(row, Formatter()).href == ""


def test_a_line_tells_whether_its_client_is_anothers_or_nobodys(people: People) -> None:
    with as_actor(people.dario) as tx:
        rows = lines(tx, SaleScope()).rows
    told = {row.amount: row.has_owner for row in rows if not row.client_name}
    assert told == {60: False, 100: False, 999: True}
