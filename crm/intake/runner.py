"""The server's side of the intake: sees that a worker runs while files wait.

    runner.start()     # at server start; takes up what an earlier server left unfinished
    runner.wake()      # after a file was received or answered
    runner.stop()      # at server stop

`lifespan` does the first and the last for `app.register_lifespan_task`.
"""

import asyncio
import contextlib
import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

from sqlalchemy.exc import OperationalError

from crm.db import engine
from crm.intake import ledger

PERIOD_SECONDS = 5.0
_ALERT_SECONDS = 3.0
_QUICK_SECONDS = 0.2
_STOP_SECONDS = 5.0
_log = logging.getLogger(__name__)


class Runner:
    """One worker process at most, started when files wait and replaced when it dies."""

    def __init__(self, *, period: float = PERIOD_SECONDS) -> None:
        self._period = period
        self._wish = threading.Event()
        self._is_over = threading.Event()
        self._thread: threading.Thread | None = None
        self._worker: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Begin to watch, in a thread of its own."""
        if self._thread is None:
            self._is_over.clear()
            self._thread = threading.Thread(target=self._watch, name="intake-runner", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Look at once: something was received. Its transaction may still be about to commit."""
        self._wish.set()

    def stop(self) -> None:
        """Stop watching and end the worker; what it was loading waits for the next server."""
        self._is_over.set()
        self._wish.set()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)
            self._thread = None
        if self._worker is not None and self._worker.poll() is None:
            self._worker.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._worker.wait(_STOP_SECONDS)
        self._worker = None

    @property
    def worker_pid(self) -> int | None:
        """The process number of the living worker."""
        if self._worker is None or self._worker.poll() is not None:
            return None
        return self._worker.pid

    def _watch(self) -> None:
        alert_until = 0.0
        while not self._is_over.is_set():
            self._ensure_worker()
            quick = time.monotonic() < alert_until
            if self._wish.wait(_QUICK_SECONDS if quick else self._period):
                self._wish.clear()
                alert_until = time.monotonic() + _ALERT_SECONDS

    def _ensure_worker(self) -> None:
        if self.worker_pid is not None:
            return
        try:
            waits = ledger.next_import() is not None
        except OperationalError:
            _log.warning("the database does not answer; waiting files are looked for again")
            return
        if waits:
            self._worker = start_worker()


def start_worker(idle_seconds: float | None = None) -> "subprocess.Popen[str]":
    """A worker process on this process's database; its address is not on its command line."""
    given: dict[str, object] = {"url": engine().url.render_as_string(hide_password=False)}
    if idle_seconds is not None:
        given["idle_seconds"] = idle_seconds
    worker = subprocess.Popen(
        [sys.executable, "-m", "crm.intake.worker"],
        stdin=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with contextlib.suppress(BrokenPipeError), worker.stdin or contextlib.nullcontext() as pipe:
        if pipe is not None:
            pipe.write(json.dumps(given) + "\n")
    return worker


runner = Runner()
"""The one of this process."""


@contextlib.asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    """Watch for as long as the server lives."""
    runner.start()
    try:
        yield
    finally:
        await asyncio.to_thread(runner.stop)
