"""What the jobs need done themselves: their old runs are forgotten."""

from datetime import timedelta
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from crm.db import as_system
from crm.jobs.service import Detail, Job

KEPT: Final = timedelta(days=90)
"""How long runs stay on record, whatever became of them and whether or not their job is left."""


def jobs() -> list[Job]:
    """Forgetting old runs, every day."""
    return [Job("forget_runs", timedelta(days=1), _forget_old_runs)]


def _forget_old_runs(_tx: Session) -> Detail:
    # No person's role may delete runs, the program's own as a person included.
    old = text("DELETE FROM job_run WHERE ended_at < now() - CAST(:kept AS interval) RETURNING job")
    with as_system("old runs of jobs are forgotten") as tx:
        return {"forgotten": len(tx.execute(old, {"kept": f"{KEPT.days} days"}).all())}
