"""What the walks share: people who sign in, files sent on the screen, an empty company after."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from crm.db import Role, as_system
from crm.db.server import Server
from tests.builders import PASSWORD, a_user, with_password
from tests.serving import Site, leave

NORTHWIND = Path(__file__).parents[1] / "data" / "northwind"
LOADED = 60_000
"""Milliseconds in which a small file is loaded, its process started included."""
PATIENCE = 20_000
"""Milliseconds for anything else: the machine may be busy with other tests."""
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

EVERYTHING = """
    TRUNCATE app_user, import_batch, import_change, import_confirmed, mapping_profile, sale_line,
        client_month, month_fact, day_fact, source_month, client, product, product_family, seller,
        goal, closed_month CASCADE
"""
"""The site is shared with other tests, some of which are about a company without anything.

Numbers go on: the server keeps what it read of an import by its number, and none comes twice.
"""


@contextmanager
def emptied_after(cluster: Server, site: Site) -> Generator[None]:
    """A company of one's own on the shared site: nothing of it is left."""
    try:
        yield
    finally:
        with psycopg.connect(cluster.libpq_url(site.database)) as owner:
            owner.execute(EVERYTHING)


def a_person(name: str, role: Role, locale: str = "es") -> str:
    """Somebody who can sign in; their address."""
    with as_system("test: a person") as tx:
        made = a_user(tx, name=name, role=role, locale=locale)
        with_password(tx, made.id)
        return made.email


@contextmanager
def visiting(browser: Browser, site: Site, email: str) -> Generator[Page]:
    """A signed-in person's page in a browser of their own."""
    context: BrowserContext = browser.new_context(
        base_url=site.url, locale="es-ES", viewport=DESKTOP, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    sign_in(page, email)
    yield page
    leave(context)


def sign_in(page: Page, email: str) -> None:
    """Fills in the form of the sign-in and waits for the page behind it."""
    page.goto("/login")
    page.get_by_role("textbox").first.fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    shown(page)


def shown(page: Page) -> None:
    """Waits until the page holds its figures: until then its frame is hidden."""
    expect(page.get_by_test_id("account-menu")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#content .skeleton")).to_have_count(0, timeout=PATIENCE)


def open_page(page: Page, address: str) -> None:
    """Goes to an address and waits until the page holds its figures."""
    page.goto(address)
    shown(page)


def send_on_screen(page: Page, path: Path) -> Locator:
    """Gives a file to the page of imports; its row."""
    open_page(page, "/imports")
    page.locator("input[type=file]").set_input_files(path)
    return page.get_by_role("row").filter(has_text=path.name)


def written(amount: str) -> re.Pattern[str]:
    """An amount as a Spaniard writes it, whichever space stands before the sign."""
    return re.compile(rf"^{re.escape(amount)}\s€$")
