"""The real files of a real company give their known counts and totals."""

from datetime import date
from decimal import Decimal

import pytest

from crm.intake.reading import inspect
from crm.intake.rules import DateStyle, Kind, LeftOutReason, NumberStyle
from tests.intake.reading.files import NORTHWIND, TODAY, read_file

SALES = {
    "sales_1996.csv": (405, "9581", "208083.9700", date(1996, 7, 4), date(1996, 12, 31)),
    "ventas_1997.xlsx": (1059, "25489", "617085.35", date(1997, 1, 1), date(1997, 12, 31)),
    "ventas_1998.csv": (691, "16247", "440623.95", date(1998, 1, 1), date(1998, 5, 6)),
}
MASTERS = {
    "clientes.csv": (Kind.CLIENTS, 91),
    "productos.csv": (Kind.PRODUCTS, 77),
    "vendedores.csv": (Kind.SELLERS, 9),
}


@pytest.mark.parametrize("name", [*SALES, *MASTERS])
def test_every_file_loads_without_a_question(name: str) -> None:
    assert inspect(NORTHWIND / name, name, today=TODAY).questions == ()


@pytest.mark.parametrize(("name", "known"), SALES.items())
def test_sales_read_to_their_known_lines_and_totals(
    name: str, known: tuple[int, str, str, date, date]
) -> None:
    summary = read_file(NORTHWIND / name).summary
    read = (summary.accepted, summary.total_quantity, summary.total_amount)
    assert read == (known[0], Decimal(known[1]), Decimal(known[2]))
    assert (summary.date_from, summary.date_to) == known[3:]
    assert summary.refused == 0


@pytest.mark.parametrize(("name", "known"), MASTERS.items())
def test_master_files_read_whole(name: str, known: tuple[Kind, int]) -> None:
    summary = read_file(NORTHWIND / name).summary
    assert (summary.kind, summary.accepted, summary.refused) == (*known, 0)


@pytest.mark.parametrize(("name", "row"), [("ventas_1997.xlsx", 1066), ("ventas_1998.csv", 777)])
def test_the_grand_total_of_the_file_agrees_with_its_lines(name: str, row: int) -> None:
    summary = read_file(NORTHWIND / name).summary
    assert summary.control_total == Decimal(SALES[name][2])
    assert (summary.control_row, summary.control_agrees) == (row, True)


def test_one_subtotal_per_client_is_left_out() -> None:
    summary = read_file(NORTHWIND / "ventas_1998.csv").summary
    assert summary.left_out_by_reason == {LeftOutReason.SUBTOTAL: 81, LeftOutReason.TOTAL: 1}
    assert summary.lines_read == 773


def test_each_layout_is_told_by_its_own_evidence() -> None:
    found = [inspect(NORTHWIND / name, name, today=TODAY) for name in SALES]
    assert [i.header_row for i in found] == [1, 5, 4]
    assert [i.encoding for i in found] == ["utf-8", None, "cp1252"]
    assert [i.mapping.date_style for i in found] == [
        DateStyle.ISO,
        DateStyle.NATIVE,
        DateStyle.DMY,
    ]
    assert found[2].mapping.number_style is NumberStyle.COMMA
    assert found[1].sheet == "Ventas"


def test_the_period_of_the_title_is_the_period_of_the_mapping() -> None:
    mapping = inspect(NORTHWIND / "ventas_1998.csv", "x.csv", today=TODAY).mapping
    assert (mapping.period_from, mapping.period_to) == (date(1998, 1, 1), date(1998, 5, 6))


def test_codes_that_a_sheet_keeps_as_numbers_are_whole() -> None:
    first = read_file(NORTHWIND / "ventas_1997.xlsx").rows[0]
    assert (first["doc_no"], first["line_no"], first["seller_code"]) == ("10400", 1, "001")


def test_postal_codes_keep_their_zeros_and_blanks_say_nothing() -> None:
    clients = {row["code"]: row for row in read_file(NORTHWIND / "clientes.csv").rows}
    assert clients["ANATR"]["postal_code"] == "05021"
    assert clients["ALFKI"]["region"] is None


def test_columns_without_a_meaning_of_a_master_file_are_kept() -> None:
    first = read_file(NORTHWIND / "clientes.csv").rows[0]
    assert first["extra"] == '{"Fax": "030-0076545"}'


def test_salespeople_know_their_manager() -> None:
    sellers = {
        row["code"]: row["manager_code"] for row in read_file(NORTHWIND / "vendedores.csv").rows
    }
    assert (sellers["001"], sellers["002"]) == ("002", None)
