"""A file that is not sure of itself asks, with a proposal that can be edited and given back."""

from pathlib import Path

import pytest

from crm.intake.columns import Mapping
from crm.intake.rules import Kind, Meaning
from crm.kit.texts import text
from tests.intake.reading.files import (
    SALES_HEADER,
    csv_bytes,
    inspected,
    read_content,
    sales_csv,
    workbook_bytes,
)

A = "F1;1;13/01/2026;C1;P1;2;20,00"


def _asked(content: bytes, name: str = "fichero.csv") -> list[str]:
    return [question.about for question in inspected(content, name=name).questions]


def _headed(*header: str, line: str = A) -> bytes:
    return csv_bytes([header, line.split(";"), line.replace("F1", "F2").split(";")])


@pytest.mark.parametrize(
    ("place", "about"), [(0, "doc_no"), (2, "date"), (3, "client_code"), (6, "amount")]
)
def test_a_needed_column_under_an_unknown_header_is_asked_for(place: int, about: str) -> None:
    header = list(SALES_HEADER)
    header[place] = "Xyz"
    content = _headed(*header)
    (question,) = inspected(content, name="ventas.csv").questions
    assert question.about == about
    assert "Xyz" in question.options


def test_dates_with_two_readings_are_asked_about() -> None:
    assert _asked(sales_csv("F1;1;03/08/2026;C1;P1;2;20,00")) == ["date_style"]


def test_numbers_with_two_readings_are_asked_about() -> None:
    assert _asked(sales_csv("F1;1;13/01/2026;C1;P1;2;1.234")) == ["number_style"]


def test_whole_numbers_need_no_style() -> None:
    assert _asked(sales_csv("F1;1;13/01/2026;C1;P1;2;1234")) == []


def test_a_discount_that_decides_the_amount_is_asked_about() -> None:
    content = csv_bytes(
        [
            ("Factura", "Fecha", "Cód. cliente", "Cantidad", "Precio", "Dto"),
            ("F1", "13/01/2026", "C1", "2", "10,00", "5"),
        ]
    )
    assert _asked(content) == ["discount_style"]


def test_two_columns_of_one_header_are_asked_about() -> None:
    content = _headed(*SALES_HEADER, "Importe", line=f"{A};21,00")
    (question,) = inspected(content).questions
    assert (question.about, question.options) == ("amount", ("#7", "#8"))


def test_the_better_of_two_columns_is_taken_and_says_so() -> None:
    header = [*SALES_HEADER[:6], "Importe neto", "Importe"]
    inspection = inspected(_headed(*header, line=f"{A};24,20"))
    assert inspection.questions == ()
    last = inspection.columns[-1]
    assert (last.meaning, last.params) == (Meaning.IGNORE, {"other": "Importe neto"})


def test_sheets_with_the_same_table_are_asked_about() -> None:
    rows = [SALES_HEADER, A.split(";")]
    content = workbook_bytes({"Enero": rows, "Febrero": rows, "Notas": [["hola"]]})
    (question,) = inspected(content).questions
    assert (question.about, question.options) == ("sheet", ("Enero", "Febrero"))


def test_code_and_name_alone_do_not_tell_the_kind() -> None:
    content = csv_bytes([("Código", "Nombre"), ("1", "Ana")])
    assert _asked(content) == ["kind"]
    assert inspected(content, name="vendedores.csv").mapping.kind is Kind.SELLERS


def test_where_the_kind_is_asked_every_kind_can_be_answered() -> None:
    (question,) = inspected(csv_bytes([("Código", "Nombre"), ("1", "Ana")])).questions
    assert sorted(question.options) == sorted(map(str, Kind))


def test_a_header_that_heads_codes_or_names_is_told_by_its_cells() -> None:
    header = [*SALES_HEADER[:3], "Cliente", "Artículo", *SALES_HEADER[5:]]
    meanings = [column.meaning for column in inspected(_headed(*header)).columns]
    assert meanings[3:5] == [Meaning.CLIENT_CODE, Meaning.PRODUCT_CODE]


def test_a_proposal_edited_and_given_back_loads(tmp_path: Path) -> None:
    content = _headed("Xyz", *SALES_HEADER[1:])
    form = inspected(content).mapping.to_json()
    form["columns"]["Xyz"] = "doc_no"
    mapping = Mapping.from_json(form)
    assert inspected(content, mapping).questions == ()
    assert read_content(tmp_path, content, mapping).summary.accepted == 2


def test_a_mapping_that_lacks_a_column_still_asks_for_it() -> None:
    mapping = Mapping(Kind.SALES, {"Fecha": Meaning.DATE, "Importe": Meaning.AMOUNT})
    assert [q.about for q in inspected(sales_csv(A), mapping).questions] == [
        "doc_no",
        "client_code",
    ]


def test_a_column_whose_cells_do_not_fit_its_header_is_not_used() -> None:
    content = _headed(*SALES_HEADER, "Precio", line=f"{A};caro")
    inspection = inspected(content)
    assert inspection.columns[-1].reason == "intake.mapping_cells_differ"
    assert inspection.columns[-1].meaning is Meaning.IGNORE


def test_layouts_are_known_again_whatever_the_case_of_their_headers() -> None:
    upper = sales_csv(A, header=[header.upper() for header in SALES_HEADER])
    other = sales_csv(A, header=[*SALES_HEADER[:6], "Importe neto"])
    prints = [inspected(content).fingerprint for content in (sales_csv(A), upper, other)]
    assert prints[0] == prints[1] != prints[2]


def test_every_question_and_reason_is_a_sentence_in_both_languages() -> None:
    contents = [_headed("Xyz", *SALES_HEADER[1:]), csv_bytes([("Código", "Nombre"), ("1", "A")])]
    for content in contents:
        inspection = inspected(content, name="x.csv")
        for thing in inspection.questions:
            assert text("es", thing.key, **thing.params) != text("en", thing.key, **thing.params)
        for column in inspection.columns:
            assert text("es", column.reason, **column.params)


def test_the_preview_shows_rows_as_they_are_and_as_they_are_read() -> None:
    rows = inspected(sales_csv(A, "Total;;;;;;20,00", "F2;1;;C1;P1;2;20,00")).preview
    assert [row.row for row in rows] == [2, 3, 4]
    assert rows[0].cells[6] == "20,00"
    assert str(rows[0].values[6]) == "20.0000"
    assert rows[1].left_out is not None
    assert rows[2].refusal is not None
