"""The worker process: killed at any moment, cancelled, and two at once."""

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest

from crm.db import as_actor
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

LINES = 20_000
_PAUSE = threading.Event()
MOMENTS = (Step.OPENING, Step.READING, Step.MERGING, Step.ADDING_UP)


def large_file(lines: int = LINES) -> bytes:
    return sales(*(Line(doc=f"F{n:06d}", client=f"C{n % 500}", amount="1.25") for n in range(lines)))


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


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_step_it_is_finished_by_the_next_worker(moment: Step) -> None:
    import_id = put_in_queue(large_file())
    with a_worker() as first:
        wait_for(import_id, "loaded", step=moment)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert value("SELECT count(*) FROM sale_line") in (0, LINES)
    with a_worker():
        wait_for(import_id, "loaded")
    found = rows("SELECT count(*), sum(amount) FROM sale_line")
    assert found == [(LINES, LINES * Decimal("1.25"))]
    assert facts_differences() == []


def test_a_server_takes_up_what_a_killed_one_left() -> None:
    import_id = put_in_queue(large_file())
    with a_worker() as first:
        wait_for(import_id, "loaded", step=Step.READING)
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


def test_a_running_import_can_be_cancelled_and_leaves_nothing() -> None:
    ana = an_administrator()
    import_id = put_in_queue(large_file())
    with a_worker():
        wait_for(import_id, "loaded", step=Step.READING)
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


def test_nothing_of_a_load_is_seen_before_it_ends() -> None:
    import_id = put_in_queue(large_file())
    with a_worker():
        wait_for(import_id, "loaded", step=Step.ADDING_UP)
        assert value("SELECT count(*) FROM sale_line") in (0, LINES)
        wait_for(import_id, "loaded")
