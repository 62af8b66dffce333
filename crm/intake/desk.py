"""Where files are read on trial: one process beside the server, and copies of files on disk.

The process is started by the first page that needs it and ends after some idle minutes, so a
server where nobody maps a file carries none of the readers' memory; while it reads, the server's
own pages keep answering.
"""

import multiprocessing
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from crm.intake.choices import Choices
from crm.intake.columns import Mapping
from crm.intake.trial_parts import Totals, TrialPage, TriedFile

_IDLE_SECONDS = 180.0
_KEPT_COPIES = 4
_NICE = 5


class Desk:
    """One reading process and the copies it works on; for any thread."""

    def __init__(self, idle_seconds: float = _IDLE_SECONDS) -> None:
        self._lock = threading.Lock()
        self._idle_seconds = idle_seconds
        self._pool: ProcessPoolExecutor | None = None
        self._timer: threading.Timer | None = None
        self._at_work = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._copies: OrderedDict[int, Path] = OrderedDict()

    def copy_of(self, import_id: int, parts: Callable[[], Iterable[bytes]]) -> Path:
        """The file of an import on disk; `parts` gives its bytes when there is no copy yet."""
        with self._lock:
            known = self._copies.get(import_id)
            if known is not None and known.exists():
                self._copies.move_to_end(import_id)
                return known
            path = self._write(import_id, parts())
            self._copies[import_id] = path
            while len(self._copies) > _KEPT_COPIES:
                self._copies.popitem(last=False)[1].unlink(missing_ok=True)
            return path

    def run(self, work: str, *args: Any) -> Any:
        """Do the work of this dotted name in the reading process; what it raises is raised.

        A process that was killed is replaced once: its work changes nothing, so it may be repeated.
        """
        self._begin()
        try:
            return self._process().submit(_perform, work, args).result()
        except BrokenProcessPool:
            self._end_process()
            return self._process().submit(_perform, work, args).result()
        finally:
            self._end()

    def close(self) -> None:
        """End the process and remove the copies."""
        self._end_process()
        with self._lock:
            self._copies.clear()
            if self._folder is not None:
                self._folder.cleanup()
                self._folder = None

    def _write(self, import_id: int, parts: Iterable[bytes]) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="crm-desk-")
        path = Path(self._folder.name) / str(import_id)
        with path.open("wb") as copy:
            copy.writelines(parts)
        return path

    def _process(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # Forking a server full of threads may lock up the child.
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(
                    1, mp_context=context, initializer=os.nice, initargs=(_NICE,)
                )
            return self._pool

    def _begin(self) -> None:
        with self._lock:
            self._at_work += 1
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def _end(self) -> None:
        with self._lock:
            self._at_work -= 1
            if self._at_work == 0:
                self._timer = threading.Timer(self._idle_seconds, self._rest)
                self._timer.daemon = True
                self._timer.start()

    def _rest(self) -> None:
        with self._lock:
            busy = self._at_work > 0
        if not busy:
            self._end_process()

    def _end_process(self) -> None:
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


desk = Desk()
"""The desk of this server."""


def trial_page(file: TriedFile, choices: Choices, view: str) -> TrialPage:
    """How a file would be read by these choices; see `crm.intake.trial_words.trial_page`."""
    return desk.run("crm.intake.trial_words.trial_page", file, choices, view)


def add_up(path: Path, mapping: Mapping, today: date) -> Totals:
    """What all rows of a file add up to; see `crm.intake.trial.add_up`."""
    return desk.run("crm.intake.trial.add_up", path, mapping, today)


def _perform(work: str, args: tuple[Any, ...]) -> Any:
    # By name, so that the server itself never loads the readers.
    module, _, function = work.rpartition(".")
    return getattr(import_module(module), function)(*args)
