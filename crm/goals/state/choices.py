"""What the goals' page shows around its grid: years, families, what can be undone."""

from typing import TYPE_CHECKING

from crm.goals.state.address import csv_address
from crm.goals.state.reading import GoalsRead
from crm.ui.filters import Option

if TYPE_CHECKING:
    from crm.goals.state.screen import GoalsState


def show_choices(page: "GoalsState", read: GoalsRead) -> None:
    """What else may be chosen, and what may be done, beside the goal that was read."""
    page.years, page.goals = read.years, read.goals
    page.year_options = [Option(one.href, one.label) for one in read.years]
    page.year_href = read.year_href
    page.goal_href, page.family_name = read.goal_href, read.family_name
    page.free_families = read.free_families
    page.is_for_all = read.asked.family_id is None
    page._year = read.asked.year or 0  # noqa: SLF001 - cut from the class for its length
    page._family_id = read.asked.family_id  # noqa: SLF001
    page.may_edit = page.actor.is_staff
    page.may_undo, page.may_redo = read.undoable is not None, read.redoable is not None
    # A notice offers to undo its own act, and nothing once that is not the last one any more.
    last = "" if read.undoable is None else str(read.undoable.id)
    page.toasts = [one for one in page.toasts if one.undo in ("", last)]
    page.csv_href = "" if read.grid is None else csv_address(read.grid.goal.id)
