"""A Chromium in front of the served product, for what only a browser can tell."""

import contextlib
import os
import shutil
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from crm.bench.site import PAGE, Site
from crm.kit.errors import UserError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
DESKTOP: "ViewportSize" = {"width": 1440, "height": 900}


class NoBrowser(UserError):
    """Screens cannot be measured here: Playwright or a Chromium is missing."""


@dataclass(slots=True)
class Browsing:
    """A person signed in with a browser; every page asked for stays open."""

    site: Site
    browser: "Browser"
    context: "BrowserContext"
    pages: list["Page"] = field(default_factory=list)

    def open(self, path: str) -> "Page":
        """A new tab on an address of the product, loaded to its end."""
        page = self.context.new_page()
        self.pages.append(page)
        page.goto(self.site.url + path, wait_until="networkidle")
        return page

    @contextlib.contextmanager
    def afresh(self) -> Generator["Page"]:
        """A tab of the same person in a browser that has never been here: nothing is kept."""
        context = self.browser.new_context(
            viewport=DESKTOP, storage_state=self.context.storage_state()
        )
        try:
            yield context.new_page()
        finally:
            context.close()


@contextlib.contextmanager
def signed_in(site: Site) -> Generator[Browsing]:
    """The sample's administrator in a browser. Raises NoBrowser."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError as missing:
        raise NoBrowser("bench.no_playwright") from missing
    with sync_playwright() as playwright:
        # A browser of root has no sandbox of its own to go into.
        alone = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(
            executable_path=_chromium(playwright), args=[*FLAGS, *alone]
        )
        try:
            context = browser.new_context(viewport=DESKTOP)
            _sign_in(site, context)
            yield Browsing(site, browser, context)
        finally:
            browser.close()


def _chromium(playwright: "Playwright") -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    found = found or playwright.chromium.executable_path
    if not Path(found).exists():
        raise NoBrowser("bench.no_chromium")
    return found


def _sign_in(site: Site, context: "BrowserContext") -> None:
    person = next(one for one in site.people if one.role == "admin")
    page = context.new_page()
    page.goto(site.url + PAGE)
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", person.password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: PAGE not in url)
    page.close()
