"""What a first load of each page sends over the wire, as a browser counts it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crm.bench.browsing import Browsing
from crm.bench.report import KILOBYTE, Figure
from crm.bench.site import DASHBOARD, PAGE

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHARTS = "plotly"
"""In the name of the chart library's file; it has a goal of its own."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a page's first load, compressed as they were sent."""

    path: str
    scripts: int
    styles: int
    charts: int


def measure_weights(browsing: Browsing) -> list[Figure]:
    """JavaScript of every page in the navigation; CSS and the chart bundle where they are most."""
    weights = [_weigh(browsing, path) for path in [PAGE, *_places(browsing)]]
    heaviest = max(weights, key=lambda weight: weight.styles)
    charting = max(weights, key=lambda weight: weight.charts)
    return [
        *(_figure("script_weight", one.scripts, one.path) for one in weights),
        _figure("style_weight", heaviest.styles, heaviest.path),
        _figure("chart_weight", charting.charts, charting.path),
    ]


def _figure(name: str, size: int, path: str) -> Figure:
    return Figure(name, size / KILOBYTE, path)


def _places(browsing: Browsing) -> Iterator[str]:
    page = browsing.open(DASHBOARD)
    # The frame comes with the first answer over the websocket, after the network fell silent.
    page.locator("nav a[href]").first.wait_for(state="attached")
    links = page.eval_on_selector_all("nav a[href]", "links => links.map(link => link.href)")
    page.close()
    found = [urlsplit(link) for link in links if link.startswith(browsing.site.url)]
    yield from dict.fromkeys(link.path.rstrip("/") for link in found if link.path != "/")


def _weigh(browsing: Browsing, path: str) -> Weight:
    with browsing.afresh() as page:
        if path == PAGE:
            page.context.clear_cookies()
        sizes = _loaded(page, browsing.site.url + path)
    scripts = {name: size for name, size in sizes.items() if name.endswith(".js")}
    charts = sum(size for name, size in scripts.items() if CHARTS in name.rpartition("/")[2])
    styles = sum(size for name, size in sizes.items() if name.endswith(".css"))
    return Weight(path, sum(scripts.values()) - charts, styles, charts)


def _loaded(page: "Page", url: str) -> dict[str, int]:
    """Bytes on the wire by the path of what was loaded."""
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def begun(event: dict[str, Any]) -> None:
        names[event["requestId"]] = urlsplit(event["response"]["url"]).path

    def ended(event: dict[str, Any]) -> None:
        name = names.get(event["requestId"], "")
        sizes[name] = sizes.get(name, 0) + int(event["encodedDataLength"])

    network = page.context.new_cdp_session(page)
    network.on("Network.responseReceived", begun)
    network.on("Network.loadingFinished", ended)
    network.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    return sizes
