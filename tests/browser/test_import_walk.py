"""A file of one's own, from the upload to the figures and back, as staff does it on the screen."""

import csv
import io
import re
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from crm.db import as_import, as_system
from crm.db.server import Server
from tests.builders import PASSWORD, a_user, with_password
from tests.serving import Site

NORTHWIND = Path(__file__).parents[1] / "data" / "northwind"
LOADED = 30_000
"""Milliseconds in which a small file is loaded, its process started included."""

EVERYTHING = """
    TRUNCATE app_user, import_batch, import_change, import_confirmed, mapping_profile, sale_line,
        client_month, month_fact, day_fact, source_month, client, product, product_family, seller
        CASCADE
"""
"""The site is shared with other tests, some of which are about a company without anything.

Numbers go on: the server keeps what it read of an import by its number, and none comes twice.
"""

AMBIGUOUS = """\
Invoice,Line,Invoice date,Customer ID,Product ID,Quantity,Net amount
20001,1,07/08/1996,VINET,0011,12,168.00
20001,2,07/08/1996,VINET,0042,10,98.00
20002,1,07/08/1996,TOMSP,0014,9,167.40
"""
REFUSED = """\
Factura;Fecha;Cliente;Artículo;Cantidad;Importe
9001;15/03/2026;ALFKI;0059;1;10,00
9002;16/03/2026;;0059;2;20,00
9003;17/03/2026;ALFKI;0059;2;diez
"""


@pytest.fixture
def staff(page: Page, site: Site, cluster: Server) -> Generator[Page]:
    """A supervisor's page on an empty company."""
    with as_system("test: staff") as tx:
        a_user(tx, name="Ana", role="admin")  # without one, the first steps open
        bruno = a_user(tx, name="Bruno", role="supervisor")
        with_password(tx, bruno.id)
    page.goto("/login")
    page.get_by_role("textbox").first.fill(bruno.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("account-menu")).to_be_visible()
    yield page
    with psycopg.connect(cluster.libpq_url(site.database)) as owner:
        owner.execute(EVERYTHING)


def send(page: Page, path: Path) -> None:
    page.goto("/imports")
    page.locator("input[type=file]").set_input_files(path)


def a_file(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def open_loaded(page: Page, name: str) -> None:
    """Waits until the file is loaded, and opens its page."""
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text(re.compile("Cargado|Con rechazos"), timeout=LOADED)
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def figure(page: Page, label: str) -> str:
    """The figure on the card of this label, its spaces plain."""
    card = page.locator(".kpi").filter(has_text=label).first
    return card.locator(".kpi-value").inner_text().replace("\N{NO-BREAK SPACE}", " ").strip()


def test_a_file_sent_on_the_screen_gives_its_known_figures_and_can_be_undone(staff: Page) -> None:
    send(staff, NORTHWIND / "ventas_1998.csv")
    open_loaded(staff, "ventas_1998.csv")
    assert figure(staff, "Líneas") == "691"
    assert figure(staff, "Importe") == "440.623,95 €"
    expect(staff.get_by_text("Cuadra", exact=True)).to_be_visible()
    may = staff.get_by_role("row").filter(has_text="may")
    expect(may).to_contain_text("18.333,64")

    staff.get_by_role("button", name="Deshacer 691 líneas").click()
    staff.get_by_role("dialog").get_by_role("button", name="Deshacer 691 líneas").click()
    expect(staff.get_by_text("Se retiran 691 líneas")).to_be_visible()
    with as_import(0) as tx:
        assert tx.execute(text("SELECT count(*) FROM sale_line")).scalar_one() == 0


def test_the_list_leads_on_to_the_sales_of_a_file_and_takes_it_back(staff: Page) -> None:
    send(staff, NORTHWIND / "ventas_1998.csv")
    see = staff.get_by_role("link", name="Ver las ventas de mayo de 1998")
    expect(see).to_be_visible(timeout=LOADED)
    expect(staff.get_by_role("link", name="9 comerciales sin enlazar")).to_be_visible()
    row = staff.get_by_role("row").filter(has_text="ventas_1998.csv")
    row.get_by_role("link", name="440.623,95").click()
    lines = staff.get_by_role("dialog", name="Líneas de venta")
    expect(lines).to_contain_text(re.compile("691 líneas, suman 440.623,95"))
    lines.get_by_role("button", name="Cerrar").click()
    expect(lines).to_be_hidden()

    row.get_by_role("button", name="Qué hacer con este fichero").click()
    row.get_by_role("button", name="Deshacer 691 líneas").click()
    question = staff.get_by_role("dialog", name="¿Deshacer «ventas_1998.csv»?")
    question.get_by_role("button", name="Deshacer 691 líneas").click()
    expect(row).to_contain_text("Deshecho")
    expect(see).to_have_count(0)


def test_a_file_with_two_readings_is_answered_by_keyboard_and_then_loaded(
    staff: Page, tmp_path: Path
) -> None:
    send(staff, a_file(tmp_path, "sales_1996.csv", AMBIGUOUS))
    link = staff.get_by_role("link", name="sales_1996.csv").first
    expect(staff.get_by_role("row").filter(has_text="sales_1996.csv")).to_contain_text(
        "Falta una respuesta", timeout=LOADED
    )
    link.press("Enter")
    missing = staff.get_by_role("button", name="Falta decir el orden de día y mes")
    missing.press("Enter")
    expect(staff.get_by_role("radio").first).to_be_focused()
    staff.keyboard.press("Space")
    expect(staff).to_have_url(re.compile("date_style=dmy"))

    load = staff.get_by_role("button", name="Cargar 3 líneas")
    expect(load).to_be_visible()
    load.focus()
    staff.keyboard.press("Enter")
    expect(staff).to_have_url(re.compile(r"/imports/\d+/?$"))
    expect(staff.get_by_text("Cargado", exact=True)).to_be_visible(timeout=LOADED)
    assert figure(staff, "Importe") == "433,40 €"
    expect(staff.get_by_role("row").filter(has_text="ago 1996")).to_contain_text("433,40")


def test_refused_rows_say_why_and_can_be_downloaded(staff: Page, tmp_path: Path) -> None:
    send(staff, a_file(tmp_path, "con_rechazos.csv", REFUSED))
    open_loaded(staff, "con_rechazos.csv")
    refused = staff.get_by_role("row").filter(has_text="diez")
    expect(refused).to_contain_text("no es un número")
    expect(refused).to_contain_text("4")

    with staff.expect_download() as download:
        staff.get_by_role("link", name="Descargar", exact=True).click()
    content = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";" if ";" in content else ","))
    assert len(rows) == 3
    assert any("diez" in cell for cell in rows[2])
