"""The main job on a real company's files: known figures, their lines, targets, own figures."""

import re
from collections.abc import Generator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

import crm.db
from crm.db import as_import
from crm.db.server import Server
from crm.kit.formats import Formatter
from crm.kit.money import round_money
from tests.browser.walking import (
    LOADED,
    NORTHWIND,
    PATIENCE,
    a_person,
    emptied_after,
    open_page,
    send_on_screen,
    shown,
    visiting,
    written,
)
from tests.northwind import northwind_lines
from tests.serving import Site

FILES = (
    "vendedores.csv",
    "productos.csv",
    "clientes.csv",
    "sales_1996.csv",
    "ventas_1997.xlsx",
    "ventas_1998.csv",
)
FAMILIES = {
    "Beverages": "267.868,20",
    "Dairy Products": "234.507,32",
    "Confections": "167.357,28",
    "Meat/Poultry": "163.022,38",
    "Seafood": "131.261,77",
    "Condiments": "106.047,15",
    "Produce": "99.984,58",
    "Grains/Cereals": "95.744,60",
}
MONTHS_OF_1997 = """
    61.258,08 38.483,64 38.547,23 53.032,95 53.781,30 36.362,82
    51.020,88 47.287,68 55.629,27 66.749,24 43.533,81 71.398,45
"""
STEVEN = "Steven Buchanan"


@dataclass(frozen=True, slots=True)
class Northwind:
    """The company on the site, and who works there."""

    bruno: str
    carla: str

    def id_of(self, table: str, name: str) -> int:
        """The id that the company has for a family, a salesperson or a client."""
        with as_import(0) as tx:
            found = tx.execute(text(f"SELECT id FROM {table} WHERE name = :name"), {"name": name})
            return found.scalar_one()


@pytest.fixture(scope="module")
def northwind(browser: Browser, site: Site, cluster: Server) -> Generator[Northwind]:
    """Every file of the company sent on the screen, as a supervisor does it."""
    crm.db.connect(cluster.url(site.database, user="crm_app"))
    with emptied_after(cluster, site):
        a_person("Ana", "admin")
        people = Northwind(a_person("Bruno", "supervisor"), a_person("Carla", "sales"))
        with visiting(browser, site, people.bruno) as page:
            for name in FILES:
                expect(send_on_screen(page, NORTHWIND / name)).to_contain_text(
                    "Cargado", timeout=LOADED
                )
        yield people
    crm.db.close()


@pytest.fixture
def bruno(northwind: Northwind, browser: Browser, site: Site) -> Generator[Page]:
    """The supervisor's page."""
    with visiting(browser, site, northwind.bruno) as page:
        yield page


class Slice(NamedTuple):
    """Some of the company's lines."""

    month: str
    family: str = ""
    seller: str = ""

    @property
    def total(self) -> str:
        """What they add up to in the files themselves, as written on the screen."""
        amounts = [
            line.amount
            for line in northwind_lines()
            if f"{line.day:%Y-%m}" == self.month
            and self.family in ("", line.family)
            and self.seller in ("", line.seller)
        ]
        total = round_money(sum(amounts, Decimal(0)))
        return Formatter().money(total).removesuffix("€").strip()


def expect_figure(page: Page, amount: str) -> None:
    """The month's figure, to the cent."""
    expect(page.get_by_role("main").get_by_title(written(amount))).to_be_visible(timeout=PATIENCE)


def rows_of_year(page: Page) -> list[str]:
    """The figures below the year's chart, row by row."""
    table = page.get_by_role("table").filter(has_text="Acumulado del ejercicio")
    if not table.is_visible():
        page.get_by_text("Ver los datos").last.click()
    expect(table.get_by_role("row")).to_have_count(13, timeout=PATIENCE)
    return table.get_by_role("row").all_inner_texts()[1:]


def test_months_on_the_dashboard_have_their_known_figures(bruno: Page) -> None:
    open_page(bruno, "/analysis")
    expect_figure(bruno, "18.333,64")
    assert "440.623,95" in rows_of_year(bruno)[4]

    bruno.get_by_role("link", name="Mes anterior").click()
    expect_figure(bruno, "123.798,70")
    expect(bruno).to_have_url(re.compile("month=1998-04"))

    open_page(bruno, "/analysis?month=1997-12")
    expect_figure(bruno, "71.398,45")
    shown_rows = rows_of_year(bruno)
    for row, amount in zip(shown_rows, MONTHS_OF_1997.split(), strict=True):
        assert amount in row
    assert "617.085,35" in shown_rows[-1]


def test_lines_behind_each_family_add_up_to_its_known_total(
    bruno: Page, northwind: Northwind
) -> None:
    for name, amount in FAMILIES.items():
        family = northwind.id_of("product_family", name)
        open_page(bruno, f"/analysis?lines=f{family}")
        expect(bruno.get_by_role("dialog")).to_contain_text(amount)


