"""What is done without the mouse: the palette, the steps back and forth in a year's targets."""

import re
from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, expect

import crm.db
from crm.db import as_actor, as_system
from crm.db.server import Server
from crm.goals.service import create_goal
from crm.kit.periods import Month
from tests.browser.test_every_screen import AXE, RULES
from tests.browser.walking import PATIENCE, emptied_after, open_page, visiting
from tests.builders import People, sample_people, with_password
from tests.serving import Site


@pytest.fixture(scope="module")
def people(site: Site, cluster: Server) -> Generator[People]:
    """Four people with a client each of Carla and Dario, and a goal of 2026."""
    crm.db.connect(cluster.url(site.database, user="crm_app"))
    with emptied_after(cluster, site):
        people = sample_people()
        with as_system("test: passwords") as tx:
            for one in (people.bruno, people.carla):
                with_password(tx, one.user_id)
        with as_actor(people.bruno) as tx:
            create_goal(tx, people.bruno, year_start=Month(2026, 1))
        yield people
    crm.db.close()


def _type_in_palette(page: Page, words: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name=re.compile("cliente por nombre"))).to_be_focused()
    page.keyboard.type(words)


def test_the_first_link_of_a_page_leads_past_the_navigation(bruno: Page) -> None:
    open_page(bruno, "/clients")
    bruno.keyboard.press("Tab")
    expect(bruno.get_by_role("link", name="Ir al contenido")).to_be_focused()
    bruno.keyboard.press("Enter")
    expect(bruno.locator("#content")).to_be_focused()
    expect(bruno).to_have_url(re.compile(r"/clients/?$"))


def test_the_palette_goes_to_a_page_by_part_of_its_name(bruno: Page) -> None:
    open_page(bruno, "/analysis")
    _type_in_palette(bruno, "comercia")
    expect(bruno.get_by_role("option")).to_have_count(1)
    bruno.keyboard.press("Enter")
    expect(bruno).to_have_url("/sellers")


def test_the_palette_finds_a_client_by_its_name(bruno: Page, people: People) -> None:
    open_page(bruno, "/analysis")
    _type_in_palette(bruno, "bodega")
    expect(bruno.get_by_role("option", name=re.compile("Bodega Dario"))).to_be_visible()
    bruno.keyboard.press("Enter")
    expect(bruno).to_have_url(f"/clients/{people.dario_client.id}")


def test_the_palette_finds_a_client_by_its_code(bruno: Page, people: People) -> None:
    open_page(bruno, "/analysis")
    _type_in_palette(bruno, people.carla_client.code)
    expect(bruno.get_by_role("option", name=re.compile("Almazara Carla"))).to_be_visible()


def test_the_palette_finds_no_client_of_somebody_elses(carla: Page) -> None:
    open_page(carla, "/analysis")
    _type_in_palette(carla, "bodega")
    expect(carla.get_by_text("Nada coincide")).to_be_visible()


def test_the_palette_offers_a_salesperson_no_page_of_staff(carla: Page) -> None:
    open_page(carla, "/analysis")
    _type_in_palette(carla, "importa")
    expect(carla.get_by_text("Nada coincide")).to_be_visible()


def test_the_open_palette_is_closed_to_nobody(bruno: Page) -> None:
    open_page(bruno, "/analysis")
    _type_in_palette(bruno, "a")
    expect(bruno.get_by_role("option").first).to_be_visible()
    assert AXE.run(bruno, options=RULES).response["violations"] == []


def test_a_target_is_taken_back_and_set_again_from_the_keyboard(bruno: Page) -> None:
    open_page(bruno, "/goals?year=2026")
    cell = bruno.get_by_role("textbox", name=re.compile("^Carla, ene"))
    cell.focus()
    bruno.keyboard.type("1500")
    bruno.keyboard.press("ArrowRight")
    expect(cell).to_have_value("1.500", timeout=PATIENCE)
    cell.focus()
    bruno.keyboard.press("Control+z")
    expect(cell).to_have_value("")
    expect(cell).to_be_focused()
    bruno.keyboard.press("Control+y")
    expect(cell).to_have_value("1.500")


