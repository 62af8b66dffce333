"""One of the processes on a database leads: it alone looks after the jobs."""

import contextlib
from typing import Final

import psycopg

from crm.db.engine import own_connection

LOCK: Final = 7_041_909
"""The number of the advisory lock. Whoever dies lets go of it within a moment."""


class Leadership:
    """The lock, held on a connection of its own for as long as it lives."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection | None = None

    def is_held(self) -> bool:
        """Whether this process leads; tries to, where nobody does. False without a database."""
        try:
            return self._still_held() or self._taken()
        except psycopg.OperationalError:
            self.release()
            return False

    def release(self) -> None:
        """Let another lead."""
        if self._connection is not None:
            with contextlib.suppress(psycopg.OperationalError):
                self._connection.close()
        self._connection = None

    def _still_held(self) -> bool:
        if self._connection is None:
            return False
        self._connection.execute("SELECT 1")
        return True

    def _taken(self) -> bool:
        self._connection = psycopg.connect(**own_connection("crm-leads"))
        row = self._connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
        if row is None or not row[0]:
            self.release()
            return False
        return True
