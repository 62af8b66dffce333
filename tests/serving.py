"""The served product, once per run, and a browser in front of it."""

import contextlib
import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

import crm.db
from crm.db.server import Server
from crm.runtime.serve import free_port
from tests.browsers import FLAGS, find_chromium, use_our_node
from tests.databases import database_from_template

READY = "http://"
GROUP = "browser"


@dataclass(frozen=True, slots=True)
class Site:
    """A served product: where it answers, and which database it shows."""

    url: str
    database: str
    log: Path


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the served product run in one worker, so that it is built and started once."""
    served = [item for item in items if "site" in getattr(item, "fixturenames", ())]
    for item in served:
        item.add_marker(pytest.mark.xdist_group(GROUP))
        item.add_marker(pytest.mark.browser)
    # What a company without anybody shows is asked before other tests let people in.
    served.sort(key=lambda item: "test_first_run.py" not in item.nodeid)
    others = [item for item in items if item not in served]
    items[:] = others + served


@pytest.fixture(scope="session")
def site(cluster: Server, run_folder: Path) -> Generator[Site]:
    """The product as it is served, on an empty company; `crm.db` is connected to the same."""
    with database_from_template(cluster) as name, _served(cluster, name, run_folder) as served:
        yield served


@pytest.fixture
def connected_site(site: Site, cluster: Server) -> Generator[Site]:
    """The served product, with `crm.db` of this process on its database to prepare and check."""
    crm.db.connect(cluster.url(site.database, user="crm_app"))
    yield site
    crm.db.close()


@pytest.fixture(scope="module")
def browser(run_folder: Path) -> Generator[Browser]:
    """A Chromium, without a window, for a file of tests.

    While Playwright runs in a process no other test there can start an event loop of its own, so
    it does not stay for the whole run.
    """
    use_our_node()
    with sync_playwright() as playwright:
        with (run_folder / "browser.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            path = find_chromium(playwright)
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser, connected_site: Site) -> Generator[BrowserContext]:
    """A visitor of their own: no cookie of anybody else, Spanish, a desktop's width."""
    made = browser.new_context(
        base_url=connected_site.url, locale="es-ES", viewport={"width": 1440, "height": 900}
    )
    made.set_default_timeout(10_000)
    yield made
    leave(made)


def leave(context: BrowserContext) -> None:
    """Closes a visitor's pages: a page that is on its way elsewhere may never say that it closed.

    So each goes to an empty one first, which waits until it is there.
    """
    for page in context.pages:
        with contextlib.suppress(Error):
            page.goto("about:blank")
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The visitor's page."""
    return context.new_page()


@contextlib.contextmanager
def _served(server: Server, database: str, folder: Path) -> Iterator[Site]:
    log = folder / f"site-{os.getpid()}.log"
    port = free_port("127.0.0.1", 18000)
    environment = os.environ | {
        "CRM_DATA_DIR": tempfile.mkdtemp(prefix="site-", dir=folder),
        "CRM_DATABASE_URL": server.libpq_url(database),
        "CRM_DATABASE_APP_URL": server.libpq_url(database, user="crm_app"),
        "CRM_PORT": str(port),
        "CRM_LOCALE": "en",
        "CRM_LOG_LEVEL": "info",
    }
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "crm", "up"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        yield Site(_ready_url(process, log), database, log)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _ready_url(process: subprocess.Popen[str], log: Path) -> str:
    """The address it prints once it answers; its whole output when it ended instead."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if READY in line:
            return line[line.index(READY) :].strip()
    pytest.fail(f"the product did not start:\n{''.join(said)}{log.read_text()}", pytrace=False)
