"""The files of the bench: the same every time, and what they say they hold."""

import csv
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook

from crm.bench.sales_file import HEADER, SalesFile, Written, write_csv, write_xlsx

LINES = 5_000


def _rows(written: Written) -> list[dict[str, str]]:
    with written.path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _year_and_month(row: dict[str, str]) -> tuple[str, str]:
    _, month, year = row["Fecha"].split("/")
    return year, month


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    for write, suffix in ((write_csv, "csv"), (write_xlsx, "xlsx")):
        one = write(tmp_path / f"one.{suffix}", SalesFile(LINES, LINES))
        other = write(tmp_path / f"other.{suffix}", SalesFile(LINES, LINES))
        assert one.path.read_bytes() == other.path.read_bytes()


def test_a_file_holds_what_it_says(tmp_path: Path) -> None:
    written = write_csv(tmp_path / "sales.csv", SalesFile(LINES, LINES))
    rows = _rows(written)
    assert len(rows) == LINES
    assert tuple(rows[0]) == HEADER
    assert sum(Decimal(row["Importe neto"].replace(",", ".")) for row in rows) == written.amount


def test_a_history_fills_36_months_in_the_order_of_its_documents(tmp_path: Path) -> None:
    rows = _rows(write_csv(tmp_path / "sales.csv", SalesFile(LINES, LINES)))
    keys = [(row["Factura"], int(row["Línea"])) for row in rows]
    assert keys == sorted(set(keys))
    assert len({_year_and_month(row) for row in rows}) == 36


def test_what_comes_after_a_history_has_new_documents_in_later_months(tmp_path: Path) -> None:
    before = _rows(write_csv(tmp_path / "sales.csv", SalesFile(LINES, LINES)))
    after = _rows(write_csv(tmp_path / "more.csv", SalesFile(LINES, LINES, skipped=LINES)))
    assert max(row["Factura"] for row in before) < min(row["Factura"] for row in after)
    assert max(map(_year_and_month, before)) < min(map(_year_and_month, after))


def test_lines_sent_again_are_the_same_lines_in_other_bytes(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "sales.csv", SalesFile(LINES, LINES))
    again = write_csv(tmp_path / "again.csv", SalesFile(LINES, LINES), again=True)
    assert one.path.read_bytes() != again.path.read_bytes()
    assert _rows(one) == [row for row in _rows(again) if row["Factura"]]


def test_a_workbook_has_the_lines_of_the_csv_with_native_days_and_numbers(tmp_path: Path) -> None:
    rows = _rows(write_csv(tmp_path / "sales.csv", SalesFile(LINES, LINES)))
    book = write_xlsx(tmp_path / "sales.xlsx", SalesFile(LINES, LINES))
    header, first, *others = (
        CalamineWorkbook.from_path(str(book.path)).get_sheet_by_index(0).to_python()
    )
    assert (tuple(header), len(others)) == (HEADER, LINES - 1)
    assert [first[0], f"{first[2]:%d/%m/%Y}"] == [rows[0]["Factura"], rows[0]["Fecha"]]
    assert first[10] == float(rows[0]["Importe neto"].replace(",", "."))
