"""The product as it is served: one port, one build, any address."""

import json

import httpx
import pytest
from playwright.sync_api import Page

from crm.runtime.build import NPM_LOCK
from crm.settings import settings
from tests.serving import Site


def test_every_request_of_a_page_goes_to_its_own_address(page: Page, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url.replace("ws://", "http://")))
    page.goto("/login", wait_until="networkidle")
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []


def test_the_product_says_that_it_is_ready(site: Site) -> None:
    assert httpx.get(f"{site.url}/healthz").status_code == 200


@pytest.mark.usefixtures("site")
def test_the_kept_lock_names_every_package_that_the_pages_need() -> None:
    """Otherwise a first start asks the registry what nobody pinned; docs/operations.md mends it."""
    used = json.loads((settings().cache_dir / "work" / "reflex.lock" / "package.json").read_text())
    kept = json.loads((NPM_LOCK / "package.json").read_text())
    assert used["dependencies"] == kept["dependencies"]
    assert used["devDependencies"] == kept["devDependencies"]
