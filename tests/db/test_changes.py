"""Who listens hears of what was committed, and of nothing else."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from crm.db import as_system
from crm.db.changes import PAUSE_SECONDS, announce, changes
from crm.db.engine import engine
from crm.db.server import Server

pytestmark = pytest.mark.usefixtures("database")

PATIENCE = 30
"""Seconds for what must come."""


async def _next(heard: AsyncIterator[None]) -> bool:
    await asyncio.wait_for(anext(heard), PATIENCE)
    return True


def _announced(*, is_kept: bool = True) -> None:
    with as_system("test: a change") as tx:
        announce(tx, "a change")
        if not is_kept:
            tx.rollback()


def test_a_committed_change_is_heard() -> None:
    async def hear() -> bool:
        heard = changes()
        await _next(heard)
        await asyncio.to_thread(_announced)
        return await _next(heard)

    assert asyncio.run(hear())


def test_what_was_rolled_back_is_not_heard_and_what_follows_is() -> None:
    async def hear() -> int:
        heard = changes()
        await _next(heard)
        await asyncio.to_thread(_announced, is_kept=False)
        waiting = asyncio.ensure_future(anext(heard))
        done, _ = await asyncio.wait([waiting], timeout=0.3)
        await asyncio.to_thread(_announced)
        await asyncio.wait_for(waiting, PATIENCE)
        return len(done)

    assert asyncio.run(hear()) == 0


def test_many_changes_that_came_while_one_was_busy_are_heard_as_one() -> None:
    changed = 20

    async def hear() -> int:
        heard = changes()
        await _next(heard)
        for _ in range(changed):
            await asyncio.to_thread(_announced)
        times = 0
        while times < changed:
            waiting = asyncio.ensure_future(anext(heard))
            done, _ = await asyncio.wait([waiting], timeout=2 * PAUSE_SECONDS)
            if not done:
                waiting.cancel()
                break
            times += 1
        return times

    # Those that were still on their way are one more.
    assert asyncio.run(hear()) in (1, 2)


def test_who_lost_the_database_hears_that_something_may_have_been_missed(
    database: Server,
) -> None:
    async def hear() -> bool:
        heard = changes()
        await _next(heard)
        await asyncio.to_thread(_cut, database)
        await _next(heard)
        await asyncio.to_thread(_announced)
        return await _next(heard)

    assert asyncio.run(hear())


def _cut(server: Server) -> None:
    ours = engine().url.database
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND query LIKE"
    with psycopg.connect(server.conninfo("postgres"), autocommit=True) as owner:
        assert owner.execute(f"{cut} 'LISTEN%%'", (ours,)).fetchall()
