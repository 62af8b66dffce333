"""What was typed or pasted into the grid, as edits of its cells."""

from collections.abc import Iterable
from typing import NamedTuple

from crm.goals.errors import BadEdit
from crm.goals.service import TargetEdit
from crm.goals.state.sheet_rows import Refused, cell_place
from crm.goals.state.typed import typed_amount
from crm.kit.errors import UserError
from crm.kit.formats import Formatter


class TypedCell(NamedTuple):
    """What came back of a cell: its name, what was typed, and the version that the typist saw."""

    name: str
    written: str
    version: str


def edits_of(
    cells: Iterable[TypedCell], form: Formatter
) -> tuple[list[TargetEdit], dict[str, Refused]]:
    """What was typed as edits of what the typist saw, and what could not be read of it."""
    edits: list[TargetEdit] = []
    errors: dict[str, Refused] = {}
    for cell in cells:
        who, month = cell_place(cell.name)
        if not cell.version.isdecimal():
            raise BadEdit("kit.bad_filter", value=cell.version)
        try:
            value = typed_amount(cell.written, form.region)
        except UserError as error:
            why = error.text(form.language)
            errors[cell.name] = Refused(cell.written, why, cell.version)
        else:
            edits.append(TargetEdit(who, month, value, int(cell.version)))
    return edits, errors
