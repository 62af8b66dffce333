"""What the program does by itself, over the API."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from crm.api.access import Tx, asks_for
from crm.api.paging import Cursor, Limit, PageOut, page_out
from crm.jobs import queries

router = APIRouter(tags=["jobs"])


class RunOut(BaseModel):
    """A run of a job.

    `due_at` is the beginning of the interval that it was for, `error_id` the id under which the
    log has what went wrong.
    """

    model_config = ConfigDict(from_attributes=True)

    job: str
    due_at: datetime
    started_at: datetime
    ended_at: datetime
    has_failed: bool
    error_id: str
    detail: dict[str, Any]


@router.get("/jobs/runs", dependencies=[asks_for("supervisor")], summary="Runs of all jobs")
def list_runs(tx: Tx, cursor: Cursor = None, limit: Limit = queries.PAGE_SIZE) -> PageOut[RunOut]:
    """Newest first; runs are kept for 90 days."""
    return page_out(queries.runs(tx, cursor=cursor, limit=limit), RunOut.model_validate)
