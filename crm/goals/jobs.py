"""What goals have done by themselves."""

from datetime import timedelta
from functools import partial

from sqlmodel import Session

from crm.accounts.company import company
from crm.goals.service.closing import close_complete_months
from crm.jobs.service import Detail, Job


def jobs(close_after_days: int) -> list[Job]:
    """Closing each month that has been complete for so many days, 0 for never; docs/goals.md."""
    if not close_after_days:
        return []
    work = partial(_close_complete_months, after_days=close_after_days)
    return [Job("close_months", timedelta(hours=1), work)]


def _close_complete_months(tx: Session, *, after_days: int) -> Detail:
    months = close_complete_months(tx, company(tx).today(), after_days)
    return {"closed": [str(month) for month in months]}
