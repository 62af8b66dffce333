"""What the cells say where the headers do not: the kind of file, the date, whose name it is."""

from crm.intake.rules import Kind, Meaning
from tests.intake.reading.files import csv_bytes, inspected

HEADER = ("Doc", "Pos", "Dt", "Cta", "Denominacion", "Ref", "Txt", "Ag", "Uds", "Pvp", "Neto")


def _line(number: int) -> tuple[str, ...]:
    client, product = number % 3, number % 5
    day = f"{13 + number % 9}/10/2026"
    names = (f"43000{client}", f"Cliente {client}", f"R00{product}", f"Producto {product}")
    return (f"FV{number}", "1", day, *names, "1", "2", "10,50", "21,00")


def _listing(header: tuple[str, ...] = HEADER) -> bytes:
    return csv_bytes([header, *map(_line, range(30))])


def _meanings(content: bytes) -> dict[str, Meaning]:
    return {column.name: column.meaning for column in inspected(content).columns}


def test_the_only_column_of_dates_is_proposed_and_asked_about() -> None:
    found = inspected(_listing())
    assert _meanings(_listing())["Dt"] is Meaning.DATE
    (asked,) = [one for one in found.questions if one.about == "date"]
    assert (asked.proposed, asked.options) == ("Dt", ("Dt",))


def test_of_two_columns_of_dates_none_is_proposed_and_both_may_be_meant() -> None:
    header = (*HEADER, "Otra")
    rows = [(*_line(number), "20/11/2026") for number in range(30)]
    (asked,) = [
        one for one in inspected(csv_bytes([header, *rows])).questions if one.about == "date"
    ]
    assert asked.proposed is None
    assert asked.options == ("Dt", "Otra")


def test_a_name_that_follows_the_client_from_row_to_row_is_the_clients() -> None:
    assert _meanings(_listing())["Denominacion"] is Meaning.CLIENT_NAME


def test_a_header_that_says_whose_name_it_is_is_believed() -> None:
    header = tuple("Nombre artículo" if one == "Denominacion" else one for one in HEADER)
    assert _meanings(_listing(header))["Nombre artículo"] is Meaning.PRODUCT_NAME


def test_a_name_that_follows_the_product_stays_the_products() -> None:
    header = list(HEADER)
    header[4], header[6] = "Zzz", "Denominacion"
    assert _meanings(_listing(tuple(header)))["Denominacion"] is Meaning.PRODUCT_NAME


def test_a_listing_of_sales_under_odd_headers_is_not_taken_for_clients_unasked() -> None:
    header = ("Doc", "Pos", "F1", "Cta", "Denominacion", "Ref", "Txt", "Ag", "Xx", "Yy", "Imp1")
    rows = [(*_line(number)[:8], "2,5", "10,50", "21,00") for number in range(30)]
    found = inspected(csv_bytes([header, *rows]), name="LISTADO_2.csv")
    (asked,) = [one for one in found.questions if one.about == "kind"]
    assert asked.proposed == Kind.SALES
    assert asked.options[0] == "sales"
