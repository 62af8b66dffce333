"""Each sale line is typed exactly, or refused with its place and reason."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crm.intake.columns import Mapping
from crm.intake.rules import RefusalCode
from crm.kit.texts import text
from tests.intake.reading.files import (
    SALES_HEADER,
    csv_bytes,
    inspected,
    read_content,
    sales_csv,
    xlsx_bytes,
)

A = "F1;1;13/01/2026;C1;P1;2;20,00"
REFUSED = [
    (";1;13/01/2026;C1;P1;2;20", RefusalCode.MISSING, "Factura", ""),
    ("F2;1;;C1;P1;2;20", RefusalCode.MISSING, "Fecha", ""),
    ("F2;1;13/01/2026;;P1;2;20", RefusalCode.MISSING, "Cód. cliente", ""),
    ("F2;;13/01/2026;C1;P1;2;20", RefusalCode.MISSING, "Línea", ""),
    ("F2;1;ayer;C1;P1;2;20", RefusalCode.BAD_DATE, "Fecha", "ayer"),
    ("F2;1;31/02/2026;C1;P1;2;20", RefusalCode.IMPOSSIBLE_DATE, "Fecha", "31/02/2026"),
    ("F2;1;25/11/2026;C1;P1;2;20", RefusalCode.FUTURE_DATE, "Fecha", "25/11/2026"),
    ("F2;1;13/01/2026;C1;P1;2;mucho", RefusalCode.BAD_NUMBER, "Importe", "mucho"),
    ("F2;1;13/01/2026;C1;P1;x;20", RefusalCode.BAD_NUMBER, "Cantidad", "x"),
    (
        "F2;1;13/01/2026;C1;P1;2;1234567890123,00",
        RefusalCode.NUMBER_TOO_LARGE,
        "Importe",
        "1234567890123,00",
    ),
    ("F2;1;13/01/2026;C1;P1;2;", RefusalCode.NO_AMOUNT, "Importe", ""),
    ("F2;1,5;13/01/2026;C1;P1;2;20", RefusalCode.BAD_LINE_NO, "Línea", "1,5"),
    ("F1;1;13/01/2026;C1;P1;2;20", RefusalCode.REPEATED, "Factura", "F1"),
    ("F2;1;13/01/2026;C1;P1;2;20;de más", RefusalCode.RAGGED, "", ""),
    (f"{'F' * 90};1;13/01/2026;C1;P1;2;20", RefusalCode.TOO_LONG, "Factura", "F" * 90),
]


@pytest.mark.parametrize(("line", "code", "column", "value"), REFUSED)
def test_a_refused_row_says_where_and_why(
    tmp_path: Path, line: str, code: RefusalCode, column: str, value: str
) -> None:
    outcome = read_content(tmp_path, sales_csv(A, line, "F3;1;13/01/2026;C1;P1;2;20,00"))
    (refusal,) = outcome.refusals
    assert (refusal.row, refusal.data_row, refusal.code) == (3, 2, code)
    assert (refusal.column, refusal.value) == (column, value)
    assert outcome.summary.accepted == 2


@pytest.mark.parametrize("code", RefusalCode)
def test_every_reason_is_a_sentence_in_both_languages(code: RefusalCode) -> None:
    params = {"row": 3, "column": "Fecha", "value": "ayer"}
    spanish, english = (text(locale, f"intake.refusal_{code}", **params) for locale in ("es", "en"))
    assert spanish != english


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    content = b"Listado\n\n" + sales_csv(
        '"F1\nbis";1;13/01/2026;C1;P1;2;20', "", "F2;1;;C1;P1;2;20"
    )
    (refusal,) = read_content(tmp_path, content).refusals
    assert (refusal.row, refusal.data_row) == (6, 3)


def test_a_refused_row_keeps_all_its_cells(tmp_path: Path) -> None:
    (refusal,) = read_content(tmp_path, sales_csv(A, "F2;1;;C1;P1;2;20")).refusals
    assert refusal.cells == {
        "Factura": "F2",
        "Línea": "1",
        "Cód. cliente": "C1",
        "Cód. artículo": "P1",
        "Cantidad": "2",
        "Importe": "20",
    }


def _amounts(folder: Path, header: str, *lines: str) -> list[Decimal]:
    rows = [line.split(";") for line in (header, *lines)]
    return [row["amount"] for row in read_content(folder, csv_bytes(rows)).rows]


@pytest.mark.parametrize(
    ("discount", "header"),
    [("0,05", "Dto"), ("5", "% Dto"), ("5%", "Dto"), ("1,00", "Importe dto")],
)
def test_without_an_amount_it_is_quantity_by_price_less_the_discount(
    tmp_path: Path, discount: str, header: str
) -> None:
    head = f"Factura;Fecha;Cód. cliente;Cantidad;Precio;{header}"
    assert _amounts(tmp_path, head, f"F1;13/01/2026;C1;2;10,00;{discount}") == [Decimal(19)]


def test_an_amount_that_comes_out_too_large_is_refused(tmp_path: Path) -> None:
    head = ("Factura", "Fecha", "Cód. cliente", "Cantidad", "Precio")
    line = ("F1", "13/01/2026", "C1", "900000000000", "900000000000,5")
    (refusal,) = read_content(tmp_path, csv_bytes([head, line])).refusals
    assert refusal.code is RefusalCode.NO_AMOUNT


def test_the_amount_of_the_file_stands_against_its_parts(tmp_path: Path) -> None:
    head = "Factura;Fecha;Cód. cliente;Cantidad;Precio;% Dto;Importe"
    rows = [head.split(";"), ["F1", "13/01/2026", "C1", "2", "10,00", "5", "18,50"]]
    outcome = read_content(tmp_path, csv_bytes(rows))
    assert outcome.rows[0]["amount"] == Decimal("18.50")
    assert [(w.code, w.count, w.row) for w in outcome.summary.warnings] == [
        ("amount_differs", 1, 2)
    ]


def test_without_a_discount_column_a_difference_is_no_news(tmp_path: Path) -> None:
    head = "Factura;Fecha;Cód. cliente;Cantidad;Precio;Importe"
    rows = [head.split(";"), ["F1", "13/01/2026", "C1", "2", "10,00", "18,50"]]
    assert read_content(tmp_path, csv_bytes(rows)).summary.warnings == ()


def test_lines_without_a_number_are_counted_within_their_document(tmp_path: Path) -> None:
    head = ("Factura", "Fecha", "Cód. cliente", "Importe")
    documents = ["F1", "F1", "F2", "F1", "F2"]
    lines = [(document, "13/01/2026", "C1", "10,00") for document in documents]
    rows = read_content(tmp_path, csv_bytes([head, *lines])).rows
    assert [(row["doc_no"], row["line_no"]) for row in rows] == [
        ("F1", 1),
        ("F1", 2),
        ("F2", 1),
        ("F1", 3),
        ("F2", 2),
    ]


def test_a_refused_line_keeps_its_place_in_the_count(tmp_path: Path) -> None:
    head = ("Factura", "Fecha", "Cód. cliente", "Importe")
    lines = [("F1", "13/01/2026", "C1", amount) for amount in ("1,00", "x", "3,00")]
    rows = read_content(tmp_path, csv_bytes([head, *lines])).rows
    assert [row["line_no"] for row in rows] == [1, 3]


def test_series_and_type_are_part_of_the_document(tmp_path: Path) -> None:
    head = ("Tipo", "Serie", *SALES_HEADER)
    lines = [(kind, series, *A.split(";")) for kind in ("FV", "AB") for series in ("A", "B")]
    assert read_content(tmp_path, csv_bytes([head, *lines])).summary.accepted == 4


@pytest.mark.parametrize(
    ("sign", "kind", "amount"),
    [("inverted", "FV", "-20"), ("by_doc_type", "Abono", "-20"), ("by_doc_type", "FV", "20")],
)
def test_the_sign_is_what_the_mapping_says(
    tmp_path: Path, sign: str, kind: str, amount: str
) -> None:
    content = csv_bytes([("Tipo", *SALES_HEADER), (kind, *A.split(";"))])
    form = inspected(content).mapping.to_json() | {"sign": sign}
    assert read_content(tmp_path, content, Mapping.from_json(form)).rows[0]["amount"] == Decimal(
        amount
    )


def test_cells_are_trimmed_and_codes_keep_their_zeros(tmp_path: Path) -> None:
    outcome = read_content(tmp_path, sales_csv(" 0010 ;1;13/01/2026;\u00a0007 ; 00 ;2;20"))
    row = outcome.rows[0]
    assert (row["doc_no"], row["client_code"], row["product_code"]) == ("0010", "007", "00")


def test_numbers_of_a_sheet_are_codes_without_decimals(tmp_path: Path) -> None:
    lines: list[tuple[Any, ...]] = [(10400, 1.0, "13/01/2026", 7, 29, 2, 0.1 + 0.2)]
    row = read_content(tmp_path, xlsx_bytes([SALES_HEADER, *lines])).rows[0]
    codes = (row["doc_no"], row["line_no"], row["client_code"], row["product_code"])
    assert codes == ("10400", 1, "7", "29")
    assert row["amount"] == Decimal("0.3")
