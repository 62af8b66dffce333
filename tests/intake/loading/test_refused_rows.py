"""Refused rows are kept and can be downloaded, mended and sent again."""

import csv
import io
from decimal import Decimal

import pytest

from crm.accounts.company import company
from crm.db import as_import
from crm.intake.refusals import refusals_as_csv
from crm.kit.files import StyleName
from crm.kit.texts import Locale
from tests.intake.loading.sending import HEADER, Line, rows, sales, send, table

pytestmark = pytest.mark.usefixtures("database")

BAD_DATE = Line(doc="F2", day="2026-13-40")
FORMULA = Line(doc="=HYPERLINK(1)", amount="mucho")


def download(import_id: int, locale: Locale) -> list[list[str]]:
    with as_import(0) as tx:
        style = company(tx).csv_style()
        text = "".join(refusals_as_csv(tx, import_id, locale, style))
    written = io.StringIO(text.removeprefix("\ufeff"))
    return list(csv.reader(written, delimiter=style.delimiter))


def test_good_rows_are_loaded_and_bad_ones_kept_with_their_place() -> None:
    loaded = send(sales(Line(), BAD_DATE))
    assert (loaded.outcome, loaded.accepted, loaded.refused) == ("loaded_with_rejects", 1, 1)
    assert rows("SELECT row, data_row, column_name, value FROM import_reject") == [
        (3, 2, "Fecha", "2026-13-40")
    ]


def test_the_download_has_reason_and_row_as_sent() -> None:
    loaded = send(sales(Line(), BAD_DATE))
    titles, row = download(loaded.id, "es")
    assert titles[:4] == ["Fila", "Columna", "Celda", "Motivo"]
    assert row[:3] == ["3", "Fecha", "2026-13-40"]
    assert "F2" in row


def test_the_reason_is_in_the_language_of_the_reader() -> None:
    loaded = send(sales(Line(), BAD_DATE))
    assert download(loaded.id, "es")[1][3] != download(loaded.id, "en")[1][3]


def test_no_cell_of_the_download_is_a_formula() -> None:
    loaded = send(sales(Line(), FORMULA))
    cells = download(loaded.id, "es")[1]
    assert "'=HYPERLINK(1)" in cells
    assert not any(cell.startswith("=") for cell in cells)


@pytest.mark.parametrize("style", ["plain", "company"])
def test_a_mended_download_can_be_sent_and_adds_those_rows(style: StyleName) -> None:
    loaded = send(sales(Line(), BAD_DATE))
    with as_import(0) as tx:
        written = company(tx).csv_style(style)
        text = "".join(refusals_as_csv(tx, loaded.id, "es", written))
    again = send(text.replace("2026-13-40", "2026-03-11").encode(), "rechazadas.csv")
    assert (again.outcome, again.new_lines) == ("loaded", 1)
    assert rows("SELECT doc_no, amount FROM sale_line ORDER BY 1") == [
        ("F1", Decimal(100)),
        ("F2", Decimal(100)),
    ]


def test_a_mended_row_of_a_file_without_line_numbers_replaces_no_other() -> None:
    header = ("Factura", "Fecha", "Cód. cliente", "Importe")
    sent = [("F1", "2026-03-10", "C1", "10"), ("F1", "2026-03-40", "C1", "20")]
    loaded = send(table(header, sent))
    with as_import(0) as tx:
        text = "".join(refusals_as_csv(tx, loaded.id, "es"))
    again = send(text.replace("2026-03-40", "2026-03-11").encode(), "rechazadas.csv")
    assert (again.new_lines, again.replaced_lines) == (1, 0)
    assert rows("SELECT line_no, amount FROM sale_line ORDER BY 1") == [
        (1, Decimal(10)),
        (2, Decimal(20)),
    ]


def test_the_columns_of_the_download_stand_as_in_the_file() -> None:
    loaded = send(sales(Line(), BAD_DATE))
    assert download(loaded.id, "es")[0][4:] == list(HEADER)
