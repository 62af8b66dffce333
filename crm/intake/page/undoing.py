"""The question before an import is taken back."""

import reflex as rx

from crm.intake.state.undoing import UndoState
from crm.ui.dialog import confirm


def undo_dialog() -> rx.Component:
    """Stands once on a page whose buttons call `UndoState.ask`."""
    state = UndoState
    return confirm(
        state.question,
        state.consequence,
        state.label,
        open=state.question != "",
        on_confirm=state.undo,
        on_close=state.keep,
        busy=state.is_undoing,
    )
