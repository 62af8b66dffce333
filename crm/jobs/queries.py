"""What became of the jobs."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session


class Run(NamedTuple):
    """A run of a job. `error_id` is the id under which the log has what went wrong."""

    job: str
    started_at: datetime
    ended_at: datetime
    has_failed: bool
    error_id: str
    detail: dict[str, Any]


def runs(tx: Session, *, most: int = 100) -> list[Run]:
    """The latest runs of all jobs, newest first."""
    rows = tx.execute(
        text(
            "SELECT job, started_at, ended_at, has_failed, error_id, detail FROM job_run"
            " WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, job LIMIT :most"
        ),
        {"most": most},
    )
    return [Run(*row) for row in rows]
