"""Sees that the embedded server runs for as long as somebody serves from it."""

import contextlib
import logging
import threading
from collections.abc import Generator

from crm.db.embedded import Cluster
from crm.kit.errors import UserError

PERIOD_SECONDS = 1.0
_log = logging.getLogger(__name__)


@contextlib.contextmanager
def kept_running(cluster: Cluster, *, period: float = PERIOD_SECONDS) -> Generator[None]:
    """Starts the server again whenever its process is gone: killed, or out of memory.

    The block is inside `cluster.running()`. What was committed is recovered by the server itself.
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


def _watch(cluster: Cluster, is_over: threading.Event, period: float) -> None:
    while not is_over.wait(period):
        try:
            if cluster.revive():
                _log.warning("PostgreSQL had ended and was started again")
        except UserError as error:
            _log.error("PostgreSQL has ended and does not start: %s", error.text("en"))
