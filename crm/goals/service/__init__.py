"""What one does with goals: create, set targets, repeat, split a total, undo, close a month."""

from crm.goals.service.acts import Act, redo_last, redoable, undo_act, undo_last, undoable
from crm.goals.service.closing import close_month, reopen_month
from crm.goals.service.creating import create_goal, state_total
from crm.goals.service.repeating import (
    RepeatAllPreview,
    RepeatBase,
    RepeatChoice,
    RepeatPreview,
    SplitBy,
    preview_repeat,
    preview_repeat_all,
    preview_split,
    repeat,
    repeat_all,
    split_total,
)
from crm.goals.service.targets import TargetEdit, set_target, set_targets

__all__ = [
    "Act",
    "RepeatAllPreview",
    "RepeatBase",
    "RepeatChoice",
    "RepeatPreview",
    "SplitBy",
    "TargetEdit",
    "close_month",
    "create_goal",
    "preview_repeat",
    "preview_repeat_all",
    "preview_split",
    "redo_last",
    "redoable",
    "reopen_month",
    "repeat",
    "repeat_all",
    "set_target",
    "set_targets",
    "split_total",
    "state_total",
    "undo_act",
    "undo_last",
    "undoable",
]
