"""What a file does not say is asked; what was answered once is not asked again."""

from typing import Any

import pytest

from crm.db import as_actor
from crm.intake.service import WrongState, confirm_mapping
from crm.intake.work import finish
from tests.intake.loading.sending import CLOCK, an_administrator, batch, send, table, value

pytestmark = pytest.mark.usefixtures("database")

HEADER = ("Factura", "Fecha", "Cód. cliente", "Cantidad", "Lo que suma")


def odd(doc: str) -> bytes:
    return table(HEADER, [(doc, "2026-03-10", "C1", "1", "100,50")])


def answered(mapping: dict[str, Any] | None) -> dict[str, Any]:
    assert mapping is not None
    return {**mapping, "columns": {**mapping["columns"], "Lo que suma": "amount"}}


def test_a_file_without_a_known_amount_asks_and_loads_nothing() -> None:
    asked = send(odd("F1"))
    assert (asked.state, asked.outcome) == ("needs_mapping", "needs_mapping")
    assert asked.inspection
    assert [question["about"] for question in asked.inspection["questions"]] == ["amount"]
    assert value("SELECT count(*) FROM sale_line") == 0


def test_an_answer_loads_the_file() -> None:
    asked = send(odd("F1"))
    ana = an_administrator()
    with as_actor(ana) as tx:
        confirm_mapping(tx, ana, asked.id, answered(asked.mapping))
    finish(asked.id, CLOCK)
    assert batch(asked.id).outcome == "loaded"


def test_the_next_file_of_the_layout_loads_by_itself() -> None:
    asked = send(odd("F1"))
    send(odd("F1"), mapping=answered(asked.mapping))
    second = send(odd("F2"))
    assert (second.outcome, str(second.total_amount)) == ("loaded", "100.5000")
    assert value("SELECT uses FROM mapping_profile") == 2


def test_the_proposal_of_an_answer_can_be_given_back() -> None:
    asked = send(odd("F1"))
    loaded = send(odd("F1"), mapping=answered(asked.mapping))
    assert (loaded.outcome, loaded.accepted) == ("loaded", 1)


def test_a_loaded_import_takes_no_answer() -> None:
    loaded = send(odd("F1"), mapping=answered(send(odd("F1")).mapping))
    ana = an_administrator()
    with as_actor(ana) as tx, pytest.raises(WrongState):
        confirm_mapping(tx, ana, loaded.id, loaded.mapping or {})


def test_a_kind_that_is_told_is_believed() -> None:
    loaded = send(table(("Código", "Nombre"), [("1", "Ana")]), "x.csv", {"kind": "sellers"})
    assert (loaded.outcome, loaded.kind) == ("loaded", "sellers")


def test_a_file_that_is_no_table_is_rejected_with_a_reason() -> None:
    refused = send(b"%PDF-1.7 nothing", "ventas.csv")
    assert (refused.state, refused.outcome) == ("rejected", "rejected")
    assert refused.error_key
    assert refused.error_key.startswith("intake.file_")


def test_a_file_of_which_no_row_is_good_is_rejected() -> None:
    refused = send(table((*HEADER[:3], "Importe"), [("F1", "2026-03-10", "", "10")]))
    assert (refused.outcome, refused.error_key) == ("rejected", "intake.load_nothing_accepted")
    assert value("SELECT count(*) FROM import_reject") == 1


def test_amounts_that_no_company_sells_are_rejected_with_a_reason() -> None:
    lines = [(f"F{n}", "2026-03-10", "C1", "999999999999,99") for n in range(3)]
    refused = send(table((*HEADER[:3], "Importe"), lines))
    assert (refused.outcome, refused.error_key) == ("rejected", "intake.load_sum_too_large")
    assert value("SELECT count(*) FROM sale_line") == 0
