"""From a choice on the dashboard to the result on the screen, in the browser's own time."""

from collections.abc import Iterator
from itertools import cycle, islice
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from crm.bench.browsing import Browsing
from crm.bench.numbers import percentile
from crm.bench.report import Figure
from crm.bench.site import DASHBOARD
from crm.kit.errors import UserError

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHOICES = ("month", "family", "responsible")
TIMES = 40
WARM_UP = 3
_READY_MS = 15_000

_SELECTS = """
    () => [...document.querySelectorAll("select")]
        .map(select => [...select.options].map(option => option.value))
"""
# Time runs from the choice to the frame after the last change of what is to be seen, charts
# included; a quarter of a second without any change says that it was the last. It has not come
# before the page itself shows the choice: until then a select that is steered shows the former.
_CHOOSE = """
    ([place, address]) => new Promise((resolve, reject) => {
        const QUIET = 250, LONGEST = 10000;
        const select = document.querySelectorAll("select")[place];
        let painted = 0, timer = 0;
        const channel = new MessageChannel();
        channel.port1.onmessage = () => { painted = performance.now(); };
        const below = [...document.querySelectorAll(".plot")]
            .filter((chart) => chart.getBoundingClientRect().top >= innerHeight);
        const isSeen = ({ target }) => !below.some((chart) => chart.contains(target));
        const watcher = new MutationObserver((changes) => {
            if (!changes.some(isSeen)) return;
            requestAnimationFrame(() => channel.port2.postMessage(0));
            clearTimeout(timer);
            timer = setTimeout(end, QUIET);
        });
        const given_up = setTimeout(() => reject(new Error("nothing settled")), LONGEST);
        const end = () => {
            const shown = document.querySelectorAll("select")[place].value;
            if (shown !== address) { timer = setTimeout(end, QUIET); return; }
            clearTimeout(given_up);
            watcher.disconnect();
            resolve(painted - began);
        };
        watcher.observe(document.body, {
            subtree: true, childList: true, characterData: true, attributes: true,
        });
        const began = performance.now();
        Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value")
            .set.call(select, address);
        select.dispatchEvent(new Event("change", { bubbles: true }));
    })
"""


class NoDashboard(UserError):
    """The dashboard offers nothing to choose: the sample company is empty, or the page is not."""


def measure_choices(browsing: Browsing) -> list[Figure]:
    """Median and 95 of 100 for choosing a month and a family. Raises NoDashboard."""
    from playwright.sync_api import TimeoutError as TooLong

    page = browsing.open(DASHBOARD)
    try:
        page.locator("select option").nth(3).wait_for(state="attached", timeout=_READY_MS)
    except TooLong as none:
        raise NoDashboard("bench.no_dashboard", address=DASHBOARD) from none
    figures: list[Figure] = []
    for choice in CHOICES:
        times = list(_choose(page, choice))
        figures.append(Figure("choice_median", median(times), choice))
        figures.append(Figure("choice_p95", percentile(times, 95), choice))
    page.close()
    return figures


def _choose(page: "Page", choice: str) -> Iterator[float]:
    """Milliseconds of each of the choices, one after the other through what is offered."""
    place, _ = _offered(page, choice)
    for turn in range(WARM_UP + TIMES):
        # Read anew each time: an option's address carries what else is chosen.
        _, addresses = _offered(page, choice)
        now = urlsplit(page.url).query
        others = [one for one in addresses if urlsplit(one).query != now]
        address = next(islice(cycle(others), turn, None))
        took = page.evaluate(_CHOOSE, [place, address])
        if turn >= WARM_UP:
            yield took


def _offered(page: "Page", choice: str) -> tuple[int, list[str]]:
    """The place of the select whose options differ in this parameter, and their addresses."""
    for place, addresses in enumerate(page.evaluate(_SELECTS)):
        values = {tuple(parse_qs(urlsplit(one).query).get(choice, ())) for one in addresses}
        if len(values) > 1:
            return place, addresses
    raise NoDashboard("bench.no_dashboard", address=DASHBOARD)
