"""People at a browser of their own; a file's fixture `people` says which company is theirs."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.walking import visiting
from tests.builders import People
from tests.serving import Site


@pytest.fixture
def ana(browser: Browser, site: Site, people: People) -> Generator[Page]:
    """The administrator."""
    with visiting(browser, site, people.ana.email) as page:
        yield page


@pytest.fixture
def bruno(browser: Browser, site: Site, people: People) -> Generator[Page]:
    """The supervisor."""
    with visiting(browser, site, people.bruno.email) as page:
        yield page


@pytest.fixture
def carla(browser: Browser, site: Site, people: People) -> Generator[Page]:
    """A salesperson."""
    with visiting(browser, site, people.carla.email) as page:
        yield page
