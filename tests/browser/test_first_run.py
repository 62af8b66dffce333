"""The first steps in a browser: nothing typed is lost, and the last one takes the first file."""

import re
from collections.abc import Generator

import psycopg
import pytest
from playwright.sync_api import Page, expect

from crm.db.server import Server
from tests.browser.walking import LOADED, NORTHWIND, PATIENCE, emptied_after, shown
from tests.builders import PASSWORD
from tests.serving import Site

SETTINGS = "DELETE FROM holiday; DELETE FROM setting"


def test_a_new_company_opens_on_its_first_steps(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url("/first-run")
    expect(page.get_by_role("heading").first).to_be_visible()


def test_whoever_chooses_a_working_day_goes_on_from_it(page: Page) -> None:
    page.goto("/first-run")
    page.get_by_role("textbox").first.fill("Torrealba")
    page.keyboard.press("Enter")
    saturday = page.get_by_role("checkbox").nth(5)
    saturday.focus()
    with page.expect_navigation():
        page.keyboard.press("Space")
    expect(saturday).to_be_checked()
    expect(saturday).to_be_focused()


def test_an_empty_name_is_told_by_the_page_and_not_by_the_browser(page: Page) -> None:
    page.goto("/first-run")
    page.get_by_role("textbox").first.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Escribe el nombre de la empresa.")
    expect(page.get_by_role("textbox").first).to_be_focused()


def test_a_day_to_add_that_lacks_its_date_goes_on_from_there(page: Page) -> None:
    page.goto("/first-run")
    page.get_by_role("textbox").first.fill("Torrealba")
    page.keyboard.press("Enter")
    page.get_by_label("Otro festivo o cierre").fill("San Vicente")
    page.get_by_role("button", name="Añadir").click()
    expect(page.get_by_role("alert")).to_have_text("Elige el día.")
    expect(page.get_by_label("Día", exact=True)).to_be_focused()

    page.get_by_label("Día", exact=True).fill("2100-01-22")
    page.get_by_role("button", name="Añadir").click()
    expect(page.get_by_role("listitem").filter(has_text="San Vicente")).to_be_visible()


@pytest.fixture
def emptied(cluster: Server, site: Site) -> Generator[None]:
    """The company that the walk sets up is gone after it."""
    with emptied_after(cluster, site):
        yield
    with psycopg.connect(cluster.libpq_url(site.database)) as owner:
        owner.execute(SETTINGS)


@pytest.mark.usefixtures("emptied")
def test_the_first_steps_lead_to_the_first_file(page: Page) -> None:
    page.goto("/first-run")
    page.get_by_label("Nombre de la empresa").fill("Torrealba")
    page.get_by_label("Descripción breve").fill("Distribución hostelera")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Company name")).to_have_value("Torrealba")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Full name").fill("Ana Torres")
    page.get_by_label("E-mail").fill("ana@example.org")
    page.locator("[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_label("Nombre y apellidos")).to_have_value("Ana Torres")
    expect(page.locator("[type=password]")).to_have_value(PASSWORD)
    page.get_by_role("button", name="Crear y entrar").click()

    expect(page.get_by_text("Suelta aquí")).to_be_visible()
    page.locator("input[type=file]").set_input_files(NORTHWIND / "ventas_1998.csv")
    expect(page).to_have_url(re.compile(r"/imports/\d+/?$"), timeout=PATIENCE)
    shown(page)
    expect(page.get_by_role("link", name="Torrealba")).to_contain_text("Distribución hostelera")
    expect(page.get_by_text("Cargado", exact=True)).to_be_visible(timeout=LOADED)
