"""Writing to the database behind the reading: while one block is stored, the next is prepared."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self


class Behind:
    """One piece of work at a time in a thread beside; a transaction is used by one at a time too.

    So whoever else needs the transaction calls `wait` first. What a piece of work raises is raised
    by the next `start` or `wait`. Leaving the context ends the work that is under way.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "store")
        self._work: Future[None] | None = None

    def __enter__(self) -> Self:
        """Ready for work."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Wait for the work under way, whatever it comes to."""
        self._thread.shutdown(wait=True)

    def start(self, work: Callable[[], None] | None) -> None:
        """Begin a piece of work, after the one before; None is none."""
        self.wait()
        if work is not None:
            self._work = self._thread.submit(work)

    def wait(self) -> None:
        """Until no work is under way."""
        if self._work is not None:
            work, self._work = self._work, None
            work.result()
