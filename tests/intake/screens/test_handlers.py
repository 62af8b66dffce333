"""What a supervisor does on the intake's screens, handler by handler, on a real database."""

import asyncio
from collections.abc import Coroutine, Generator
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from reflex.istate.data import RouterData

from crm.accounts.gate import acting
from crm.db import Actor, as_system
from crm.db.server import Server
from crm.intake.desk import desk
from crm.intake.service import undo
from crm.intake.state import ImportsState, MappingState, OneImportState, UndoState
from crm.kit.errors import UserError
from tests.builders import a_user, actor_of
from tests.intake.loading.sending import NORTHWIND, an_administrator, batch, send, table, value

Screen = TypeVar("Screen", ImportsState, MappingState, OneImportState, UndoState)

HEADS = ("Factura", "Fecha", "Cód. cliente", "Importe")
REFUSED = table(
    HEADS,
    (("9001", "15/03/2026", "C1", "10,00"), ("9002", "31/02/2026", "C1", "diez")),
)
AMBIGUOUS = table(
    ("Factura", "Fecha", "Cód. cliente", "Importe", "Neto"),
    (
        ("1", "07/08/1996", "VINET", "168,00", "150,00"),
        ("2", "07/08/1996", "TOMSP", "98,50", "90,00"),
    ),
)

pytestmark = pytest.mark.usefixtures("supervisor")


@pytest.fixture
def supervisor(database: Server) -> Generator[Actor]:  # noqa: ARG001 - must be there first
    """Whoever calls the handlers."""
    with as_system("test: a supervisor") as tx:
        bruno = actor_of(a_user(tx, name="Bruno", role="supervisor"))
    with acting(bruno):
        yield bruno
    desk.close()


def at(screen: type[Screen], address: str) -> Screen:
    """The screen's state at an address, as the browser would have sent it."""
    path, _, query = address.partition("?")
    pairs = dict(pair.split("=") for pair in query.split("&")) if query else {}
    state = screen()  # pyright: ignore[reportCallIssue] - Reflex fills the fields itself
    state.router = RouterData.from_router_data(
        {"pathname": path, "asPath": address, "query": pairs}
    )
    return state


