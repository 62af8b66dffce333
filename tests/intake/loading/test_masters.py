"""Files of clients, products and salespeople."""

import pytest

from tests.intake.loading.sending import (
    Line,
    everything,
    facts_differences,
    rows,
    sales,
    send,
    table,
    take_back,
    value,
)

pytestmark = pytest.mark.usefixtures("database")

CLIENTS = ("Código", "Razón social", "Población", "Teléfono", "Fax")
PRODUCTS = ("Código", "Artículo", "Familia", "Superfamilia")


def clients(*cells: tuple[str, ...]) -> bytes:
    return table(CLIENTS, cells)


def test_a_blank_cell_erases_nothing() -> None:
    send(clients(("C1", "Almazara", "Jaén", "953 1", "")), "clientes.csv")
    send(clients(("C1", "Almazara Sur", "", "", "12")), "clientes.csv")
    assert rows("SELECT name, city, phone, extra FROM client") == [
        ("Almazara Sur", "Jaén", "953 1", {"Fax": "12"})
    ]


def test_undoing_a_master_file_restores_what_it_changed() -> None:
    send(clients(("C1", "Almazara", "Jaén", "953 1", "")), "clientes.csv")
    before = everything()
    again = send(
        clients(("C1", "Almazara Sur", "", "1", "12"), ("C2", "B", "", "", "")), "clientes.csv"
    )
    take_back(again.id)
    assert everything() == before


def test_undoing_an_earlier_master_file_keeps_what_a_later_one_said() -> None:
    first = send(clients(("C1", "Almazara", "Jaén", "953 1", "")), "clientes.csv")
    second = send(clients(("C1", "Almazara Sur", "", "", "")), "clientes.csv")
    take_back(first.id)
    assert rows("SELECT name, city, phone FROM client") == [("Almazara Sur", "", "")]
    take_back(second.id)
    assert rows("SELECT * FROM client") == []


def test_lines_give_a_new_client_its_name_and_a_master_beats_it() -> None:
    header = ("Factura", "Fecha", "Cód. cliente", "Nombre cliente", "Importe")
    send(table(header, [("F1", "2026-03-10", "C1", "ALMAZARA S", "10")]))
    assert value("SELECT name FROM client") == "ALMAZARA S"
    send(clients(("C1", "Almazara", "Jaén", "", "")), "clientes.csv")
    send(table(header, [("F2", "2026-03-11", "C1", "ALMAZARA X", "10")]))
    assert value("SELECT name FROM client") == "Almazara"


def test_products_make_a_tree_of_families() -> None:
    send(table(PRODUCTS, [("P1", "Virgen", "Aceites", "Alimentación")]), "productos.csv")
    found = rows(
        "SELECT p.code, f.name, above.name FROM product p"
        " JOIN product_family f ON f.id = p.family_id"
        " JOIN product_family above ON above.id = f.parent_id"
    )
    assert found == [("P1", "Aceites", "Alimentación")]


def test_a_family_never_hangs_below_itself() -> None:
    rows_of = [("P1", "Uno", "A", "B"), ("P2", "Dos", "B", "A")]
    send(table(PRODUCTS, rows_of), "productos.csv")
    assert value("SELECT count(*) FROM product_family WHERE parent_id IS NULL") == 1


def test_lines_without_family_follow_their_product() -> None:
    send(sales(Line(family=None)))
    product = send(table(PRODUCTS, [("P1", "Virgen", "Aceites", "")]), "productos.csv")
    assert value("SELECT f.name FROM sale_line l JOIN product_family f ON f.id = l.family_id") == (
        "Aceites"
    )
    assert facts_differences() == []
    take_back(product.id)
    assert value("SELECT family_id FROM sale_line") is None
    assert facts_differences() == []


def test_a_line_keeps_the_family_it_states() -> None:
    send(sales(Line(family="Aceites")))
    send(table(PRODUCTS, [("P1", "Virgen", "Vinos", "")]), "productos.csv")
    assert value("SELECT f.name FROM sale_line l JOIN product_family f ON f.id = l.family_id") == (
        "Aceites"
    )


def test_families_are_the_same_in_whatever_case() -> None:
    send(sales(Line(family="Aceites"), Line(doc="F2", family="ACEITES ")))
    assert rows("SELECT name FROM product_family") == [("Aceites",)]
