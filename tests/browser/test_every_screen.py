"""Every registered screen, in both languages and themes, wide and on a phone."""

import re
from collections.abc import Generator
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

import crm.crm  # registers the screens by importing their pages
import crm.db
from crm.db import as_import
from crm.db.server import Server
from crm.kit.texts import LOCALES
from crm.shell.layout import SCREENS
from tests.browser.walking import (
    DESKTOP,
    LOADED,
    NORTHWIND,
    PATIENCE,
    PHONE,
    a_person,
    emptied_after,
    open_page,
    send_on_screen,
    visiting,
)
from tests.serving import Site

NOT_SERVED = "crm.gallery"
"""Its pages are there in development alone."""
AXE = Axe()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SERIOUS = ("serious", "critical")
RAW_KEY = re.compile(
    r"\b(?:accounts|analysis|clients|goals|intake|kit|sales|shell|ui)\.[a-z]+(?:_[a-z]+)*\b"
)
TWO_READINGS = b"""\
Invoice,Line,Invoice date,Customer ID,Product ID,Quantity,Net amount
20001,1,07/08/1996,VINET,0011,12,168.00
20002,1,07/08/1996,TOMSP,0014,9,167.40
"""


class Company(NamedTuple):
    """A company with something on each screen, and who administers it in each language."""

    people: dict[str, str]
    addresses: list[str]


@pytest.fixture(scope="module")
def company(
    browser: Browser, site: Site, cluster: Server, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Company]:
    """A year of sales, and a file that waits for an answer."""
    crm.db.connect(cluster.url(site.database, user="crm_app"))
    waiting = tmp_path_factory.mktemp("files") / "two_readings.csv"
    waiting.write_bytes(TWO_READINGS)
    with emptied_after(cluster, site):
        people = {locale: a_person(f"Ana {locale}", "admin", locale) for locale in LOCALES}
        with visiting(browser, site, people["es"]) as page:
            loaded = send_on_screen(page, NORTHWIND / "ventas_1998.csv")
            expect(loaded).to_contain_text("Cargado", timeout=LOADED)
            asked = send_on_screen(page, waiting)
            expect(asked).to_contain_text("Falta una respuesta", timeout=LOADED)
        yield Company(people, _addresses())
    crm.db.close()


def _addresses() -> list[str]:
    """One address of every screen; a new part of an address fails until it is known here."""
    with as_import(0) as tx:
        client = tx.execute(text("SELECT min(id) FROM client")).scalar_one()
        done, waiting = tx.execute(text("SELECT min(id), max(id) FROM import_batch")).one()
    routes = [one.route for one in SCREENS if not one.view.__module__.startswith(NOT_SERVED)]
    return [
        re.sub(
            r"\[(\w+)\]",
            lambda part, route=route: {
                "client_id": str(client),
                "import_id": str(waiting if route.endswith("/mapping") else done),
            }[part[1]],
            route,
        )
        for route in routes
    ]


def _serious(page: Page) -> list[str]:
    found = AXE.run(page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def test_no_screen_is_closed_to_somebody_in_any_theme_or_width(
    company: Company, browser: Browser, site: Site
) -> None:
    found: list[str] = []
    with visiting(browser, site, company.people["es"]) as page:
        for address in company.addresses:
            open_page(page, address)
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                has_theme = re.compile(rf"\b{theme}\b")
                expect(page.locator("html")).to_have_class(has_theme, timeout=PATIENCE)
                for size in (DESKTOP, PHONE):
                    page.set_viewport_size(size)
                    where = f"{address} {theme} {size['width']}"
                    found += [f"{where} {one}" for one in _serious(page)]
    assert found == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_screen_speaks_the_persons_language(
    company: Company, browser: Browser, site: Site, locale: str
) -> None:
    with visiting(browser, site, company.people[locale]) as page:
        for address in company.addresses:
            open_page(page, address)
            expect(page.locator("html")).to_have_attribute("lang", locale)
            expect(page.get_by_role("heading").first).not_to_be_empty()
            expect(page.get_by_role("main")).to_have_text(re.compile(r"\w[\s\S]{20}"))
            assert RAW_KEY.findall(page.locator("body").inner_text()) == []
