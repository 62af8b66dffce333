"""What a start shows: each step when it begins and, with its seconds, when it is done."""

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Generator
from typing import Protocol, TextIO

from crm.kit.texts import Locale, text

_TICK_SECONDS = 0.12
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_CLEAR_LINE = "\r\x1b[2K"


class Step(Protocol):
    """Says what a step is at just now."""

    def __call__(self, note: str) -> None:
        """Show this beside the step."""


class Progress:
    """Steps on a terminal, several at once. Plain lines where the output is no terminal."""

    def __init__(self, locale: Locale, out: TextIO | None = None) -> None:
        self._locale: Locale = locale
        self._out = out or sys.stdout
        self._live = self._out.isatty()
        self._running: dict[str, str] = {}
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._painter: threading.Thread | None = None

    @contextlib.contextmanager
    def step(self, key: str, **params: object) -> Generator[Step]:
        """One step, named by the catalogue. An error inside ends it without a tick."""
        title = self.said(key, **params)
        started = time.monotonic()
        self._begin(title)
        try:
            yield lambda note: self._note(title, note)
        except BaseException:
            self._end(title, f"✗ {title}")
            raise
        self._end(title, f"✓ {title} ({time.monotonic() - started:.1f} s)")

    def said(self, key: str, **params: object) -> str:
        """A text of a start in the terminal's language."""
        return text(self._locale, f"runtime.{key}", **params)

    def say(self, line: str = "") -> None:
        """One line for good, above what is running."""
        with self._lock:
            self._write(line)
            self._paint(0)

    def _begin(self, title: str) -> None:
        with self._lock:
            self._running[title] = ""
            if not self._live:
                self._write(f"· {title}")
            elif self._painter is None:
                self._over.clear()
                self._painter = threading.Thread(target=self._keep_painting, daemon=True)
                self._painter.start()

    def _note(self, title: str, note: str) -> None:
        with self._lock:
            self._running[title] = note
            if not self._live:
                self._write(f"  {note}")

    def _end(self, title: str, line: str) -> None:
        with self._lock:
            self._running.pop(title, None)
            self._write(line)
            if not self._running:
                self._over.set()
                self._painter = None

    def _write(self, line: str) -> None:
        self._out.write((_CLEAR_LINE if self._live else "") + line + "\n")
        self._out.flush()

    def _keep_painting(self) -> None:
        frame = 0
        over = self._over
        while not over.wait(_TICK_SECONDS):
            with self._lock:
                if not over.is_set():
                    self._paint(frame := frame + 1)

    def _paint(self, frame: int) -> None:
        if self._live and self._running:
            titles = [f"{title} {note}".strip() for title, note in self._running.items()]
            line = f"{_FRAMES[frame % len(_FRAMES)]} {'   '.join(titles)}"
            self._out.write(_CLEAR_LINE + line[:100])
            self._out.flush()


def in_parallel(*tasks: Callable[[], None]) -> None:
    """Runs all to their end, side by side, and then raises the first error of any.

    The first runs in the caller's own thread, the others in threads of their own.
    """
    errors: list[BaseException] = []

    def run(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:  # noqa: BLE001  # raised again below, in the caller's thread
            errors.append(error)

    first, *others = tasks
    threads = [threading.Thread(target=run, args=(task,)) for task in others]
    for thread in threads:
        thread.start()
    run(first)
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
