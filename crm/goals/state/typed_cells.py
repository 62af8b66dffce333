"""What was typed or pasted into the grid, as edits of its cells."""

from collections.abc import Sequence

from crm.goals.queries import Grid
from crm.goals.service import TargetEdit
from crm.goals.state.sheet_rows import cell_place
from crm.goals.state.typed import typed_amount
from crm.kit.errors import UserError
from crm.kit.formats import Formatter


def edits_of(
    grid: Grid, pairs: Sequence[tuple[str, str]], form: Formatter
) -> tuple[list[TargetEdit], dict[str, tuple[str, str]]]:
    """What was typed as edits of the cells that were read, and what could not be read of it."""
    edits: list[TargetEdit] = []
    errors: dict[str, tuple[str, str]] = {}
    for name, written in pairs:
        who, month = cell_place(name)
        version = {one.month: one.version for one in grid.row(who).cells}.get(month, 0)
        try:
            value = typed_amount(written, form.region)
        except UserError as error:
            errors[name] = (written, error.text(form.language))
        else:
            edits.append(TargetEdit(who, month, value, version))
    return edits, errors
