"""Where files are read on trial: one process beside the server, and copies of files on disk.

The process is started by the first page that needs it and ends after some idle minutes, so a
server where nobody maps a file carries none of the readers' memory; while it reads, the server's
own pages keep answering. It ends by itself when the server does: it then reads the end of its
input.
"""

import contextlib
import pickle
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import IO, Any

from crm.intake.choices import Choices
from crm.intake.columns import Mapping
from crm.intake.trial_parts import Totals, TrialPage, TriedFile

_IDLE_SECONDS = 180.0
_KEPT_COPIES = 4


class DeskFailed(RuntimeError):
    """The reading process ended without an answer, twice; its own error is in the log."""


class Desk:
    """One reading process and the copies it works on; for any thread."""

    def __init__(self, idle_seconds: float = _IDLE_SECONDS) -> None:
        self._turn = threading.Lock()
        self._idle_seconds = idle_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._timer: threading.Timer | None = None
        self._copying = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._copies: OrderedDict[int, Path] = OrderedDict()

    def copy_of(self, import_id: int, parts: Callable[[], Iterable[bytes]]) -> Path:
        """The file of an import on disk; `parts` gives its bytes when there is no copy yet."""
        with self._copying:
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
        """Do the work of this dotted name in the reading process; what it refuses is raised.

        A process that was killed is replaced once: its work changes nothing, so it may be
        repeated. Raises UserError as the work does, else DeskFailed.
        """
        with self._turn:
            try:
                return self._asked(work, args)
            except (EOFError, BrokenPipeError):
                self._end()
            try:
                return self._asked(work, args)
            except (EOFError, BrokenPipeError) as failure:
                self._end()
                raise DeskFailed(work) from failure

    def close(self) -> None:
        """End the process and remove the copies."""
        with self._turn:
            self._end()
        with self._copying:
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

    def _asked(self, work: str, args: tuple[Any, ...]) -> Any:
        process = self._running()
        pickle.dump((work, args), _pipe(process.stdin))
        _pipe(process.stdin).flush()
        # Written by our own process, over a pipe that nobody else has.
        is_done, answer = pickle.load(_pipe(process.stdout))  # noqa: S301
        self._rest_later()
        if is_done:
            return answer
        raise answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._timer is not None:
            self._timer.cancel()
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "crm.intake.desk_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=Path(__file__).parents[2],
            )
        return self._process

    def _rest_later(self) -> None:
        self._timer = threading.Timer(self._idle_seconds, self._rest)
        self._timer.daemon = True
        self._timer.start()

    def _rest(self) -> None:
        # Somebody may have come while this waited for its turn; then their timer counts.
        timer = self._timer
        with self._turn:
            if timer is self._timer:
                self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            # What a dead process did not take cannot be handed over any more.
            with contextlib.suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()
        process.wait()


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        message = "a pipe was asked for when the process was started"
        raise RuntimeError(message)
    return end


desk = Desk()
"""The desk of this server."""


def trial_page(file: TriedFile, choices: Choices, view: str) -> TrialPage:
    """How a file would be read by these choices; see `crm.intake.trial_words.trial_page`."""
    return desk.run("crm.intake.trial_words.trial_page", file, choices, view)


def add_up(path: Path, mapping: Mapping, today: date) -> Totals:
    """What all rows of a file add up to; see `crm.intake.trial.add_up`."""
    return desk.run("crm.intake.trial.add_up", path, mapping, today)