def test_choices_narrow_the_figures_and_stay_after_a_reload_and_back(bruno: Page) -> None:
    open_page(bruno, "/analysis?month=1998-04")
    bruno.get_by_label("Familia").select_option(label="Beverages")
    expect_figure(bruno, Slice("1998-04", "Beverages").total)
    bruno.get_by_label("Responsable").select_option(label=STEVEN)
    expect_figure(bruno, Slice("1998-04", "Beverages", "005").total)
    bruno.reload()
    shown(bruno)
    expect_figure(bruno, Slice("1998-04", "Beverages", "005").total)

    bruno.go_back()
    expect_figure(bruno, Slice("1998-04", "Beverages").total)
    bruno.go_back()
    expect_figure(bruno, "123.798,70")


def test_a_figure_opens_to_its_lines_and_they_to_their_import(bruno: Page) -> None:
    open_page(bruno, "/analysis?month=1998-04")
    bruno.get_by_role("main").get_by_title(written("123.798,70")).click()
    panel = bruno.get_by_role("dialog")
    expect(panel).to_contain_text("123.798,70")
    bruno.reload()
    expect(panel).to_contain_text("123.798,70")

    panel.get_by_role("row").nth(1).get_by_role("link").last.click()
    expect(bruno.get_by_role("heading", name="ventas_1998.csv")).to_be_visible()
    bruno.go_back()
    expect(panel).to_contain_text("123.798,70")
    bruno.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect_figure(bruno, "123.798,70")
    expect(bruno).to_have_url(re.compile(r"/analysis/?\?month=1998-04$"))


def press(page: Page, name: str) -> None:
    """Presses Enter on a button that was given the focus; the page's own, not a notice's."""
    button = page.locator("#content, dialog").get_by_role("button", name=name)
    expect(button).to_be_enabled()
    button.press("Enter")


def test_a_years_targets_are_set_by_keyboard_and_show_on_the_dashboard(bruno: Page) -> None:
    open_page(bruno, "/goals?year=1998")
    press(bruno, "Crear objetivo")
    january = bruno.get_by_role("textbox", name=re.compile(f"^{STEVEN}, ene"))
    january.focus()
    bruno.keyboard.type("100000")
    bruno.keyboard.press("ArrowRight")
    row = bruno.get_by_role("row").filter(has_text=STEVEN)
    expect(january).to_have_value(re.compile(r"100\.000"))

    press(bruno, "Repetir valores")
    dialog = bruno.get_by_role("dialog")
    expect(dialog).to_contain_text("11 meses reciben 100.000")
    press(bruno, "Rellenar 11 meses")
    expect(row).to_contain_text("1.200.000")
    press(bruno, "Deshacer (Ctrl Z)")
    expect(row).not_to_contain_text("1.200.000")
    press(bruno, "Repetir valores")
    press(bruno, "Rellenar 11 meses")
    expect(row).to_contain_text("1.200.000")

    open_page(bruno, "/analysis?month=1998-04")
    expect(bruno.get_by_role("main")).to_contain_text(re.compile(r"123,8\s%"))


def test_a_salesperson_linked_by_one_click_sees_exactly_their_own_figures(
    bruno: Page, northwind: Northwind, browser: Browser, site: Site
) -> None:
    open_page(bruno, "/sellers")
    choice = bruno.get_by_label(f"Usuario de {STEVEN}")
    with visiting(browser, site, northwind.carla) as carla:
        open_page(carla, "/analysis")
        expect(carla.get_by_role("main")).to_contain_text("Aún no tienes cifras")
        choice.select_option(label="Carla")
        expect(bruno.get_by_text("Vinculado", exact=True)).to_be_visible()

        open_page(carla, "/analysis?month=1998-04")
        expect_figure(carla, Slice("1998-04", seller="005").total)
        steven = northwind.id_of("seller", STEVEN)
        open_page(bruno, f"/analysis?month=1998-04&responsible={steven}")
        expect_figure(bruno, Slice("1998-04", seller="005").total)
        assert rows_of_year(carla) == rows_of_year(bruno)


def test_a_refusal_says_nothing_of_what_it_refuses(
    northwind: Northwind, browser: Browser, site: Site
) -> None:
    received: list[str | bytes] = []

    def heard(frame: str | bytes) -> None:
        received.append(frame)

    with visiting(browser, site, a_person("Dario", "sales")) as dario:
        dario.on(
            "websocket",
            lambda socket: socket.on("framereceived", heard),
        )
        open_page(dario, f"/clients/{northwind.id_of('client', 'QUICK-Stop')}")
        expect(dario.get_by_role("main")).to_contain_text("Ese cliente no existe")
        received.append(dario.content())
        open_page(dario, "/imports")
        expect(dario.get_by_text("Esta página no es para tu perfil")).to_be_visible()
        received.append(dario.content())
    everything = "".join(part if isinstance(part, str) else part.decode() for part in received)
    assert "Dario" in everything
    for secret in ("QUICK-Stop", "110.277", "ventas_1998", "440.623", STEVEN):
        assert secret not in everything
