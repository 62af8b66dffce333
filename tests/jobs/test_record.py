"""What is told of the jobs: page by page, in words, and for ninety days."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session

from crm import secrets as keys
from crm.api.app import create_api
from crm.db import PROGRAM, as_actor, as_system
from crm.db.engine import engine
from crm.db.server import Server
from crm.goals.jobs import jobs as goals_jobs
from crm.jobs.api import router
from crm.jobs.jobs import jobs as own_jobs
from crm.jobs.service import Detail, Job, perform
from tests.builders import PASSWORD, sample_people, with_password

pytestmark = pytest.mark.usefixtures("database")


def _break(_tx: Session) -> Detail:
    return {"share": 1 / len([])}


def _ended_days_ago(job: str, days: int, *, has_failed: bool = False) -> None:
    """A run of a job that is not there any more."""
    old = """
        INSERT INTO job_run (job, due_at, started_at, ended_at, has_failed)
        SELECT :job, day, day, day, :has_failed
        FROM (SELECT now() - make_interval(days => :days)) AS d(day)
    """
    with as_actor(PROGRAM) as tx:
        tx.execute(text(old), {"job": job, "days": days, "has_failed": has_failed})


def _kept() -> list[str]:
    with as_actor(PROGRAM) as tx:
        return list(tx.execute(text("SELECT job FROM job_run ORDER BY ended_at DESC")).scalars())


def test_runs_of_any_job_are_forgotten_after_ninety_days() -> None:
    _ended_days_ago("gone", 89)
    _ended_days_ago("gone", 91)
    _ended_days_ago("always fails", 91, has_failed=True)
    assert [perform(job) for job in own_jobs()] == [True]
    assert _kept() == ["forget_runs", "gone"]


@pytest.fixture
def served() -> Iterator[TestClient]:
    """The jobs' route, called by the supervisor."""
    keys.use(keys.make())
    bruno = sample_people().bruno
    with as_system("test: a password") as tx:
        with_password(tx, bruno.user_id)
    with TestClient(create_api([router])) as client:
        body = {"email": bruno.email, "password": PASSWORD}
        token = client.post("/api/v1/auth/token", json=body).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def test_the_api_tells_every_run_page_by_page(served: TestClient) -> None:
    for number in range(5):
        _ended_days_ago(f"job_{number}", number)
    told: list[str] = []
    asked = {"limit": "2"}
    while True:
        page = served.get("/api/v1/jobs/runs", params=asked).json()
        told += [run["job"] for run in page["rows"]]
        if page["next_cursor"] is None:
            break
        asked["cursor"] = page["next_cursor"]
    assert told == [f"job_{number}" for number in range(5)]


def test_a_cursor_of_another_list_is_refused(served: TestClient) -> None:
    assert served.get("/api/v1/jobs/runs", params={"cursor": "W10"}).status_code == 422


def test_the_command_says_what_each_job_did(database: Server, tmp_path: Path) -> None:
    every = [*goals_jobs(10), *own_jobs()]
    assert all(perform(job) for job in every)
    perform(Job("bad", timedelta(days=1), _break))
    name = engine().url.database or ""
    asked = subprocess.run(
        [sys.executable, "-m", "crm", "jobs"],
        env=os.environ
        | {
            "CRM_DATA_DIR": str(tmp_path),
            "CRM_DATABASE_URL": database.libpq_url(name),
            "CRM_DATABASE_APP_URL": engine().url.render_as_string(hide_password=False),
            "CRM_LOCALE": "en",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    failed, forgot, closed = (line.partition(" UTC  ")[2] for line in asked.stdout.splitlines())
    assert failed.startswith("bad  failed; the server's log has it as ")
    assert forgot == "forget_runs  done. Old runs forgotten: 0."
    assert closed == "close_months  done. Months closed: –."
