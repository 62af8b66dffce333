"""A job's effect comes once in its interval, whoever does it and whatever happens meanwhile."""

import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import Session

from crm.accounts.audit import record
from crm.db import PROGRAM, as_actor
from crm.db.engine import engine, own_connection
from crm.db.server import Server
from crm.jobs.leader import Leadership
from crm.jobs.queries import Run, runs
from crm.jobs.scheduler import AT_ONCE, Scheduler
from crm.jobs.service import Detail, Job, perform

pytestmark = pytest.mark.usefixtures("database")

LONG = timedelta(days=1_000)
"""An interval that does not end while a test runs."""

PATIENCE = 60
"""Seconds for what must come."""


def _a_job(name: str = "a_job", every: timedelta = LONG) -> Job:
    def leave_a_trace(tx: Session) -> Detail:
        record(tx, None, "did", name)
        return {"traces": 1}

    return Job(name, every, leave_a_trace)


def _a_bad_job() -> Job:
    def leave_a_trace_and_break(tx: Session) -> Detail:
        record(tx, None, "did", "bad")
        return {"share": 1 / len([])}

    return Job("bad", LONG, leave_a_trace_and_break)


def _traces() -> dict[str, int]:
    with as_actor(PROGRAM) as tx:
        found = text("SELECT subject, count(*) FROM audit_event WHERE verb = 'did' GROUP BY 1")
        return {name: count for name, count in tx.execute(found)}  # noqa: C416 - rows to a dict


def _runs() -> list[Run]:
    with as_actor(PROGRAM) as tx:
        return list(runs(tx, limit=2_000).rows)


def test_a_job_is_done_once_in_its_interval() -> None:
    assert perform(_a_job())
    assert not perform(_a_job())
    assert _traces() == {"a_job": 1}
    assert [(run.job, run.has_failed, run.detail) for run in _runs()] == [
        ("a_job", False, {"traces": 1})
    ]


def test_a_job_is_done_again_in_the_next_interval() -> None:
    each = _a_job(every=timedelta(microseconds=1))
    assert perform(each)
    assert perform(each)
    assert _traces() == {"a_job": 2}


def test_a_job_that_breaks_leaves_nothing_but_its_record_and_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert not perform(_a_bad_job())
    assert perform(_a_job())
    assert _traces() == {"a_job": 1}
    failed = next(run for run in _runs() if run.has_failed)
    assert failed.job == "bad"
    assert failed.error_id in caplog.text


def test_a_run_that_breaks_stands_under_its_interval_and_from_its_beginning() -> None:
    began: list[datetime] = []

    def outlast_and_break(tx: Session) -> Detail:
        began.append(tx.execute(text("SELECT clock_timestamp()")).scalar_one())
        return {"share": 1 / len([])}

    assert not perform(Job("slow", timedelta(microseconds=1), outlast_and_break))
    (run,) = _runs()
    assert run.due_at <= run.started_at < began[0] < run.ended_at


def test_many_who_do_the_same_jobs_at_once_do_each_once() -> None:
    jobs = [_a_job(f"job_{number}") for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(perform, jobs * 4))
    assert sum(done) == len(jobs)
    assert _traces() == {job.name: 1 for job in jobs}


def test_one_leads_and_another_takes_over_when_its_connection_dies(database: Server) -> None:
    first, second = Leadership(), Leadership()
    assert first.is_held()
    assert first.is_held()
    assert not second.is_held()
    with psycopg.connect(database.conninfo("postgres"), autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'crm-leads' AND datname = %s",
            (engine().url.database,),
        )
    _until(second.is_held)
    assert not first.is_held()
    second.release()


def test_the_scheduler_does_what_is_due_and_ends() -> None:
    done = threading.Event()

    def work(_tx: Session) -> Detail:
        done.set()
        return {}

    scheduler = Scheduler([Job("due", LONG, work)], first=0.0, period=0.05)
    scheduler.start()
    assert done.wait(PATIENCE)
    scheduler.stop()
    following = Leadership()
    assert following.is_held()
    following.release()


def test_what_breaks_the_watch_once_does_not_end_it(caplog: pytest.LogCaptureFixture) -> None:
    done = threading.Event()

    def work(_tx: Session) -> Detail:
        done.set()
        return {}

    class BreaksOnce(list[Job]):
        def __iter__(self) -> Iterator[Job]:
            if "could not be looked after" not in caplog.text:
                raise LookupError
            return super().__iter__()

    scheduler = Scheduler(BreaksOnce([Job("due", LONG, work)]), first=0.0, period=0.05)
    scheduler.start()
    assert done.wait(PATIENCE)
    scheduler.stop()


JOBS, FREE = 40, 6
"""So many jobs, of which the first can be done while the gate is shut."""

GATE = 7
SERVES = f"""
import sys
import threading

import crm.db
from crm.jobs.leader import Leadership
from crm.jobs.scheduler import AT_ONCE, Scheduler
from tests.jobs.test_jobs import _gated_job

crm.db.connect(sys.argv[1])
asked = Leadership()
leads = asked.is_held()
asked.release()
Scheduler([_gated_job(number) for number in range({JOBS})], first=0.0, period=0.2).start()
print("leads" if leads else "waits", flush=True)
threading.Event().wait()
"""


def _gated_job(number: int) -> Job:
    """A job of the processes below; all but the first ones end only when the gate is open."""
    job = _a_job(f"job_{number}")

    def pass_the_gate(tx: Session) -> Detail:
        told = job.work(tx)
        if number >= FREE:
            tx.execute(text("SELECT pg_advisory_xact_lock_shared(:gate)"), {"gate": GATE})
        return told

    return Job(job.name, job.every, pass_the_gate)


@contextmanager
def _gate_shut() -> Generator[None]:
    with psycopg.connect(**own_connection("test")) as gate:
        gate.execute("SELECT pg_advisory_lock(%s)", (GATE,))
        yield


def _at_the_gate() -> int:
    waiting = """
        SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.objid = :gate AND NOT l.granted
    """
    with as_actor(PROGRAM) as tx:
        return tx.execute(text(waiting), {"gate": GATE}).scalar_one()


@contextmanager
def _served(says: str) -> "Generator[subprocess.Popen[bytes]]":
    url = engine().url.render_as_string(hide_password=False)
    server = subprocess.Popen([sys.executable, "-c", SERVES, url], stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        assert server.stdout.readline().decode().strip() == says
        yield server
    finally:
        server.kill()
        server.communicate()


def test_a_leader_that_is_killed_amid_jobs_is_followed_and_each_job_done_once() -> None:
    with ExitStack() as opened:
        with _gate_shut():
            leader = opened.enter_context(_served("leads"))
            _until(lambda: len(_runs()) == FREE and _at_the_gate() == AT_ONCE)
            opened.enter_context(_served("waits"))
            leader.kill()
            leader.wait()
            assert len(_runs()) == FREE
        _until(lambda: len(_runs()) == JOBS)
    assert _traces() == {f"job_{number}": 1 for number in range(JOBS)}


def _until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE * 20):
        if is_so():
            return
        pause.wait(0.05)
    pytest.fail(f"not so within {PATIENCE} seconds")
