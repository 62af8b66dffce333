"""What can be refused about goals, each with a name of its own."""

from crm.kit.errors import Conflict, Invalid, NotAllowed


class StaffOnly(NotAllowed):
    """Salespeople read their goals; they do not set them."""


class OwnTargets(NotAllowed):
    """A supervisor does not set their own targets."""


class MonthClosed(Conflict):
    """The month is closed: its targets are frozen until it is reopened."""


class TargetChangedMeanwhile(Conflict):
    """Somebody set the target after this person had read it."""


class ActOverwritten(Conflict):
    """What the act had written was changed since, so it cannot be taken back."""


class NothingToUndo(Conflict):
    """This person has no act on the goal left to undo."""


class NothingToRedo(Conflict):
    """This person undid nothing on the goal, or did something new since."""


class GoalExists(Conflict):
    """There is a goal on this family in this year already."""


class BadGoal(Invalid):
    """A goal that cannot be: its year does not begin a month, its family does not exist."""


class BadEdit(Invalid):
    """A cell that is not in the grid, or named twice."""


class NotCloseable(Conflict):
    """The month cannot be closed: the data have not reached it, or it is closed already."""
