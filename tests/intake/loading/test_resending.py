"""The same file twice, corrected files, and lines that moved."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import text

from crm.db import as_actor
from tests.intake.loading.sending import (
    NORTHWIND,
    Line,
    amount_of,
    an_administrator,
    everything,
    facts_differences,
    rows,
    sales,
    send,
    take_back,
    value,
)

pytestmark = pytest.mark.usefixtures("database")

RECORDS = {"import_change", "import_confirmed"}
FIRST = Line(doc="F1", amount="100.00")
SECOND = Line(doc="F2", amount="50.00")
SENT = ([FIRST], [FIRST, SECOND], [SECOND, FIRST])


def test_the_same_file_twice_changes_nothing() -> None:
    first = send(NORTHWIND / "sales_1996.csv")
    before = everything()
    second = send(NORTHWIND / "sales_1996.csv")
    assert (second.outcome, second.duplicate_of) == ("duplicate", first.id)
    assert everything() == before


def test_the_same_lines_in_another_file_change_no_figure() -> None:
    send(sales(FIRST, SECOND))
    before = everything()
    again = send(sales(SECOND, FIRST))
    assert (again.new_lines, again.replaced_lines, again.unchanged_lines) == (0, 0, 2)
    kept = {name: found for name, found in everything().items() if name not in RECORDS}
    assert kept == {name: found for name, found in before.items() if name not in RECORDS}


def test_a_whole_history_sent_again_takes_hardly_any_room() -> None:
    history = [Line(doc=f"F{number}") for number in range(300)]
    first = send(sales(*history))
    again = send(sales(*reversed(history)))
    assert rows("SELECT import_id, holder_id, cardinality(keys) FROM import_confirmed") == [
        (again.id, first.id, 300)
    ]
    assert value("SELECT count(*) FROM import_change WHERE subject = 'line'") == 0


def test_what_was_sent_again_stays_when_its_first_import_goes_and_goes_with_the_last() -> None:
    first, second, third = (send(sales(*lines)) for lines in SENT)
    take_back(first.id)
    assert rows("SELECT doc_no, import_id FROM sale_line ORDER BY 1") == [
        ("F1", second.id),
        ("F2", second.id),
    ]
    take_back(second.id)
    assert rows("SELECT DISTINCT import_id FROM sale_line") == [(third.id,)]
    take_back(third.id)
    assert {name: found for name, found in everything().items() if found} == {}


def test_a_corrected_amount_replaces_the_line() -> None:
    send(sales(FIRST, SECOND))
    again = send(sales(replace(FIRST, amount="80.00"), SECOND))
    assert (again.new_lines, again.replaced_lines, again.unchanged_lines) == (0, 1, 1)
    assert amount_of("F1") == Decimal(80)


def test_a_line_whose_date_moved_leaves_its_old_month() -> None:
    send(sales(FIRST))
    send(sales(replace(FIRST, day="2026-04-02")))
    assert rows("SELECT month::text, amount FROM client_month") == [("2026-04-01", Decimal(100))]
    assert facts_differences() == []


def test_a_line_whose_client_changed_leaves_the_old_client() -> None:
    send(sales(FIRST))
    send(sales(replace(FIRST, client="C2")))
    found = rows("SELECT c.code, m.amount FROM client_month m JOIN client c ON c.id = m.client_id")
    assert found == [("C2", Decimal(100))]


def test_a_line_whose_product_and_family_changed_leaves_the_old_family() -> None:
    send(sales(FIRST))
    send(sales(replace(FIRST, product="P2", family="Vinos")))
    found = rows("SELECT f.name FROM month_fact m JOIN product_family f ON f.id = m.family_id")
    assert found == [("Vinos",)]


def test_a_file_that_was_undone_can_be_sent_again() -> None:
    first = send(sales(FIRST))
    take_back(first.id)
    again = send(sales(FIRST))
    assert (again.outcome, again.new_lines) == ("loaded", 1)


def test_the_original_is_kept_byte_by_byte() -> None:
    first = send(NORTHWIND / "ventas_1998.csv")
    kept = value(
        "SELECT string_agg(content, ''::bytea ORDER BY part) FROM import_file"
        " WHERE import_id = :id",
        id=first.id,
    )
    assert bytes(kept) == (NORTHWIND / "ventas_1998.csv").read_bytes()


def test_two_sources_may_use_the_same_document_numbers() -> None:
    send(sales(FIRST), mapping={"source": "madrid"})
    send(sales(replace(FIRST, amount="7.00")), mapping={"source": "sevilla"})
    assert amount_of("F1") == Decimal(107)


def test_months_before_and_after_are_told() -> None:
    send(sales(FIRST))
    again = send(sales(replace(FIRST, amount="80.00")))
    assert again.changes["months"] == [
        {"month": "2026-03", "before": "100.0000", "after": "80.0000"}
    ]


def test_lines_that_come_after_a_month_was_closed_are_taken_and_told() -> None:
    send(sales(Line(day="2026-02-10")))
    _close("2026-02-01")
    late = send(sales(Line(doc="F2", day="2026-02-11"), Line(doc="F3", day="2026-03-11")), "2.csv")
    assert [one.get("closed", False) for one in late.changes["months"]] == [True, False]
    assert late.accepted == 2


def _close(month: str) -> None:
    with as_actor(an_administrator()) as tx:
        tx.execute(text("INSERT INTO closed_month (month) VALUES (CAST(:m AS date))"), {"m": month})
