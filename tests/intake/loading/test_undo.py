"""Undoing one import restores exactly what was."""

from dataclasses import replace
from decimal import Decimal

import pytest

from crm.intake.service import WrongState, undo
from crm.kit.errors import NotAllowed, NotFound
from tests.builders import sample_people
from tests.intake.loading.sending import (
    NORTHWIND,
    Line,
    batch,
    everything,
    rows,
    sales,
    send,
    take_back,
    value,
)

pytestmark = pytest.mark.usefixtures("database")

FIRST = Line(doc="F1", amount="100.00")
SECOND = Line(doc="F2", amount="50.00", client="C2", product="P2", seller="V2")


def test_undoing_the_only_import_leaves_nothing() -> None:
    before = everything()
    first = send(NORTHWIND / "sales_1996.csv")
    take_back(first.id)
    assert everything() == before


def test_undoing_a_correction_restores_the_whole_database() -> None:
    send(sales(FIRST, SECOND))
    before = everything()
    again = send(sales(replace(FIRST, client="C9", day="2026-05-01", amount="1"), Line(doc="F3")))
    done = take_back(again.id)
    assert everything() == before
    assert (done.lines_removed, done.lines_restored) == (1, 1)


def test_undoing_an_import_under_a_correction_keeps_the_correction() -> None:
    first = send(sales(FIRST, SECOND))
    second = send(sales(replace(FIRST, amount="80.00")))
    take_back(first.id)
    assert rows("SELECT doc_no, amount FROM sale_line") == [("F1", Decimal(80))]
    take_back(second.id)
    assert rows("SELECT * FROM sale_line") == []


def test_undoing_the_middle_of_three_hands_the_first_to_the_last() -> None:
    send(sales(FIRST))
    second = send(sales(replace(FIRST, amount="80.00")))
    third = send(sales(replace(FIRST, amount="60.00")))
    take_back(second.id)
    take_back(third.id)
    assert rows("SELECT doc_no, amount FROM sale_line") == [("F1", Decimal(100))]


def test_a_line_that_a_later_file_repeats_stays() -> None:
    first = send(sales(FIRST, SECOND))
    send(sales(FIRST))
    take_back(first.id)
    assert rows("SELECT doc_no, amount FROM sale_line") == [("F1", Decimal(100))]


def test_a_client_that_others_use_stays_and_is_named() -> None:
    first = send(sales(FIRST))
    second = send(sales(replace(FIRST, doc="F7")))
    assert take_back(first.id).kept["client"] == ["C1"]
    take_back(second.id)
    assert rows("SELECT code FROM client") == []


def test_a_seller_linked_to_a_person_stays() -> None:
    first = send(sales(FIRST))
    people = sample_people()
    with_link = "UPDATE seller SET user_id = :user WHERE code = 'V1' RETURNING id"
    rows(with_link, user=people.carla.user_id)
    assert take_back(first.id).kept["seller"] == ["V1"]


def test_an_import_is_undone_once() -> None:
    first = send(sales(FIRST))
    take_back(first.id)
    with pytest.raises(WrongState):
        take_back(first.id)
    assert batch(first.id).state == "undone"


def test_an_unknown_import_is_not_found() -> None:
    with pytest.raises(NotFound):
        take_back(77)


def test_a_salesperson_may_not_undo() -> None:
    first = send(sales(FIRST))
    people = sample_people()
    with pytest.raises(NotAllowed):
        undo(people.carla, first.id)


def test_undoing_leaves_an_entry_in_the_audit() -> None:
    first = send(sales(FIRST))
    take_back(first.id)
    assert (
        value(
            "SELECT count(*) FROM audit_event WHERE verb = 'undo' AND subject_id = :id", id=first.id
        )
        == 1
    )
