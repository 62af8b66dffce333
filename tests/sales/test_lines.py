"""The lines behind a figure: paged without gap, summed over the whole, safe as a file."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from sqlalchemy import text

from crm.db import Actor, as_actor, as_import
from crm.kit.cells import safe_cell, safe_cell_sql
from crm.kit.files import CsvStyle
from crm.kit.periods import Month
from crm.sales.queries import CSV_COLUMNS, LinesPage, SoldLine, data_state, lines, lines_as_csv
from crm.sales.scope import SaleScope, of_days, of_month
from tests.builders import People, a_client, a_code_of, a_family, a_sale, an_import, sample_people
from tests.loaded import rebuild_facts

MARCH = Month(2026, 3)


@dataclass(frozen=True)
class Sold:
    """Three sales: Carla's, one credited to Carla on Dario's client, and Dario's."""

    people: People
    parent_id: int
    child_id: int
    import_id: int

    def lines(self, actor: Actor, scope: SaleScope, cursor: str | None = None) -> LinesPage:
        with as_actor(actor) as tx:
            return lines(tx, scope, cursor, limit=2)


@pytest.fixture
def sold(database: object) -> Sold:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        batch = an_import(tx)
        parent = a_family(tx, name="Bebidas")
        child = a_family(tx, name="Vinos", parent=parent)
        a_sale(tx, client=people.carla_client, amount="100.1234", family=child, import_id=batch.id)
        a_sale(
            tx,
            client=people.dario_client,
            amount="50",
            credited=people.carla_seller,
            day=date(2026, 3, 31),
        )
        a_sale(tx, client=people.dario_client, amount="-20", family=parent, day=date(2026, 3, 1))
        rebuild_facts(tx)
        return Sold(people, parent.id, child.id, batch.id)


def _all(sold: Sold, actor: Actor, scope: SaleScope) -> list[SoldLine]:
    rows: list[SoldLine] = []
    page = sold.lines(actor, scope)
    rows += page.rows
    while page.next_cursor:
        page = sold.lines(actor, scope, page.next_cursor)
        rows += page.rows
    return rows


def test_pages_together_hold_every_line_once_newest_first(sold: Sold) -> None:
    rows = _all(sold, sold.people.bruno, SaleScope())
    assert [row.amount for row in rows] == [Decimal(50), Decimal("100.1234"), Decimal(-20)]


def test_the_totals_are_those_of_the_whole_filter_not_of_the_page(sold: Sold) -> None:
    page = sold.lines(sold.people.bruno, SaleScope())
    assert (page.total, page.amount) == (3, Decimal("130.1234"))
    assert len(page.rows) == 2


def test_a_family_holds_the_lines_of_those_below_it(sold: Sold) -> None:
    page = sold.lines(sold.people.bruno, SaleScope(family_id=sold.parent_id))
    assert page.amount == Decimal("80.1234")


def test_lines_without_family_are_reached_by_family_zero(sold: Sold) -> None:
    assert sold.lines(sold.people.bruno, SaleScope(family_id=0)).amount == 50


def test_a_month_ends_before_the_first_of_the_next(sold: Sold) -> None:
    assert sold.lines(sold.people.bruno, of_month(MARCH)).total == 3
    assert sold.lines(sold.people.bruno, of_month(MARCH.next)).total == 0


def test_days_hold_their_last_one(sold: Sold) -> None:
    scope = of_days(date(2026, 3, 31), date(2026, 3, 31))
    assert sold.lines(sold.people.bruno, scope).amount == 50


def test_a_salesperson_sees_own_and_credited_lines_and_no_others(sold: Sold) -> None:
    assert sold.lines(sold.people.carla, SaleScope()).amount == Decimal("150.1234")
    assert sold.lines(sold.people.dario, SaleScope()).amount == 30


def test_an_import_opens_the_lines_it_brought_and_no_others(sold: Sold) -> None:
    scope = SaleScope(import_id=sold.import_id)
    assert sold.lines(sold.people.bruno, scope).amount == Decimal("100.1234")
    assert sold.lines(sold.people.dario, scope).total == 0


def test_a_credited_line_of_anothers_client_shows_its_code_and_no_name(sold: Sold) -> None:
    line = sold.lines(sold.people.carla, of_days(date(2026, 3, 31), date(2026, 3, 31))).rows[0]
    assert line.client_code == sold.people.dario_client.code
    assert (line.client_id, line.client_name) == (None, "")


def test_a_responsibles_lines_are_those_credited_to_them(sold: Sold) -> None:
    scope = SaleScope(responsible_id=sold.people.carla_seller.id)
    assert sold.lines(sold.people.bruno, scope).amount == Decimal("150.1234")


