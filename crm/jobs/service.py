"""Doing a job: its work and the record of it are one transaction, so its effect comes once."""

import json
import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session

from crm.db import PROGRAM, as_actor, as_system

_log = logging.getLogger(__name__)

Detail = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is due once in every interval of `every`.

    Intervals are counted from the beginning of 1970 in UTC: a day's begins at midnight.
    `work` is given a transaction of the program's own and returns what the record should say.
    What it raises undoes it; it is tried again in the next interval.
    """

    name: str
    every: timedelta
    work: Callable[[Session], Detail]


_DUE = """
    SELECT to_timestamp(floor(extract(epoch FROM now()) / :seconds) * :seconds) AS due_at,
        now() AS started_at
"""
_BEGIN = """
    INSERT INTO job_run (job, due_at, started_at) VALUES (:job, :due_at, :started_at)
    ON CONFLICT (job, due_at) DO NOTHING RETURNING due_at
"""
_END = """
    UPDATE job_run SET ended_at = clock_timestamp(), detail = CAST(:detail AS jsonb)
    WHERE job = :job AND due_at = :due_at
"""
_FAILED = """
    INSERT INTO job_run (job, due_at, started_at, ended_at, has_failed, error_id)
    VALUES (:job, :due_at, :started_at, clock_timestamp(), true, :error_id)
    ON CONFLICT (job, due_at) DO NOTHING
"""


def perform(job: Job) -> bool:
    """Do the job unless its interval has had its run, here or in another process; whether it did.

    Never raises for what the work raises: that is logged with an id and stands on record, so
    that one job's fault stops no other.
    """
    # Asked once: a run that outlasts its interval is still that interval's.
    run = _due(job)
    try:
        return _done(job, run)
    except Exception:  # noqa: BLE001 - whatever it is, it must not end the scheduler
        error_id = uuid.uuid4().hex[:8]
        _log.exception("job %s failed, error %s", job.name, error_id)
        with as_system("a job failed") as tx:
            tx.execute(text(_FAILED), {**run, "error_id": error_id})
        return False


def _due(job: Job) -> dict[str, object]:
    """The run of the present interval, by the one clock that all processes share."""
    with as_actor(PROGRAM) as tx:
        found = tx.execute(text(_DUE), {"seconds": job.every.total_seconds()}).one()
    return {"job": job.name, **found._mapping}  # noqa: SLF001 - public, says SQLAlchemy


def _done(job: Job, run: dict[str, object]) -> bool:
    with as_actor(PROGRAM) as tx:
        # Whoever is doing the same interval's run is waited for here, and then it has had it.
        if tx.execute(text(_BEGIN), run).first() is None:
            return False
        said = json.dumps(job.work(tx))
        tx.execute(text(_END), {**run, "detail": said})
    return True
