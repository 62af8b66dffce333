"""A real company's files through the real intake give the totals that are known of them."""

from decimal import Decimal

import pytest

from crm.db.server import Server
from tests.intake.loading.sending import NORTHWIND, facts_differences, rows, send, value

FILES = (
    "vendedores.csv",
    "productos.csv",
    "clientes.csv",
    "sales_1996.csv",
    "ventas_1997.xlsx",
    "ventas_1998.csv",
)
FAMILIES = {
    "Beverages": "267868.20",
    "Dairy Products": "234507.32",
    "Confections": "167357.28",
    "Meat/Poultry": "163022.38",
    "Seafood": "131261.765",
    "Condiments": "106047.145",
    "Produce": "99984.58",
    "Grains/Cereals": "95744.60",
}
MONTHS = """
    61258.08 38483.64 38547.23 53032.95 53781.30 36362.82
    51020.88 47287.68 55629.27 66749.24 43533.81 71398.45
    94222.13 99415.29 104854.19 123798.70 18333.64
"""


@pytest.fixture(scope="module", autouse=True)
def loaded(module_database: Server) -> dict[str, Decimal | None]:  # noqa: ARG001 - connects
    """The six files loaded; the total of each."""
    return {name: send(NORTHWIND / name).total_amount for name in FILES}


def test_each_sales_file_has_its_known_total(loaded: dict[str, Decimal | None]) -> None:
    totals = [loaded[name] for name in FILES[3:]]
    assert totals == [Decimal("208083.97"), Decimal("617085.35"), Decimal("440623.95")]


def test_lines_units_and_amount_are_those_of_the_company() -> None:
    found = rows("SELECT count(*), sum(quantity), sum(amount) FROM sale_line")
    assert found == [(2155, Decimal(51317), Decimal("1265793.27"))]


def test_orders_are_counted_once() -> None:
    assert value("SELECT sum(orders) FROM client_month") == 830


def test_families_have_their_known_totals() -> None:
    found = rows(
        "SELECT f.name, sum(m.amount) FROM month_fact m JOIN product_family f ON f.id = m.family_id"
        " GROUP BY f.name"
    )
    assert dict(found) == {name: Decimal(amount) for name, amount in FAMILIES.items()}


def test_months_have_their_known_totals() -> None:
    found = rows(
        "SELECT sum(amount) FROM month_fact WHERE month >= '1997-01-01'"
        " GROUP BY month ORDER BY month"
    )
    assert [amount for (amount,) in found] == [Decimal(amount) for amount in MONTHS.split()]


def test_clients_who_buy_in_each_year_are_those_known() -> None:
    found = rows(
        "SELECT count(DISTINCT client_id) FROM client_month GROUP BY date_part('year', month)"
        " ORDER BY date_part('year', month)"
    )
    assert found == [(67,), (86,), (81,)]


def test_masters_keep_leading_zeros_and_names() -> None:
    assert value("SELECT postal_code FROM client WHERE code = 'ANATR'") == "05021"
    assert value("SELECT name FROM seller WHERE code = '005'") == "Steven Buchanan"
    assert value("SELECT count(*) FROM client") == 91


def test_facts_are_the_sum_of_their_lines() -> None:
    assert facts_differences() == []


def test_a_grand_total_in_the_file_is_found_to_agree() -> None:
    found = rows("SELECT control_agrees FROM import_batch WHERE kind = 'sales' ORDER BY id")
    assert found == [(None,), (True,), (True,)]
