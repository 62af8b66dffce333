"""What the screens of the intake hold: the list of files, one import, a file before loading."""

from crm.intake.state.imports import ImportsState
from crm.intake.state.mapping import MappingState
from crm.intake.state.one import OneImportState
from crm.intake.state.undoing import UndoState

__all__ = ["ImportsState", "MappingState", "OneImportState", "UndoState"]
