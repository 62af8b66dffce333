"""What was typed or pasted into the grid, as edits of its cells."""

from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from crm.goals.errors import BadEdit, TargetChangedMeanwhile
from crm.goals.service import TargetEdit
from crm.goals.state.sheet_rows import Refused, cell_name, cell_place
from crm.goals.state.typed import typed_amount
from crm.kit.errors import Conflict, UserError
from crm.kit.formats import Formatter
from crm.kit.periods import Month
from crm.kit.texts import text


class TypedCell(NamedTuple):
    """What came back of a cell: its name, what was typed, and the version that the typist saw."""

    name: str
    written: str
    version: str


def together(
    cells: Iterable[TypedCell], refused: dict[str, Refused]
) -> tuple[list[TypedCell], dict[str, Refused]]:
    """What was typed with what waits for it, and what was refused and has nothing to do with it.

    Who mends one refused cell writes those that wait with it.
    """
    typed = {cell.name: cell for cell in cells}
    if not typed.keys() & refused.keys():
        return list(typed.values()), refused
    waiting = {name: TypedCell(name, one.written, one.version) for name, one in refused.items()}
    return list((waiting | typed).values()), {}


def edits_of(
    cells: Sequence[TypedCell], form: Formatter
) -> tuple[list[TargetEdit], dict[str, Refused]]:
    """What was typed as edits of what the typist saw, and what could not be read of it.

    What is typed together is written together: where a cell cannot be read, the others wait.
    """
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
    if errors:
        return [], errors | _waiting(cells, errors, form)
    return edits, {}


def left_unwritten(
    cells: Iterable[TypedCell], error: Conflict, form: Formatter
) -> dict[str, Refused]:
    """What waits, of cells typed together, when a colleague has changed one of them."""
    if not isinstance(error, TargetChangedMeanwhile):
        return {}
    who, month = int(str(error.params["responsible_id"])), Month.parse(str(error.params["month"]))
    return _waiting(cells, {cell_name(who, month)}, form)


def _waiting(
    cells: Iterable[TypedCell], but: Container[str], form: Formatter
) -> dict[str, Refused]:
    why = text(form.language, "goals.cell_waits")
    return {
        cell.name: Refused(cell.written, why, cell.version)
        for cell in cells
        if cell.name not in but
    }
