"""Who is credited: the line's seller, else the client's owner at the document's date."""

import pytest

from tests.intake.loading.sending import (
    Line,
    everything,
    facts_differences,
    rows,
    sales,
    send,
    table,
    take_back,
    value,
)

pytestmark = pytest.mark.usefixtures("database")

CREDITED = (
    "SELECT l.doc_no, s.code FROM sale_line l LEFT JOIN seller s ON s.id = l.credited_id ORDER BY 1"
)


def owned(client: str, seller: str) -> bytes:
    header = ("Código", "Razón social", "Cód. vendedor")
    return table(header, [(client, "Almazara", seller)])


def own_from(day: str) -> dict[str, object]:
    columns = {"Código": "code", "Razón social": "name", "Cód. vendedor": "seller_code"}
    return {"kind": "clients", "columns": columns, "period_to": day}


def test_a_line_without_seller_and_owner_is_unassigned() -> None:
    send(sales(Line(seller=None)))
    assert rows(CREDITED) == [("F1", None)]
    assert value("SELECT seller_id FROM month_fact") == 0


def test_the_first_owner_is_credited_with_the_past() -> None:
    send(sales(Line(seller=None)))
    send(owned("C1", "V9"), "clientes.csv")
    assert rows(CREDITED) == [("F1", "V9")]
    assert facts_differences() == []


def test_the_seller_of_the_line_comes_before_the_owner() -> None:
    send(owned("C1", "V9"), "clientes.csv")
    send(sales(Line(seller="V1"), Line(doc="F2", seller=None)))
    assert rows(CREDITED) == [("F1", "V1"), ("F2", "V9")]


def test_a_new_owner_is_credited_from_the_declared_day_on() -> None:
    send(owned("C1", "V1"), "clientes.csv")
    send(sales(Line(doc="F1", seller=None), Line(doc="F2", seller=None, day="2026-05-10")))
    send(owned("C1", "V2"), "clientes.csv", own_from("2026-05-01"))
    assert rows(CREDITED) == [("F1", "V1"), ("F2", "V2")]
    assert facts_differences() == []


def test_without_a_day_a_new_owner_takes_no_history() -> None:
    send(owned("C1", "V1"), "clientes.csv")
    send(sales(Line(doc="F1", seller=None)))
    send(owned("C1", "V2"), "clientes.csv")
    send(sales(Line(doc="F2", seller=None, day="2026-03-11")))
    assert rows(CREDITED) == [("F1", "V1"), ("F2", "V2")]


def test_facts_stand_under_the_owner_of_today() -> None:
    send(owned("C1", "V1"), "clientes.csv")
    send(sales(Line(seller=None)))
    send(owned("C1", "V2"), "clientes.csv")
    found = rows(
        "SELECT credited.code, own.code FROM month_fact m"
        " JOIN seller credited ON credited.id = m.seller_id"
        " JOIN seller own ON own.id = m.owner_id"
    )
    assert found == [("V1", "V2")]
    assert value("SELECT s.code FROM client c JOIN seller s ON s.id = c.owner_id") == "V2"


def test_undoing_a_change_of_owner_restores_history_and_credit() -> None:
    send(owned("C1", "V1"), "clientes.csv")
    send(sales(Line(doc="F1", seller=None), Line(doc="F2", seller=None, day="2026-05-10")))
    before = everything()
    changed = send(owned("C1", "V2"), "clientes.csv", own_from("2026-05-01"))
    take_back(changed.id)
    assert everything() == before


def test_undoing_the_first_of_two_changes_keeps_the_second() -> None:
    send(owned("C1", "V1"), "clientes.csv")
    send(sales(Line(doc="F1", seller=None), Line(doc="F2", seller=None, day="2026-05-10")))
    april = send(owned("C1", "V2"), "clientes.csv", own_from("2026-04-01"))
    send(owned("C1", "V3"), "clientes.csv", own_from("2026-05-01"))
    take_back(april.id)
    assert rows(CREDITED) == [("F1", "V1"), ("F2", "V3")]
    assert facts_differences() == []
