"""A new goal, and the company's figure that the responsibles' targets are held against."""

from decimal import Decimal

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts.audit import record
from crm.accounts.company import company
from crm.db import Actor
from crm.db.changes import announce
from crm.goals.errors import BadGoal, GoalExists, StaffOnly, TargetChangedMeanwhile
from crm.goals.queries import goal_summary
from crm.goals.rules import checked_target
from crm.goals.service.acts import lock_goal
from crm.kit.periods import Month


def create_goal(
    tx: Session,
    actor: Actor,
    *,
    year_start: Month,
    family_id: int | None = None,
    stated_total: Decimal | None = None,
) -> int:
    """A revenue goal of a fiscal year for a family (None: for all), without targets yet.

    Raises StaffOnly, GoalExists, BadGoal for a family that does not exist.
    """
    if not actor.is_staff:
        raise StaffOnly("goals.staff_only")
    if family_id is not None and not _family_exists(tx, family_id):
        raise BadGoal("goals.family_missing")
    total = None if stated_total is None else checked_target(stated_total, company(tx).digits)
    goal_id = tx.execute(
        text(
            "INSERT INTO goal (family_id, year_start, stated_total, created_by)"
            " VALUES (:family_id, :year_start, :stated_total, :actor_id)"
            " ON CONFLICT DO NOTHING RETURNING id"
        ),
        {
            "family_id": family_id,
            "year_start": year_start.first,
            "stated_total": total,
            "actor_id": actor.user_id,
        },
    ).scalar()
    if goal_id is None:
        raise GoalExists("goals.goal_exists")
    who = actor.user_id
    record(tx, who, "create_goal", "goal", goal_id, year=str(year_start), family_id=family_id)
    announce(tx, f"goal {goal_id} made")
    return goal_id


def state_total(
    tx: Session, actor: Actor, goal_id: int, total: Decimal | None, version: int | None = None
) -> int:
    """State the year's total from above, or take it away; the goal's new version.

    `version` is the goal's as it was read; TargetChangedMeanwhile when it has moved on.
    """
    goal = goal_summary(tx, goal_id)
    lock_goal(tx, actor, goal_id)
    value = None if total is None else checked_target(total, company(tx).digits)
    changed = tx.execute(
        text(
            "UPDATE goal SET stated_total = :total, version = version + 1"
            " WHERE id = :goal_id AND version = coalesce(:version, version) RETURNING version"
        ),
        {"goal_id": goal_id, "total": value, "version": version},
    ).scalar()
    if changed is None:
        raise TargetChangedMeanwhile("goals.total_changed")
    before = None if goal.stated_total is None else str(goal.stated_total)
    after = None if value is None else str(value)
    record(tx, actor.user_id, "state_total", "goal", goal_id, prior=before, value=after)
    announce(tx, f"total of goal {goal_id}")
    return changed


def _family_exists(tx: Session, family_id: int) -> bool:
    found = tx.execute(text("SELECT 1 FROM product_family WHERE id = :id"), {"id": family_id})
    return found.scalar() is not None
