"""The worker process: killed at any moment, cancelled, and two at once."""

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from sqlalchemy import text

from crm.db import as_actor, as_import
from crm.intake.runner import Runner, start_worker
from crm.intake.service import WrongState, cancel
from crm.intake.states import Step
from tests.intake.loading.sending import (
    Line,
    an_administrator,
    batch,
    facts_differences,
    put_in_queue,
    rows,
    sales,
    send,
    value,
)

pytestmark = pytest.mark.usefixtures("database")

LINES = 300
_PAUSE = threading.Event()
HELD_AT = {
    Step.WAITING: "SELECT pg_advisory_xact_lock(1768779887)",
    Step.READING: "LOCK TABLE client IN EXCLUSIVE MODE",
    Step.MERGING: "LOCK TABLE sale_line IN EXCLUSIVE MODE",
    Step.ADDING_UP: "LOCK TABLE client_month IN EXCLUSIVE MODE",
}
"""What keeps a worker at a step for as long as a transaction holds it."""


def a_file() -> bytes:
    return sales(*(Line(doc=f"F{n:03d}", client=f"C{n % 9}", amount="1.25") for n in range(LINES)))


@contextmanager
def held_at(step: Step) -> Iterator[None]:
    """Workers that come to this step wait there."""
    with as_import(0) as tx:
        tx.execute(text(HELD_AT[step]))
        yield


def wait_for(import_id: int, *states: str, step: str | None = None) -> None:
    """Until the import is in one of the states, or at the step; fails after a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = batch(import_id)
        if found.state in states or (step is not None and found.step == step):
            return
        _PAUSE.wait(0.02)
    pytest.fail(f"the import never came to {states} {step}: {batch(import_id)}")


@contextmanager
def a_worker() -> Iterator[subprocess.Popen[str]]:
    worker = start_worker(idle_seconds=5)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


@pytest.mark.parametrize("step", list(HELD_AT))
def test_killed_at_any_step_it_is_finished_by_the_next_worker(step: Step) -> None:
    send(sales(Line(doc="before", client="C0", amount="1.00")))
    import_id = put_in_queue(a_file())
    with held_at(step), a_worker() as first:
        wait_for(import_id, step=step)
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert value("SELECT count(*) FROM sale_line") == 1
    with a_worker():
        wait_for(import_id, "loaded")
    assert_loaded_once()


def test_killed_when_it_has_just_begun_it_is_finished_by_the_next_worker() -> None:
    send(sales(Line(doc="before", client="C0", amount="1.00")))
    import_id = put_in_queue(a_file())
    with a_worker() as first:
        wait_for(import_id, "running", "loaded")
        first.send_signal(signal.SIGKILL)
        first.wait()
    with a_worker():
        wait_for(import_id, "loaded")
    assert_loaded_once()


def assert_loaded_once() -> None:
    """The line that was there and those of the file, each once, and facts that say so."""
    found = rows("SELECT count(*), sum(amount) FROM sale_line")
    assert found == [(LINES + 1, LINES * Decimal("1.25") + 1)]
    assert facts_differences() == []


def test_killed_in_the_first_load_it_leaves_the_indexes_to_the_next() -> None:
    import_id = put_in_queue(a_file())
    with held_at(Step.ADDING_UP), a_worker() as first:
        wait_for(import_id, step=Step.ADDING_UP)
        first.send_signal(signal.SIGKILL)
        first.wait()
    with a_worker():
        wait_for(import_id, "loaded")
    indexes = "SELECT indexname FROM pg_indexes WHERE tablename = 'sale_line' ORDER BY 1"
    built = {name for (name,) in rows(indexes)}
    assert {"sale_line_client", "sale_line_credited"} <= built


def test_an_import_that_kills_every_worker_is_given_up() -> None:
    import_id = put_in_queue(a_file())
    rows("UPDATE import_batch SET attempts = 3 WHERE id = :id RETURNING id", id=import_id)
    with a_worker():
        wait_for(import_id, "rejected")
    assert batch(import_id).error_key == "intake.load_gave_up"


def test_a_server_takes_up_what_a_killed_one_left() -> None:
    import_id = put_in_queue(a_file())
    with held_at(Step.READING), a_worker() as first:
        wait_for(import_id, step=Step.READING)
        first.send_signal(signal.SIGKILL)
        first.wait()
    server = Runner(period=0.1)
    server.start()
    try:
        wait_for(import_id, "loaded")
    finally:
        server.stop()
    assert value("SELECT count(*) FROM sale_line") == LINES


def test_two_workers_load_each_file_once() -> None:
    waiting = [put_in_queue(sales(Line(doc=f"D{n}"))) for n in range(12)]
    with a_worker(), a_worker():
        for import_id in waiting:
            wait_for(import_id, "loaded")
    assert rows("SELECT count(*), count(DISTINCT doc_no) FROM sale_line") == [(12, 12)]
    assert value("SELECT max(attempts) FROM import_batch") == 1


@pytest.mark.parametrize("step", [Step.WAITING, Step.READING, Step.ADDING_UP])
def test_a_running_import_can_be_cancelled_and_leaves_nothing(step: Step) -> None:
    ana = an_administrator()
    import_id = put_in_queue(a_file())
    with a_worker():
        with held_at(step):
            wait_for(import_id, step=step)
            with as_actor(ana) as tx:
                cancel(tx, ana, import_id)
        wait_for(import_id, "cancelled", "loaded")
    assert batch(import_id).state == "cancelled"
    assert value("SELECT count(*) FROM sale_line") == 0


def test_a_waiting_import_is_cancelled_at_once() -> None:
    import_id = put_in_queue(sales(Line()))
    ana = an_administrator()
    with as_actor(ana) as tx:
        cancel(tx, ana, import_id)
    assert batch(import_id).state == "cancelled"


def test_a_loaded_import_cannot_be_cancelled() -> None:
    loaded = send(sales(Line()))
    ana = an_administrator()
    with as_actor(ana) as tx, pytest.raises(WrongState):
        cancel(tx, ana, loaded.id)
