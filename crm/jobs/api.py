"""What the program does by itself, over the API."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from crm.api.access import Tx, asks_for
from crm.jobs import queries

router = APIRouter(tags=["jobs"])


class RunOut(BaseModel):
    """A run of a job; `error_id` is the id under which the log has what went wrong."""

    model_config = ConfigDict(from_attributes=True)

    job: str
    started_at: datetime
    ended_at: datetime
    has_failed: bool
    error_id: str
    detail: dict[str, Any]


@router.get("/jobs/runs", dependencies=[asks_for("supervisor")], summary="Latest runs of all jobs")
def list_runs(tx: Tx, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> list[RunOut]:
    """Newest first; runs are kept for 90 days."""
    return [RunOut.model_validate(run) for run in queries.runs(tx, most=limit)]
