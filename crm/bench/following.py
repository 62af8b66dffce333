"""From the commit of an import to its figure on the dashboards that stand open."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import psycopg

from crm.bench.browsing import Browsing
from crm.bench.interaction import NoDashboard
from crm.bench.numbers import percentile
from crm.bench.report import Figure
from crm.bench.sales_file import HEADER
from crm.bench.site import DASHBOARD
from crm.bench.worker import BenchFailed, ImportRun, import_file
from crm.db import PROGRAM, as_actor
from crm.db.changes import CHANNEL
from crm.runtime.opening import Opened, opened
from crm.sales.queries import data_state
from crm.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

TIMES = 10
AMOUNT = "250000,00"
"""Of each import: enough to be seen, however a total is shortened."""

_LONGEST_SECONDS = 60.0
_TOTAL = ".kpi-value.hero"
# Like `Date.now()`, and `time.time()` here: the machine's clock, which all programs share.
_WAIT = """
    total => {
        const shown = () => document.querySelector(total).textContent;
        const before = shown();
        window.moved = new Promise((resolve) => {
            const watcher = new MutationObserver(() => {
                if (shown() === before) return;
                watcher.disconnect();
                const channel = new MessageChannel();
                channel.port1.onmessage = () => resolve(Date.now());
                requestAnimationFrame(() => channel.port2.postMessage(0));
            });
            const what = { subtree: true, childList: true, characterData: true };
            watcher.observe(document.getElementById("content"), what);
        });
    }
"""


def measure_following(settings: Settings, browsing: Browsing, folder: Path) -> list[Figure]:
    """Median and 95 of 100 over two browsers and ten imports. Raises NoDashboard, BenchFailed."""
    # Opened here too: the import works beside the server, on the same database.
    with opened(settings) as company, _dashboards(browsing) as pages, _listening(company) as told:
        times = [
            took
            for turn in range(TIMES)
            for took in _follow(company, pages, told, _one_line(folder, turn))
        ]
    return [
        Figure("follow_median", median(times)),
        Figure("follow_p95", percentile(times, 95)),
    ]


@contextmanager
def _dashboards(browsing: Browsing) -> Iterator[list["Page"]]:
    """The same person's dashboard in two browsers."""
    from playwright.sync_api import TimeoutError as TooLong

    with browsing.afresh() as other:
        pages = [browsing.open(DASHBOARD), other]
        other.goto(browsing.site.url + DASHBOARD, wait_until="networkidle")
        try:
            for page in pages:
                page.locator(_TOTAL).wait_for()
        except TooLong as none:
            raise NoDashboard("bench.no_dashboard", address=DASHBOARD) from none
        yield pages
        pages[0].close()


@contextmanager
def _listening(company: Opened) -> Iterator[psycopg.Connection]:
    with psycopg.connect(company.libpq_url(), autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        yield connection


def _one_line(folder: Path, turn: int) -> Path:
    """A sale of the last day that the sample knows."""
    with as_actor(PROGRAM) as tx:
        day = data_state(tx).until
    if day is None:
        raise NoDashboard("bench.no_dashboard", address=DASHBOARD)
    sale = (f"B{turn}", "1", f"{day:%d/%m/%Y}", "B1", "Bench", "B1", "B1", "Bench", "Bench", "1")
    path = folder / f"following-{turn}.csv"
    path.write_text("\n".join(";".join(row) for row in (HEADER, (*sale, AMOUNT))), "utf-8")
    return path


def _follow(
    company: Opened, pages: Sequence["Page"], told: psycopg.Connection, path: Path
) -> list[float]:
    """Milliseconds of each page from the commit, of which the database itself tells."""
    for page in pages:
        page.evaluate(_WAIT, _TOTAL)
    with ThreadPoolExecutor(1) as beside:
        run: Future[ImportRun] = beside.submit(import_file, company.app_url, PROGRAM, path)
        news = list(told.notifies(timeout=_LONGEST_SECONDS, stop_after=1))
        committed = time.time() * 1000
    if not news or run.result().outcome != "loaded":
        message = f"{path.name}: {run.result().outcome}"
        raise BenchFailed(message)
    return [page.evaluate("() => window.moved") - committed for page in pages]
