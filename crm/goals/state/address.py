"""Addresses of the goals' page."""

from crm.kit.addresses import address

GOALS = "/goals"
EVERY = "all"
"""Stands in the address for the goal on all families."""


def goals_address(year: int, family_id: int | None) -> str:
    """The grid of a goal: the calendar year its fiscal year begins in, and its family."""
    return address(GOALS, year=year, family=EVERY if family_id is None else family_id)


def csv_address(goal_id: int) -> str:
    """The grid as a file."""
    return f"/api/v1/goals/{goal_id}/targets.csv?style=company"