def done(handling: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(handling)


def opened_list(address: str = "/imports") -> ImportsState:
    state = at(ImportsState, address)
    done(ImportsState.open_list.fn(state))
    return state


def opened_import(import_id: int, query: str = "") -> OneImportState:
    state = at(OneImportState, f"/imports/{import_id}{query}")
    done(OneImportState.open_import.fn(state))
    return state


def opened_file(import_id: int, query: str = "") -> MappingState:
    state = at(MappingState, f"/imports/{import_id}/mapping{query}")
    done(MappingState.open_file.fn(state))
    return state


def names(state: ImportsState) -> list[str]:
    return [row.cells[1].text for row in state.rows]


def sentence(state: ImportsState | OneImportState | MappingState) -> str:
    return "".join(span.text for span in state.answer)


def target(event: Any) -> str:
    """The address that a handler's redirect leads to."""
    return next(str(value) for name, value in event.args if str(name) == "path").strip('"')


async def events_of(handling: Any) -> list[Any]:
    return [event async for event in handling if event is not None]


def test_a_company_without_files_is_told_what_will_be_here() -> None:
    state = opened_list()
    assert state.is_first
    assert sentence(state).startswith("Todavía no hay ventas")


def test_the_list_adds_up_its_filter_and_names_what_waits() -> None:
    send(NORTHWIND / "sales_1996.csv")
    send(NORTHWIND / "ventas_1998.csv")
    waiting = send(AMBIGUOUS, "agosto.csv")
    state = opened_list()
    assert names(state) == ["agosto.csv", "ventas_1998.csv", "sales_1996.csv"]
    assert state.paging.note.startswith("Suma de los ficheros: 1.096 líneas, 648.707,92")
    assert "agosto.csv espera tu respuesta" in sentence(state)
    assert state.rows[0].href == f"/imports/{waiting.id}/mapping"


def test_a_filter_of_the_address_shows_only_its_files() -> None:
    send(NORTHWIND / "sales_1996.csv")
    send(REFUSED, "marzo.csv")
    send(b"", "vacio.csv")
    assert names(opened_list("/imports?show=refused")) == ["marzo.csv"]
    assert names(opened_list("/imports?show=rejected")) == ["vacio.csv"]
    assert names(opened_list("/imports?words=SALES")) == ["sales_1996.csv"]


def test_a_filter_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        opened_list("/imports?show=everything")
    assert refused.value.key == "kit.bad_filter"


def test_an_import_shows_its_known_figures_and_agrees_with_its_own_total() -> None:
    loaded = send(NORTHWIND / "ventas_1998.csv")
    state = opened_import(loaded.id)
    figures = {figure.label: figure.value for figure in state.figures}
    assert figures["Líneas"] == "691"
    assert figures["Importe"] == "440.623,95\N{NO-BREAK SPACE}€"
    assert state.verdict.tone == "good"
    assert [row.cells[2].text for row in state.months] == [
        *("94.222,13", "99.415,29", "104.854,19", "123.798,70", "18.333,64"),
    ]
    assert state.months[0].href == "/analysis?month=1998-01"
    assert state.undo_label == "Deshacer 691 líneas"


def test_refused_rows_say_where_what_and_how_to_mend_them() -> None:
    state = opened_import(send(REFUSED, "marzo.csv").id)
    ((row, column, cell, why),) = [[one.text for one in line.cells] for line in state.refused]
    assert (row, column, cell) == ("3", "Fecha", "31/02/2026")
    assert "no existe" in why


def test_undoing_takes_the_lines_back_and_says_how_many() -> None:
    loaded = send(NORTHWIND / "ventas_1998.csv")
    state = at(UndoState, "/imports")
    done(UndoState.ask.fn(state, str(loaded.id)))
    assert (state.question, state.label) == ("¿Deshacer «ventas_1998.csv»?", "Deshacer 691 líneas")
    asyncio.run(events_of(UndoState.undo.fn(state)))
    assert value("SELECT count(*) FROM sale_line") == 0
    assert "Se retiran 691 líneas." in state.toasts[0].text
    assert state.question == ""
    assert not opened_import(loaded.id).can_undo


def test_a_loaded_file_leads_on_to_its_lines_its_month_and_the_people_to_link() -> None:
    loaded = send(NORTHWIND / "ventas_1998.csv")
    result = opened_list().result
    assert result.title == "ventas_1998.csv"
    lines, amount, _refused = result.figures
    assert lines.href == amount.href == f"/imports?lines=i{loaded.id}"
    assert result.steps.sales_href == "/analysis?month=1998-05"
    assert result.steps.sales_label == "Ver las ventas de mayo de 1998"
    assert result.steps.unlinked.startswith("9 comerciales sin enlazar")


def test_files_sent_together_are_told_together() -> None:
    for name in ("sales_1996.csv", "ventas_1998.csv", "vendedores.csv"):
        send(NORTHWIND / name, way="upload")
    result = opened_list().result
    assert result.title == "3 ficheros recibidos"
    assert [one.name for one in result.files] == [
        *("sales_1996.csv", "ventas_1998.csv", "vendedores.csv"),
    ]
    assert [one.value.replace("\N{NO-BREAK SPACE}", " ") for one in result.figures] == [
        *("1.096", "648.707,92 €", "0"),
    ]


def test_a_file_that_could_not_be_read_says_so_where_it_was_sent() -> None:
    send(b"", "vacio.csv")
    result = opened_list().result
    assert result.badge == "Rechazado"
    assert "vacío" in result.error
    assert result.steps.sales_href == ""


def test_the_list_says_why_a_file_was_rejected() -> None:
    send(b"", "vacio.csv")
    (row,) = opened_list().rows
    assert "vacío" in row.cells[1].note


def test_what_an_undone_import_had_changed_is_not_said_as_if_it_stood() -> None:
    loaded = send(NORTHWIND / "ventas_1998.csv")
    undo(an_administrator(), loaded.id)
    months = opened_import(loaded.id).months
    assert {row.tone for row in months} == {"struck"}


def test_each_row_offers_what_can_be_done_with_its_file() -> None:
    loaded = send(NORTHWIND / "ventas_1998.csv")
    waiting = send(AMBIGUOUS, "agosto.csv")
    choices = opened_list("/imports?words=s").choices
    assert choices[str(loaded.id)].lines_href == f"/imports?words=s&lines=i{loaded.id}"
    assert choices[str(loaded.id)].undo_label == "Deshacer 691 líneas"
    assert choices[str(waiting.id)].answer_href == f"/imports/{waiting.id}/mapping"
    assert choices[str(waiting.id)].undo_label == ""


def test_lines_that_a_later_file_replaced_are_not_opened_as_this_ones() -> None:
    first = send(
        table(HEADS, (("1", "15/03/2026", "C1", "10,00"), ("2", "16/03/2026", "C1", "5,00")))
    )
    send(table(HEADS, (("1", "15/03/2026", "C1", "12,00"),)))
    lines, *_ = opened_import(first.id).figures
    assert (lines.value, lines.note) == ("2", "1 sigue como la dejó este fichero")
    assert lines.href == f"/imports/{first.id}?lines=i{first.id}"


def test_old_data_say_how_late_they_are() -> None:
    send(NORTHWIND / "ventas_1998.csv")
    state = opened_list()
    assert sentence(state).startswith("Ventas hasta el 6\xa0may\xa01998: faltan más de 60")
    assert state.answer[3].tone == "warn"


def test_rows_that_are_no_lines_say_what_they_are() -> None:
    state = opened_import(send(NORTHWIND / "ventas_1998.csv").id)
    (loaded,) = [one for one in state.events if one.title == "Cargado de una vez"]
    assert "82 no son líneas (" in loaded.note
    assert "subtotales" in loaded.note


def test_an_import_that_does_not_exist_is_said() -> None:
    assert opened_import(404).missing == "La importación 404 no existe."


def test_a_file_that_is_no_table_says_why_and_shows_no_figures() -> None:
    state = opened_import(send(b"", "vacio.csv").id)
    assert "vacío" in state.error
    assert state.figures == []


def test_an_open_question_keeps_the_file_from_being_loaded() -> None:
    waiting = send(AMBIGUOUS, "agosto.csv")
    state = opened_file(waiting.id)
    assert state.missing == "Falta decir el orden de día y mes"
    asyncio.run(events_of(MappingState.load.fn(state)))
    assert batch(waiting.id).state == "needs_mapping"


def test_an_answer_goes_into_the_address() -> None:
    waiting = send(AMBIGUOUS, "agosto.csv")
    event = MappingState.choose_member.fn(opened_file(waiting.id), "date_style", "dmy")
    assert target(event) == f"/imports/{waiting.id}/mapping?date_style=dmy"


def test_the_answered_file_is_loaded_as_it_was_shown() -> None:
    waiting = send(AMBIGUOUS, "agosto.csv")
    state = opened_file(waiting.id, "?date_style=mdy&c4=ignore&c5=amount")
    assert state.missing == ""
    asyncio.run(events_of(MappingState.load.fn(state)))
    answered = batch(waiting.id)
    assert answered.state == "queued"
    assert answered.mapping is not None
    assert answered.mapping["date_style"] == "mdy"
    assert answered.mapping["columns"]["Neto"] == "amount"


def test_a_meaning_given_twice_frees_the_first_column_and_can_be_undone() -> None:
    waiting = send(AMBIGUOUS, "agosto.csv")
    state = opened_file(waiting.id)
    event = MappingState.choose_meaning.fn(state, "5", "amount")
    assert target(event) == f"/imports/{waiting.id}/mapping?c4=ignore&c5=amount"
    assert "«Importe» deja de ser «Importe neto»" in state.toasts[0].text
    assert state.toasts[0].undo == f"/imports/{waiting.id}/mapping"


def test_all_rows_are_added_up_beside_what_is_stored() -> None:
    send(NORTHWIND / "sales_1996.csv")
    waiting = send(AMBIGUOUS, "agosto.csv")
    state = opened_file(waiting.id, "?date_style=dmy")
    asyncio.run(MappingState.add_up.fn(state))
    assert state.load_label == "Cargar 2 líneas"
    (august,) = state.months
    assert august.amount == "266,50"
    assert Decimal(august.stored.replace(".", "").replace(",", ".")) == value(
        "SELECT round(sum(amount), 2) FROM sale_line WHERE date_trunc('month', date) = '1996-08-01'"
    )
    assert [(one.count, one.label) for one in state.new_records] == [("0", "clientes")]


def test_a_discarded_file_keeps_its_original() -> None:
    waiting = send(AMBIGUOUS, "agosto.csv")
    state = opened_file(waiting.id)
    done(MappingState.discard.fn(state))
    assert batch(waiting.id).state == "cancelled"
    assert value("SELECT count(*) FROM import_file WHERE import_id = :id", id=waiting.id) == 1


def test_a_header_row_without_a_table_can_be_put_right_on_the_page() -> None:
    state = opened_file(send(AMBIGUOUS, "agosto.csv").id, "?header_row=40")
    assert "La fila 40" in state.error
    assert state.can_repair
    assert not state.has_file
