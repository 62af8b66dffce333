"""A file on trial: questions stay until they are answered, and sums are those of loading."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crm.intake.choices import Choices
from crm.intake.reader.errors import UnreadableFile
from crm.intake.rules import Meaning
from crm.intake.trial import Known, Look, add_up, look
from crm.intake.trial_parts import TrialPage, TriedFile
from crm.intake.trial_words import trial_page
from crm.kit.formats import Formatter

NORTHWIND = Path(__file__).parents[2] / "data" / "northwind"
TODAY = date(2026, 11, 24)
AMBIGUOUS = """\
Factura;Fecha;Cliente;Uds;Importe
1;03/08/2026;C1;2;10,50
2;05/08/2026;C2;1;20,00
3;10/08/2026;C1;3;30,25
"""


def a_file(folder: Path, content: str, name: str = "ventas.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def seen(path: Path, choices: Choices = Choices(), known: Known = Known()) -> Look:  # noqa: B008 - both are frozen
    return look(path, path.name, TODAY, choices, known)


def shown(path: Path, choices: Choices, view: str = "raw") -> TrialPage:
    return trial_page(TriedFile(path, path.name, TODAY, Formatter()), choices, view)


def subjects(look_: Look) -> list[str]:
    return [question.about for question in look_.questions]


def test_dates_with_two_readings_are_asked_about(tmp_path: Path) -> None:
    assert subjects(seen(a_file(tmp_path, AMBIGUOUS))) == ["date_style"]


def test_the_answer_ends_the_question(tmp_path: Path) -> None:
    answered = seen(a_file(tmp_path, AMBIGUOUS), Choices({"date_style": "mdy"}))
    assert answered.questions == ()
    totals = add_up(a_file(tmp_path, AMBIGUOUS), answered.mapping, TODAY)
    assert [str(one.month) for one in totals.months] == ["2026-03", "2026-05", "2026-10"]


def test_a_needed_column_that_is_taken_away_is_asked_for(tmp_path: Path) -> None:
    path = a_file(tmp_path, AMBIGUOUS)
    choices = Choices({"date_style": "dmy"}, {2: Meaning.IGNORE})
    assert subjects(seen(path, choices)) == ["client_code"]


def test_what_an_import_settled_is_not_asked_again(tmp_path: Path) -> None:
    path = a_file(tmp_path, AMBIGUOUS)
    settled = seen(path, Choices({"date_style": "mdy"}, {3: Meaning.EXTRA})).mapping
    again = seen(path, known=Known(settled))
    assert again.questions == ()
    assert again.columns[3].meaning is Meaning.EXTRA


def test_another_header_row_reads_other_columns(tmp_path: Path) -> None:
    path = a_file(tmp_path, "a;b;c\n" + AMBIGUOUS)
    assert seen(path, Choices({"header_row": "2"})).found.headers[0] == "Factura"


def test_a_header_row_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        seen(a_file(tmp_path, AMBIGUOUS), Choices({"header_row": "40"}))
    assert refused.value.params["row"] == 40


def test_all_rows_add_up_to_the_file_own_total() -> None:
    path = NORTHWIND / "ventas_1998.csv"
    totals = add_up(path, seen(path).mapping, TODAY)
    assert totals.summary.total_amount == Decimal("440623.95")
    assert totals.summary.read_agrees
    assert [one.amount for one in totals.months] == [
        Decimal("94222.13"),
        Decimal("99415.29"),
        Decimal("104854.19"),
        Decimal("123798.70"),
        Decimal("18333.64"),
    ]
    assert len(totals.codes["client_code"]) == 81


def test_the_page_marks_what_is_no_line_by_its_kind() -> None:
    page = shown(NORTHWIND / "ventas_1998.csv", Choices())
    tags = {row.tag for row in page.rows}
    assert {"cabecera", "subtotal"} <= tags
    assert page.rows[0].wide == "NORTHWIND TRADERS, S.A."


def test_cells_are_shown_as_they_are_or_as_they_will_be() -> None:
    path = NORTHWIND / "ventas_1998.csv"
    raw = next(row for row in shown(path, Choices()).rows if row.kind == "line")
    typed = next(row for row in shown(path, Choices(), "typed").rows if row.kind == "line")
    assert raw.cells[2].text == "15/01/1998"
    assert typed.cells[2].text == "15\N{NO-BREAK SPACE}ene\N{NO-BREAK SPACE}1998"


def test_a_reading_that_everything_speaks_for_is_chosen_beforehand(tmp_path: Path) -> None:
    page = shown(a_file(tmp_path, AMBIGUOUS), Choices())
    (ask,) = page.asks
    assert ask.choice == "dmy"
    assert page.missing == []


def test_readings_that_nothing_tells_apart_wait_for_the_person(tmp_path: Path) -> None:
    page = shown(a_file(tmp_path, "Factura;Fecha;Cliente;Importe\n1;03/08/2026;C1;10\n"), Choices())
    (ask,) = page.asks
    assert ask.choice == ""
    assert page.first_missing == "date_style"