def test_repeat_values_begins_at_the_person_and_month_one_stood_in(bruno: Page) -> None:
    open_page(bruno, "/goals?year=2026")
    cell = bruno.get_by_role("textbox", name=re.compile("^Dario, mar"))
    cell.focus()
    bruno.keyboard.type("700")
    bruno.keyboard.press("Tab")
    expect(cell).to_have_value("700", timeout=PATIENCE)
    cell.focus()
    bruno.get_by_role("button", name="Repetir valores").click()
    dialog = bruno.get_by_role("dialog", name="Repetir valores")
    expect(dialog.get_by_label("Responsable").locator("option:checked")).to_have_text("Dario")
    expect(dialog.get_by_label("Mes de partida").locator("option:checked")).to_have_text(
        re.compile("^mar")
    )
    bruno.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    bruno.keyboard.press("Control+z")
    expect(cell).to_have_value("")


def test_repeat_values_leaves_the_row_it_is_about_in_view(bruno: Page) -> None:
    open_page(bruno, "/goals?year=2026")
    bruno.get_by_role("textbox", name=re.compile("^Dario, mar")).focus()
    bruno.get_by_role("button", name="Repetir valores").click()
    dialog = bruno.get_by_role("dialog", name="Repetir valores")
    expect(dialog.get_by_label("Responsable").locator("option:checked")).to_have_text("Dario")
    row = bruno.get_by_role("row", include_hidden=True).filter(has_text="Dario").bounding_box()
    over = dialog.bounding_box()
    assert row is not None
    assert over is not None
    is_below = over["y"] >= row["y"] + row["height"]
    assert is_below or over["y"] + over["height"] <= row["y"]


def test_a_notice_offers_to_undo_its_own_act_and_no_other(bruno: Page) -> None:
    open_page(bruno, "/goals?year=2026")
    cell = bruno.get_by_role("textbox", name=re.compile("^Dario, mar"))
    cell.focus()
    bruno.keyboard.type("700")
    bruno.keyboard.press("Tab")
    expect(cell).to_have_value("700", timeout=PATIENCE)
    bruno.get_by_role("button", name="Repetir valores").click()
    bruno.get_by_role("button", name="Rellenar 9 meses").click()
    notices = bruno.get_by_role("status").filter(has_text="Dario: 9 meses rellenados.")
    expect(notices.get_by_role("button", name="Deshacer")).to_be_visible()
    cell.focus()
    bruno.keyboard.press("Control+z")
    expect(bruno.get_by_role("textbox", name=re.compile("^Dario, abr"))).to_have_value("")
    expect(notices).to_have_count(0)
    bruno.keyboard.press("Control+z")
    expect(cell).to_have_value("")


def test_tab_goes_from_target_to_target_and_arrows_back(bruno: Page) -> None:
    open_page(bruno, "/goals?year=2026")
    cells = bruno.get_by_role("textbox", name=re.compile("^Carla, "))
    cells.first.focus()
    bruno.keyboard.press("Tab")
    expect(cells.nth(1)).to_be_focused()
    bruno.keyboard.press("ArrowLeft")
    expect(cells.first).to_be_focused()


def test_escape_brings_back_what_is_stored_in_a_refused_cell(bruno: Page) -> None:
    open_page(bruno, "/goals?year=2026")
    cell = bruno.get_by_role("textbox", name=re.compile("^Carla, mar"))
    cell.focus()
    bruno.keyboard.type("abc")
    bruno.keyboard.press("Tab")
    expect(cell).to_have_attribute("aria-invalid", "true", timeout=PATIENCE)
    bruno.keyboard.press("Shift+Tab")
    bruno.keyboard.press("Escape")
    expect(cell).to_have_value("")
    bruno.keyboard.press("Tab")
    expect(cell).to_have_attribute("aria-invalid", "false")


def test_a_theme_chosen_in_one_browser_is_there_in_another(
    carla: Page, browser: Browser, site: Site, people: People
) -> None:
    open_page(carla, "/profile")
    carla.get_by_role("main").get_by_role("button", name="Oscuro").click()
    expect(carla.locator("html")).to_have_class(re.compile(r"\bdark\b"))
    with visiting(browser, site, people.carla.email) as elsewhere:
        expect(elsewhere.locator("html")).to_have_class(re.compile(r"\bdark\b"))


def test_a_changed_name_is_seen_at_once(carla: Page) -> None:
    open_page(carla, "/profile")
    carla.get_by_role("textbox", name="Nombre", exact=True).fill("Carla Gil")
    carla.get_by_role("button", name="Guardar nombre").click()
    expect(carla.get_by_test_id("account-menu")).to_contain_text("Carla Gil")