def test_lines_credited_to_nobody_are_reached_by_responsible_zero(sold: Sold) -> None:
    with as_import(0) as tx:
        lone = a_client(tx)
        a_sale(tx, client=lone, amount="7")
    assert sold.lines(sold.people.bruno, SaleScope(responsible_id=0)).amount == 7


def test_any_code_of_a_user_reaches_the_lines_of_all_their_codes(sold: Sold) -> None:
    with as_import(0) as tx:
        second = a_code_of(tx, sold.people.carla)
        a_sale(tx, client=sold.people.carla_client, amount="9", credited=second)
    by_second = sold.lines(sold.people.bruno, SaleScope(responsible_id=second.id))
    assert by_second.amount == Decimal("159.1234")


def test_the_file_holds_every_line_in_full_precision(sold: Sold) -> None:
    with as_actor(sold.people.bruno) as tx:
        content = b"".join(lines_as_csv(tx, of_month(MARCH))).decode()
    rows = list(csv.DictReader(io.StringIO(content), fieldnames=list(CSV_COLUMNS)))
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal("130.1234")
    assert rows[0]["date"] == "2026-03-31"


def test_the_file_for_people_is_written_as_their_spreadsheets_read_it(sold: Sold) -> None:
    style = CsvStyle.of("es_ES", "EUR")
    with as_import(0) as tx:
        a_sale(tx, client=sold.people.carla_client, amount="1234.5", quantity="2.50")
    with as_actor(sold.people.carla) as tx:
        content = b"".join(lines_as_csv(tx, SaleScope(), style)).decode()
    rows = csv.DictReader(io.StringIO(content), fieldnames=list(CSV_COLUMNS), delimiter=";")
    written = {(row["date"], row["quantity"], row["amount"]) for row in rows}
    assert written == {
        ("2026-03-31", "1", "50,00"),
        ("2026-03-10", "1", "100,1234"),
        ("2026-03-10", "2,5", "1234,50"),
    }


@pytest.mark.parametrize("region", ["es_ES", "es_MX", "ja_JP"])
def test_the_database_writes_amounts_as_the_program_does(sold: Sold, region: str) -> None:
    amounts = [Decimal(one) for one in ("0", "16.0000", "-117.8100", "0.0001", "1000000", "-0.5")]
    for style in (CsvStyle.of(region, "JPY"), CsvStyle.of(region, "EUR")):
        statement = text(f"SELECT {style.money_sql('a')} FROM unnest(CAST(:all AS numeric[])) AS a")
        with as_actor(sold.people.bruno) as tx:
            written = tx.execute(statement, {"all": amounts}).scalars().all()
        assert written == [style.money(one) for one in amounts]


def test_the_file_of_a_salesperson_holds_own_rows_alone(sold: Sold) -> None:
    with as_actor(sold.people.dario) as tx:
        content = b"".join(lines_as_csv(tx, SaleScope())).decode()
    assert sold.people.carla_client.code not in content


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+a", "-x", "@x", "\tx"])
def test_a_name_that_looks_like_a_formula_is_disarmed_in_the_file(sold: Sold, name: str) -> None:
    with as_import(0) as tx:
        tx.execute(
            text("UPDATE client SET name = :name WHERE id = :id"),
            {"name": name, "id": sold.people.carla_client.id},
        )
    scope = SaleScope(client_id=sold.people.carla_client.id)
    with as_actor(sold.people.bruno) as tx:
        content = b"".join(lines_as_csv(tx, scope)).decode()
    row = next(csv.DictReader(io.StringIO(content), fieldnames=list(CSV_COLUMNS)))
    assert row["client_name"] == f"'{name}"


def test_the_database_disarms_the_same_cells_as_the_program(database: object) -> None:  # noqa: ARG001
    alphabet = "=+-@\t\r\n＝ 1,.\u00a0'aé"
    cells = ["".join(some) for size in range(4) for some in product(alphabet, repeat=size)]
    statement = text(f"SELECT {safe_cell_sql('cell')} FROM unnest(CAST(:cells AS text[])) AS cell")
    with as_import(0) as tx:
        written = tx.execute(statement, {"cells": cells}).scalars().all()
    assert written == [safe_cell(cell) for cell in cells]


def test_how_far_the_data_reach_is_the_same_for_everybody(sold: Sold) -> None:
    for actor in (sold.people.ana, sold.people.dario):
        with as_actor(actor) as tx:
            assert data_state(tx).until == date(2026, 3, 31)
