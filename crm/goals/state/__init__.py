"""The goals' state: a year and a goal in the address, its grid, and what one does with it."""

from crm.goals.state.screen import GoalsState

__all__ = ["GoalsState"]
