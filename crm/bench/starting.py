"""How long a start takes, and how much memory the server holds."""

import time
from collections.abc import Callable
from statistics import median

from crm.bench.browsing import Browsing, NoBrowser, signed_in
from crm.bench.report import KILOBYTE, MEGABYTE, Figure
from crm.bench.site import DASHBOARD, Site, served, start_and_stop
from crm.kit.errors import UserError
from crm.settings import Settings

RESTARTS = 3
PAGES = 20
_SETTLE_SECONDS = 3.0

Step = Callable[[str], None]


def measure_starts(settings: Settings, step: Step) -> tuple[list[Figure], list[UserError]]:
    """Figures of starts and memory, on a sample company of its own; notes on what is missing.

    The first start builds the screens only where no build of these sources is kept.
    """
    step("step_first_start")
    first, _ = start_and_stop(settings, "demo")
    step("step_second_start")
    again = [start_and_stop(settings, "demo") for _ in range(RESTARTS)]
    figures = [
        Figure("first_start", first),
        Figure("second_start", median(start for start, _ in again)),
        Figure("stop", median(stop for _, stop in again)),
    ]
    step("step_open_pages")
    with served(settings, "demo") as site:
        memory, notes = _memory(site)
    return [*figures, *memory], notes


def _memory(site: Site) -> tuple[list[Figure], list[UserError]]:
    time.sleep(_SETTLE_SECONDS)
    idle = site.memory()
    figures = [Figure("idle_memory", idle / MEGABYTE)]
    try:
        with signed_in(site) as browsing:
            figures.append(Figure("page_memory", _per_page(site, browsing) / KILOBYTE))
    except NoBrowser as none:
        return [*figures, Figure("page_memory", None)], [none]
    return figures, []


def _per_page(site: Site, browsing: Browsing) -> float:
    """The first page is not counted: with it the server loads what all pages share."""
    browsing.open(DASHBOARD)
    time.sleep(_SETTLE_SECONDS)
    before = site.memory()
    for _ in range(PAGES):
        browsing.open(DASHBOARD)
    time.sleep(_SETTLE_SECONDS)
    return (site.memory() - before) / PAGES
