"""Titles, repeated headers, subtotals and totals are no lines, and no faults either."""

from decimal import Decimal
from pathlib import Path

import pytest

from crm.intake.rules import LeftOutReason
from tests.intake.reading.files import SALES_HEADER, read_content, sales_csv

A = "F1;1;13/01/2026;C1;P1;2;20,00"
B = "F2;1;14/01/2026;C2;P1;3;30,00"
BLANK, HEADER, TITLE = LeftOutReason.BLANK, LeftOutReason.HEADER, LeftOutReason.TITLE
SUBTOTAL, TOTAL = LeftOutReason.SUBTOTAL, LeftOutReason.TOTAL


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";;;;;;", BLANK),
        ("", BLANK),
        (" ; ;;;;;", BLANK),
        (";".join(SALES_HEADER), HEADER),
        ("FACTURA;LÍNEA;FECHA;CÓD. CLIENTE;CÓD. ARTÍCULO;CANTIDAD;IMPORTE", HEADER),
        ("Página 2 de 3;;;;;;", TITLE),
        ("Subtotal página 1;;;;;2;20,00", SUBTOTAL),
        (";;;Total cliente C1;;;20,00", SUBTOTAL),
        ("Suma y sigue;;;;;;20,00", SUBTOTAL),
        (";;;;;2;20,00", SUBTOTAL),
        (";;;;TOTAL GENERAL;;50,00", TOTAL),
        ("Grand total;;;;;;50,00", TOTAL),
    ],
)
def test_a_row_that_is_no_line_is_left_out_with_its_reason(
    tmp_path: Path, row: str, reason: LeftOutReason
) -> None:
    outcome = read_content(tmp_path, sales_csv(A, row, B))
    assert [(odd.row, odd.reason) for odd in outcome.left_out] == [(3, reason)]
    assert outcome.summary.accepted == 2
    assert outcome.refusals == []


@pytest.mark.parametrize(
    "row",
    [
        ";1;14/01/2026;C1;P1;2;20,00",
        "F9;1;;C1;P1;2;20,00",
        "F9;1;14/01/2026;;P1;2;20,00",
        "F9;1;99/99/2026;Total Care, S.L.;P1;2;20,00",
        ";;;C1;P1;2;20,00",
        # A quote that was opened by mistake and closed a row later.
        '"F8;1;14/01/2026;C1;P1;2;20,00\nF9;1;14/01/2026;C1;P1;2;20,00"',
    ],
)
def test_a_line_that_lacks_something_is_refused_not_left_out(tmp_path: Path, row: str) -> None:
    outcome = read_content(tmp_path, sales_csv(A, row, B))
    assert [refusal.row for refusal in outcome.refusals] == [3]
    assert outcome.left_out == []


def test_a_grand_total_that_differs_says_so(tmp_path: Path) -> None:
    summary = read_content(tmp_path, sales_csv(A, B, "TOTAL GENERAL;;;;;;50,02")).summary
    assert (summary.control_total, summary.control_agrees) == (Decimal("50.02"), False)


def test_a_cent_of_rounding_is_no_difference(tmp_path: Path) -> None:
    assert read_content(
        tmp_path, sales_csv(A, B, "TOTAL GENERAL;;;;;;50,01")
    ).summary.control_agrees


def test_a_plain_total_at_the_end_is_the_grand_total(tmp_path: Path) -> None:
    summary = read_content(tmp_path, sales_csv(A, B, "Total;;;;;;49,00")).summary
    assert (summary.control_total, summary.control_agrees) == (Decimal("49.00"), False)
    assert summary.left_out_by_reason == {TOTAL: 1}


def test_plain_totals_of_groups_are_no_grand_total(tmp_path: Path) -> None:
    content = sales_csv(A, "Total;;;;;;20,00", B, "Total;;;;;;30,00")
    assert read_content(tmp_path, content).summary.control_total is None


def test_the_last_of_plain_totals_is_grand_when_it_equals_all_lines(tmp_path: Path) -> None:
    content = sales_csv(A, "Total;;;;;;20,00", B, "Total;;;;;;30,00", "Total;;;;;;50,00")
    summary = read_content(tmp_path, content).summary
    assert (summary.control_total, summary.control_row) == (Decimal("50.00"), 6)


def test_refused_lines_explain_the_difference_to_the_total(tmp_path: Path) -> None:
    content = sales_csv(A, "F2;1;;C2;P1;3;30,00", "TOTAL GENERAL;;;;;;50,00")
    summary = read_content(tmp_path, content).summary
    assert (summary.control_agrees, summary.read_agrees) == (False, True)
    assert summary.refused_amount == Decimal("30.00")


def test_every_row_below_the_header_is_counted_once(tmp_path: Path) -> None:
    content = sales_csv(A, "", "Página 2;;;;;;", "F9;1;;C1;P1;2;20,00", B, "Total;;;;;;50,00")
    summary = read_content(tmp_path, content).summary
    assert summary.lines_read == 6
    assert (summary.accepted, summary.refused, summary.left_out) == (2, 1, 3)
