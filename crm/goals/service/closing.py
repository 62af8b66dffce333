"""Closing a month freezes its targets and its credit and keeps its figures; reopening says why."""

from datetime import date

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts.audit import record
from crm.db import PROGRAM, Actor, writing_credit
from crm.db.changes import announce
from crm.goals.closed_queries import closable_months
from crm.goals.errors import BadEdit, NotCloseable, StaffOnly
from crm.kit.periods import Month
from crm.sales.credit import credit_month_again
from crm.sales.facts import rebuild_months
from crm.sales.holding import hold_company
from crm.sales.queries import data_state


def close_month(tx: Session, actor: Actor, month: Month) -> None:
    """Freeze the targets and credit of a month that the data have reached, and keep its figures.

    Lines that come later are taken, and what it came to at closing stays beside what it comes to.
    Raises StaffOnly, NotCloseable.
    """
    if not actor.is_staff:
        raise StaffOnly("goals.staff_only")
    _wait_for_writers(tx)
    until = data_state(tx).until
    if until is None or month.first > until:
        raise NotCloseable("goals.month_without_data", month=str(month))
    if not _close(tx, actor, month):
        raise NotCloseable("goals.month_closed_already", month=str(month))


def close_complete_months(tx: Session, today: date, after_days: int) -> list[Month]:
    """Close, as the program, the months that have been complete for so many days; which they are.

    What is being undone or closed by others in this moment is waited for before it is asked which.
    """
    _wait_for_writers(tx)
    months = closable_months(tx, today, after_days)
    return [month for month in months if _close(tx, PROGRAM, month)]


def reopen_month(tx: Session, actor: Actor, month: Month, reason: str) -> None:
    """Let a closed month be changed again and forget what it was closed with.

    Its lines are credited as those of any open month: what has been learnt since of who owned the
    clients counts. The reason stays in the audit.

    Raises StaffOnly, NotCloseable when it is not closed, BadEdit without a reason.
    """
    if not actor.is_staff:
        raise StaffOnly("goals.staff_only")
    if not reason.strip():
        raise BadEdit("goals.reopen_needs_reason")
    hold_company(tx)
    opened = tx.execute(
        text("DELETE FROM closed_month WHERE month = :month RETURNING month"),
        {"month": month.first},
    ).scalar()
    if opened is None:
        raise NotCloseable("goals.month_not_closed", month=str(month))
    with writing_credit(tx):
        rebuild_months(tx, credit_month_again(tx, month))
    why = reason.strip()
    record(tx, actor.user_id, "reopen_month", "closed_month", month=str(month), reason=why)
    announce(tx, f"{month} reopened")


def _wait_for_writers(tx: Session) -> None:
    """Who is changing credit or targets now does so before the month is closed, or not at all."""
    hold_company(tx)
    tx.execute(text("SELECT id FROM goal ORDER BY id FOR UPDATE"))


def _close(tx: Session, actor: Actor, month: Month) -> bool:
    """Close it unless it is closed; whether it was open."""
    closed = tx.execute(
        text(
            "INSERT INTO closed_month (month, closed_by) VALUES (:month, :actor_id)"
            " ON CONFLICT DO NOTHING RETURNING month"
        ),
        {"month": month.first, "actor_id": actor.user_id or None},
    ).scalar()
    if closed is None:
        return False
    tx.execute(text(_KEEP), {"month": month.first})
    record(tx, actor.user_id, "close_month", "closed_month", month=str(month))
    announce(tx, f"{month} closed")
    return True


_KEEP = """
    INSERT INTO closed_figure (month, family_id, seller_id, amount)
    SELECT f.month, f.family_id, f.seller_id, sum(f.amount) FROM month_fact f
    WHERE f.month = :month GROUP BY 1, 2, 3
"""
