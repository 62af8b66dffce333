"""Telling every process of the product that the data changed, at the moment of the commit."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Final

import psycopg
from sqlalchemy import text
from sqlmodel import Session

from crm.db.engine import own_connection

CHANNEL: Final = "crm_changes"
PAUSE_SECONDS: Final = 0.5
"""Changes that follow one another within this time are told as one."""

_RETRY_SECONDS = 1.0
_log = logging.getLogger(__name__)


def announce(tx: Session, what: object) -> None:
    """Tell those who listen, if and when this transaction commits; `what` is for their logs."""
    tx.execute(text("SELECT pg_notify(:channel, :what)"), {"channel": CHANNEL, "what": str(what)})


async def changes() -> AsyncIterator[None]:
    """One item per change, for ever, and one whenever some may have been missed.

    A change is a hint and carries nothing: who hears it reads anew, as who they are. When the
    database goes away it is waited for.
    """
    while True:
        try:
            async for _ in _heard():
                yield
        except psycopg.Error:
            _log.warning("the database does not answer; changes are listened for again")
            await asyncio.sleep(_RETRY_SECONDS)


async def _heard() -> AsyncIterator[None]:
    listening = psycopg.AsyncConnection.connect(**own_connection("crm-listens"))
    async with await listening as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        # Whatever came while nobody listened.
        yield
        while True:
            async for _ in connection.notifies(stop_after=1):
                pass  # As many as have come while whoever listens was busy.
            yield
            # A hundred files in a row are one change in every half second.
            if [more async for more in connection.notifies(timeout=PAUSE_SECONDS)]:
                yield
