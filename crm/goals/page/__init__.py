"""The goals' page."""

from crm.goals.page.goals import goals_page

__all__ = ["goals_page"]
