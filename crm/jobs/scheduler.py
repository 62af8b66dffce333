"""Has due jobs done for as long as the server lives, by the process that leads.

    scheduler = Scheduler([Job(...), ...])
    scheduler.start()
    scheduler.stop()

`lifespan(jobs)` does both for `app.register_lifespan_task`.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from crm.jobs.leader import Leadership
from crm.jobs.service import Job, perform

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

_log = logging.getLogger(__name__)

PERIOD_SECONDS: Final = 2.0
"""How often a process looks whether it leads: within this time another takes over."""

FIRST_SECONDS: Final = 10.0
"""After the start, so that the first pages need not share the machine with it."""

STOP_SECONDS: Final = 2.0
"""For how long a stopping server waits for a run under way, of the three that it has for all."""

AT_ONCE: Final = 2
"""Jobs at once: they share the connections with those who look at pages."""

LOOKS: Final = 10
"""How often an interval is looked at; the record says whether it has had its run."""


class Scheduler:
    """Watches in a thread of its own; jobs run in others."""

    def __init__(
        self, jobs: Sequence[Job], *, first: float = FIRST_SECONDS, period: float = PERIOD_SECONDS
    ) -> None:
        self._jobs = jobs
        self._first, self._period = first, period
        self._is_over = threading.Event()
        self._thread: threading.Thread | None = None
        self._leadership = Leadership()
        self._running: BackgroundScheduler | None = None

    def start(self) -> None:
        """Begin to watch."""
        self._is_over.clear()
        self._thread = threading.Thread(target=self._watch, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop; a run under way is waited for a moment, and undone where it takes longer."""
        self._is_over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._running is not None:
            ending = threading.Thread(target=self._running.shutdown, name="jobs-end", daemon=True)
            ending.start()
            ending.join(STOP_SECONDS)
            self._running = None
        self._leadership.release()

    def _watch(self) -> None:
        pause = self._first
        while not self._is_over.wait(pause):
            pause = self._period
            try:
                self._look()
            except Exception:  # noqa: BLE001 - without it nobody would look after them again
                _log.exception("the jobs could not be looked after, which is tried again")

    def _look(self) -> None:
        if not self._leadership.is_held():
            self._pause()
        elif self._running is None:
            self._running = _started(self._jobs)

    def _pause(self) -> None:
        if self._running is not None:
            self._running.shutdown(wait=False)
            self._running = None


def _started(jobs: Sequence[Job]) -> "BackgroundScheduler":
    # Not at the top: a second start has four seconds, and nothing is due in them.
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.interval import IntervalTrigger

    executors = {"default": ThreadPoolExecutor(AT_ONCE)}
    scheduler = BackgroundScheduler(executors=executors, timezone=UTC)
    for job in jobs:
        seconds = max(1, int(job.every.total_seconds() / LOOKS))
        scheduler.add_job(
            perform,
            IntervalTrigger(seconds=seconds, timezone=UTC),
            args=[job],
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    return scheduler


def lifespan(
    jobs: Sequence[Job],
) -> Callable[[], contextlib.AbstractAsyncContextManager[None]]:
    """Watch for as long as the server lives."""

    @contextlib.asynccontextmanager
    async def jobs_looked_after() -> AsyncIterator[None]:
        scheduler = Scheduler(jobs)
        scheduler.start()
        try:
            yield
        finally:
            await asyncio.to_thread(scheduler.stop)

    return jobs_looked_after
