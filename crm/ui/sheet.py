"""An editable grid that behaves like a spreadsheet.

Its inputs are uncontrolled: nothing is sent while one types, one small event when a changed
cell is left, one for a pasted block. So a handler must not rewrite the list of rows for every
cell: it keeps the value, and shows what else moved (sums, a mark) in vars of its own.
"""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from crm.ui.base import Handler, Text, any_of, children, classes, each, if_present, present, when
from crm.ui.icons import icon
from crm.ui.texts import tr


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its head; locked ones carry a lock, the running one a tint."""

    label: str = ""
    locked: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell. `name` comes back in the events ("7:2026-11"); a locked one only shows.

    `version` comes back too, as it stood in the box that was typed into: what the typist saw.
    `note` stands small below the value; it leads to `href`, which `opens` names. `tone`: "d1" to
    "d9" for attainment, "preview" for a value not yet applied. `error` marks the cell and says why
    its value was refused; Esc then brings back what is `stored`.
    """

    name: str = ""
    value: str = ""
    label: str = ""
    note: str = ""
    href: str = ""
    opens: str = ""
    tone: str = ""
    error: str = ""
    stored: str = ""
    version: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: who, its cells, its sum; `about`: what opens beneath (`dialog`) is of this one."""

    id: str = ""
    label: str = ""
    cells: list[SheetCell] = field(default_factory=list)
    sum: str = ""
    sum_note: str = ""
    about: bool = False


def _cell_left(
    name: rx.Var[str], text: rx.Var[str], version: rx.Var[str]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[str]]:
    return name, text, version


class SheetBody(rx.Component):
    """The body with its one listener (`assets/ui/sheet.js`)."""

    library = "$/public/ui/sheet.js"
    tag = "SheetBody"

    on_cell: rx.EventHandler[_cell_left]
    on_block: rx.EventHandler[rx.event.passthrough_event_spec(list[list[str]])]
    on_undo: rx.EventHandler[no_args_event_spec]
    on_redo: rx.EventHandler[no_args_event_spec]


def sheet(
    columns: Any,
    rows: Any,
    *,
    caption: Text,
    corner: Text,
    sum_label: Text,
    on_cell: Handler,
    on_block: Handler,
    on_undo: Handler = None,
    on_redo: Handler = None,
    total: Any = None,
) -> rx.Component:
    """An editable grid. `columns`: list or Var of `SheetColumn`; `rows`: of `SheetRow`.

    `on_cell(name, text, version)`: a cell was left changed. `on_block(cells)`: a block was pasted,
    each as [name, text, version]. `on_undo`, `on_redo`: Ctrl Z and Ctrl Y, where nothing half-typed
    is the browser's to take back. `total`: a `SheetRow` kept in view at the foot; none without
    cells.
    """
    keys = {"on_undo": on_undo, "on_redo": on_redo} if on_undo is not None else {}
    grid = rx.el.table(
        rx.el.caption(caption, class_name="sr"),
        _head(columns, corner, sum_label),
        SheetBody.create(*each(rows, _row), on_cell=on_cell, on_block=on_block, **keys),
        *children(_foot(total) if total is not None else None),
        class_name="sheet",
    )
    hint = rx.el.p(tr("ui.scrolls_sideways"), class_name="caption only-phone sheet-hint")
    region = rx.el.div(
        grid, class_name="table-wrap", role="region", aria_label=caption, tab_index=0
    )
    return rx.fragment(hint, region)


def cell_stood_in() -> rx.Var[str]:
    """The name of the cell that was last stood in, to hand to a handler; "" for none yet."""
    return rx.Var("(document.querySelector('[data-stood]')?.dataset.stood ?? '')").to(str)


def _head(columns: Any, corner: Text, sum_label: Text) -> rx.Component:
    heads = each(
        columns,
        lambda one: rx.el.th(
            rx.el.span(when(one.locked, icon("lock")), one.label, class_name="row"),
            scope="col",
            class_name=when(one.now, "now", ""),
        ),
    )
    first, last = rx.el.th(corner, scope="col"), rx.el.th(sum_label, scope="col")
    return rx.el.thead(rx.el.tr(first, *heads, last))


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(rx.el.span(row.label, class_name="trunc")),
        *each(row.cells, _cell),
        _sum(row),
        key=row.id,
        class_name=when(row.about, "about", ""),
    )


def _cell(cell: Any) -> rx.Component:
    # Arrows lead to it, see `assets/ui/sheet.js`.
    note = when(present(cell.note), rx.el.small(_note(cell, tab_index=-1)))
    shown = rx.el.td(cell.value, note, class_name=classes("locked", cell.tone))
    box = rx.el.input(
        name=cell.name,
        default_value=cell.value,
        # A new value from the server must replace what stands in the box.
        key=_joined(cell.name, cell.value),
        type="text",
        input_mode="decimal",
        # Its own width must not make the open months wider than the closed ones.
        size=6,
        auto_complete="off",
        aria_label=cell.label,
        aria_invalid=present(cell.error),
        custom_attrs={
            "data-stored": if_present(cell.error, cell.stored),
            "data-version": cell.version,
        },
    )
    open_cell = rx.el.td(
        box,
        note,
        title=cell.error,
        class_name=classes(cell.tone, when(present(cell.error), "invalid", "")),
    )
    return when(cell.locked, shown, open_cell)


def _foot(total: Any) -> rx.Component:
    cells = each(
        total.cells,
        lambda one: rx.el.td(
            one.value, when(present(one.note), rx.el.small(_note(one))), class_name=one.tone
        ),
    )
    foot = rx.el.tfoot(rx.el.tr(rx.el.td(total.label), *cells, _sum(total)))
    return when(any_of(total.cells), foot)


def _note(cell: Any, **props: Any) -> Any:
    link = rx.el.a(cell.note, href=cell.href, title=cell.opens, class_name="opens", **props)
    return when(present(cell.href), link, cell.note)


def _sum(row: Any) -> rx.Component:
    note = when(present(row.sum_note), rx.el.small(row.sum_note))
    return rx.el.td(row.sum, note, class_name="sum")


def _joined(name: Any, value: Any) -> Any:
    return rx.Var.create(name).to(str) + "=" + rx.Var.create(value).to(str)
