"""Doing a job: its work and the record of it are one transaction, so its effect comes once."""

import json
import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from crm.db import PROGRAM, as_actor, as_system

KEPT: Final = timedelta(days=90)
"""How long runs stay on record."""

_log = logging.getLogger(__name__)

Detail = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is due once in every interval of `every`, counted from midnight UTC.

    `work` is given a transaction of the program's own and returns what the record should say.
    What it raises undoes it; it is tried again in the next interval.
    """

    name: str
    every: timedelta
    work: Callable[[Session], Detail]


_DUE = "SELECT to_timestamp(floor(extract(epoch FROM now()) / :seconds) * :seconds)"
_BEGIN = """
    INSERT INTO job_run (job, due_at) VALUES (:job, :due_at)
    ON CONFLICT (job, due_at) DO NOTHING RETURNING due_at
"""
_END = """
    UPDATE job_run SET ended_at = clock_timestamp(), detail = CAST(:detail AS jsonb)
    WHERE job = :job AND due_at = :due_at
"""
_FAILED = """
    INSERT INTO job_run (job, due_at, ended_at, has_failed, error_id)
    VALUES (:job, :due_at, clock_timestamp(), true, :error_id)
    ON CONFLICT (job, due_at) DO NOTHING
"""
_FORGET = "DELETE FROM job_run WHERE job = :job AND ended_at < now() - CAST(:kept AS interval)"


def perform(job: Job) -> bool:
    """Do the job unless its interval has had its run, here or in another process; whether it did.

    Never raises for what the work raises: that is logged with an id and stands on record, so
    that one job's fault stops no other.
    """
    # Asked once: a run that outlasts its interval is still that interval's.
    run = {"job": job.name, "due_at": _due(job)}
    try:
        return _done(job, run)
    except Exception:  # noqa: BLE001 - whatever it is, it must not end the scheduler
        error_id = uuid.uuid4().hex[:8]
        _log.exception("job %s failed, error %s", job.name, error_id)
        with as_system("a job failed") as tx:
            tx.execute(text(_FAILED), {**run, "error_id": error_id})
        return False


def _due(job: Job) -> datetime:
    """The beginning of the present interval, by the one clock that all processes share."""
    with as_actor(PROGRAM) as tx:
        return tx.execute(text(_DUE), {"seconds": job.every.total_seconds()}).scalar_one()


def _done(job: Job, run: dict[str, object]) -> bool:
    with as_actor(PROGRAM) as tx:
        # Whoever is doing the same interval's run is waited for here, and then it has had it.
        if tx.execute(text(_BEGIN), run).first() is None:
            return False
        said = json.dumps(job.work(tx))
        tx.execute(text(_END), {**run, "detail": said})
    with as_system("old runs of a job are forgotten") as tx:
        tx.execute(text(_FORGET), {"job": job.name, "kept": f"{KEPT.days} days"})
    return True
