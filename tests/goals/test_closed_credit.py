"""A closed month keeps whom its lines are credited to; a reopened one is as any open month."""

from collections.abc import Iterable
from datetime import date

import pytest

from crm.clients.models import Seller
from crm.clients.service import assign_owner
from crm.db import as_actor
from crm.goals.service import close_month, reopen_month
from crm.kit.periods import Month
from tests.builders import People, sample_people
from tests.intake.loading.sending import (
    Line,
    everything,
    facts_differences,
    rows,
    sales,
    send,
    table,
    take_back,
)
from tests.intake.loading.test_replacing_a_period import MARCH

FEB = Month(2026, 2)
CLIENTS = ("Cód. cliente", "Cliente", "Vendedor")
APPEND = {**MARCH, "policy": "append"}
REPLACE_FEB = {
    **MARCH,
    "policy": "replace_period",
    "period_from": "2026-02-01",
    "period_to": "2026-02-28",
    "removal_confirmed": True,
}


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    """F1 of February and M1 of March, of Carla's client and without a salesperson."""
    people = sample_people()
    send(sales(_line(people), _line(people, "M1", "2026-03-10")))
    return people


def _line(people: People, doc: str = "F1", day: str = "2026-02-10", amount: str = "100.00") -> Line:
    return Line(doc=doc, day=day, client=people.carla_client.code, seller=None, amount=amount)


def _close(people: People) -> None:
    with as_actor(people.bruno) as tx:
        close_month(tx, people.bruno, FEB)


def _reopen(people: People) -> None:
    with as_actor(people.bruno) as tx:
        reopen_month(tx, people.bruno, FEB, "the owner was wrong")


def _hand(people: People, seller: Seller) -> None:
    client, since = people.carla_client.id, date(2026, 1, 1)
    assign_owner(people.bruno, client, seller.id, since, today=date(2026, 3, 31))


def _credited() -> dict[str, int | None]:
    assert facts_differences() == []
    return dict(rows("SELECT doc_no, credited_id FROM sale_line"))


def _correct(people: People) -> Iterable[bytes]:
    """Files that change F1 in the month it is of, its client and seller as they are."""
    yield sales(_line(people, amount="90.00"))
    yield sales(_line(people, day="2026-02-27"))


def test_a_corrected_line_of_a_closed_month_is_credited_as_before(people: People) -> None:
    carla, dario = people.carla_seller.id, people.dario_seller.id
    _close(people)
    _hand(people, people.dario_seller)
    before = everything()
    for content in _correct(people):
        sent = send(content)
        assert _credited() == {"F1": carla, "M1": dario}
        take_back(sent.id)
        assert everything() == before


def test_a_line_of_a_closed_month_that_changes_hands_in_the_file_follows_it(people: People) -> None:
    carla, dario = people.carla_seller, people.dario_seller
    _close(people)
    before = everything()
    sent = send(sales(Line(day="2026-02-10", client=people.carla_client.code, seller=dario.code)))
    assert _credited()["F1"] == dario.id
    take_back(sent.id)
    assert _credited()["F1"] == carla.id
    sent = send(sales(Line(day="2026-02-10", client=people.dario_client.code, seller=None)))
    assert _credited()["F1"] == dario.id
    take_back(sent.id)
    assert everything() == before


def test_a_line_that_leaves_a_closed_month_and_is_there_again_is_credited_as_before(
    people: People,
) -> None:
    send(sales(_line(people, "F2")))
    _close(people)
    _hand(people, people.dario_seller)
    before = everything()
    gone = send(sales(_line(people, "F2"), _line(people, "F0")), mapping=REPLACE_FEB)
    assert "F1" not in _credited()
    back = send(sales(_line(people), _line(people, "F3")), mapping=APPEND)
    # F3 comes late: it is the owner's as is known by now.
    expected = {"F1": people.carla_seller.id, "F3": people.dario_seller.id}
    assert expected.items() <= _credited().items()
    take_back(back.id)
    take_back(gone.id)
    assert everything() == before


@pytest.mark.parametrize("is_removed", [True, False])
def test_what_an_import_replaced_goes_to_a_new_owner_with_the_other_lines(
    people: People, *, is_removed: bool
) -> None:
    """Undone after the closing, it is there as if it had never been away."""
    if is_removed:
        sent = send(sales(_line(people, "F2")), mapping=REPLACE_FEB)
    else:
        sent = send(sales(Line(day="2026-02-10", client=people.dario_client.code, seller=None)))
    _hand(people, people.dario_seller)
    _close(people)
    _hand(people, people.carla_seller)
    take_back(sent.id)
    assert _credited() == {"F1": people.dario_seller.id, "M1": people.carla_seller.id}


def test_a_reopened_month_is_credited_to_who_is_known_to_have_owned_the_client(
    people: People,
) -> None:
    _close(people)
    _hand(people, people.dario_seller)
    assert _credited()["F1"] == people.carla_seller.id
    _reopen(people)
    assert _credited()["F1"] == people.dario_seller.id


def test_an_owner_who_came_after_the_closing_is_credited_once_the_month_is_reopened(
    people: People,
) -> None:
    send(sales(Line(doc="K1", day="2026-02-11", client="K9", seller=None)))
    _close(people)
    send(table(CLIENTS, [("K9", "Nueve", people.carla_seller.code)]), "clientes.csv")
    assert _credited()["K1"] is None
    _reopen(people)
    assert _credited()["K1"] == people.carla_seller.id


def test_what_was_replaced_in_a_reopened_month_is_credited_with_it(people: People) -> None:
    sent = send(sales(_line(people, amount="90.00")))
    _close(people)
    _hand(people, people.dario_seller)
    _reopen(people)
    _close(people)
    _hand(people, people.carla_seller)
    take_back(sent.id)
    assert _credited()["F1"] == people.dario_seller.id


def test_who_is_credited_in_a_closed_month_stays_known(people: People) -> None:
    """Also where nothing but what an import replaced there still names them."""
    _close(people)
    owned = send(table(CLIENTS, [("K9", "Nueve", "V9")]), "clientes.csv")
    send(sales(Line(doc="K1", day="2026-02-11", client="K9", seller=None)))
    corrected = send(sales(Line(doc="K1", day="2026-02-11", client="K9", seller="V2")))
    assert take_back(owned.id).kept["seller"] == ["V9"]
    take_back(corrected.id)
    assert rows("SELECT code FROM seller JOIN sale_line ON id = credited_id WHERE doc_no = 'K1'")
