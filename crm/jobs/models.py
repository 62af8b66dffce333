"""Each run of a job, for whoever asks whether the program does its work."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from crm.db.columns import INSTANT, document, flag, instant, now, words


class JobRun(SQLModel, table=True):
    """One run. `due_at` is the beginning of the interval that it was for; none runs twice."""

    __tablename__ = "job_run"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("job_run_ended", "ended_at"),)

    job: str = Field(sa_type=Text, primary_key=True)
    due_at: datetime = Field(sa_type=INSTANT, primary_key=True)
    started_at: datetime = now()
    ended_at: datetime | None = instant()
    has_failed: bool = flag(default=False)
    error_id: str = words()
    detail: dict[str, Any] = document()
