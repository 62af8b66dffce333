"""What goals have done by themselves."""

from datetime import timedelta
from functools import partial

from sqlmodel import Session

from crm.accounts.company import company
from crm.goals.closed_queries import closable_months
from crm.goals.service.closing import close_month
from crm.jobs.service import PROGRAM, Detail, Job


def closing_job(after_days: int) -> Job:
    """Closes each month that has been complete for so many days; see docs/goals.md."""
    work = partial(_close_complete_months, after_days=after_days)
    return Job("close_months", timedelta(hours=1), work)


def _close_complete_months(tx: Session, *, after_days: int) -> Detail:
    months = closable_months(tx, company(tx).today(), after_days)
    for month in months:
        close_month(tx, PROGRAM, month)
    return {"closed": [str(month) for month in months]}
