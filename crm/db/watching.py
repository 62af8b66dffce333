"""Sees that the embedded server runs for as long as somebody serves from it."""

import contextlib
import logging
import threading
from collections.abc import Generator
from typing import Protocol

from crm.kit.errors import UserError

PERIOD_SECONDS = 0.5
_log = logging.getLogger(__name__)


class Watched(Protocol):
    """What may end and be started again; see `Cluster`."""

    def is_gone(self) -> bool:
        """Whether it has ended."""
        ...

    def revive(self) -> bool:
        """Start it if it has ended; whether it had. Raises UserError where it does not start."""
        ...


@contextlib.contextmanager
def kept_running(cluster: Watched, *, period: float = PERIOD_SECONDS) -> Generator[None]:
    """Starts the server again when its process is gone for two looks: killed, or out of memory.

    A machine that goes down ends both, the server perhaps a moment before who uses it: what is
    about to leave the block is not to start it once more, hence the second look.

    The block is inside `Cluster.running()`. What was committed is recovered by the server itself.
    """
    is_over = threading.Event()
    watcher = threading.Thread(
        target=_watch, args=(cluster, is_over, period), name="postgres-watch", daemon=True
    )
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()


def _watch(cluster: Watched, is_over: threading.Event, period: float) -> None:
    while not is_over.wait(period):
        if not cluster.is_gone() or is_over.wait(period):
            continue
        try:
            if cluster.revive():
                _log.warning("PostgreSQL had ended and was started again")
        except UserError as error:
            _log.error("PostgreSQL has ended and does not start: %s", error.text("en"))
