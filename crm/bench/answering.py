"""Whether pages are answered while a file is being imported."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from crm.accounts.company import Company
from crm.accounts.first_run import set_up
from crm.bench.company import ADMIN
from crm.bench.numbers import percentile
from crm.bench.report import Figure
from crm.bench.sales_file import SalesFile, write_csv
from crm.bench.site import PAGE, Site, ask, served
from crm.bench.worker import BenchFailed, import_file
from crm.runtime.opening import opened
from crm.settings import Settings

HEALTH = "/healthz"
_PAUSE_SECONDS = 0.02
_IDLE_ASKED = 100


def measure_answers(settings: Settings, folder: Path, *, lines: int) -> list[Figure]:
    """A page and the health address are asked for in turn, before and during an import."""
    sales = write_csv(folder / "busy.csv", SalesFile(lines, lines))
    # Opened here too: the import works beside the server, on the same database.
    with served(settings, "up") as site, opened(settings) as company:
        actor = set_up(Company(name="Bench"), ADMIN, [])
        idle = _ask_times(site, _IDLE_ASKED)
        busy = _ask_while(site, lambda: import_file(company.app_url, actor, sales.path))
    return [
        Figure("page_idle_p95", percentile(idle, 95)),
        Figure("page_during_import_p95", percentile(busy, 95)),
        Figure("page_during_import_longest", max(busy)),
    ]


def _ask_times(site: Site, times: int) -> list[float]:
    return [_asked(site, number) for number in range(times)]


def _ask_while(site: Site, work: Callable[[], object]) -> list[float]:
    """Milliseconds of each answer for as long as the work lasts."""
    over = threading.Event()
    answers: list[float] = []

    def keep_asking() -> None:
        while not over.is_set():
            answers.append(_asked(site, len(answers)))

    asking = threading.Thread(target=keep_asking)
    asking.start()
    try:
        work()
    finally:
        over.set()
        asking.join()
    return answers


def _asked(site: Site, number: int) -> float:
    time.sleep(_PAUSE_SECONDS)
    url = site.url + (HEALTH if number % 2 else PAGE)
    began = time.monotonic()
    if not ask(url):
        message = f"{url} was not answered"
        raise BenchFailed(message)
    return (time.monotonic() - began) * 1000
