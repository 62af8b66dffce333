"""What became of the jobs."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.kit.listing import Page, decode_cursor, encode_cursor

PAGE_SIZE = 50


class Run(NamedTuple):
    """A run of a job.

    `due_at` is the beginning of the interval that it was for, `error_id` the id under which the
    log has what went wrong.
    """

    job: str
    due_at: datetime
    started_at: datetime
    ended_at: datetime
    has_failed: bool
    error_id: str
    detail: dict[str, Any]


def runs(tx: Session, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Run]:
    """The runs of all jobs, newest first. Raises BadList for a cursor of another list."""
    ended_at, job, due_at = decode_cursor(cursor, 3) if cursor else (None, None, None)
    rows = tx.execute(
        text(
            "SELECT job, due_at, started_at, ended_at, has_failed, error_id, detail FROM job_run"
            " WHERE ended_at IS NOT NULL AND (CAST(:ended_at AS timestamptz) IS NULL"
            "  OR (ended_at, job, due_at) < (:ended_at, :job, :due_at))"
            " ORDER BY ended_at DESC, job DESC, due_at DESC LIMIT :limit"
        ),
        {"ended_at": ended_at, "job": job, "due_at": due_at, "limit": limit + 1},
    )
    found = [Run(*row) for row in rows]
    last = found[limit - 1] if len(found) > limit else None
    following = encode_cursor(last.ended_at, last.job, last.due_at) if last else None
    return Page(found[:limit], following)
