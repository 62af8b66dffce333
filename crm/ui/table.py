"""The data table: columns and rows as data, sorted and paged by links, cards on a phone.

The server decides everything (order, page, texts); the table draws. A column or a row is the
same whether it comes from a Python list or from the state, so columns may be dynamic.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import reflex as rx

from crm.ui.base import Child, Handler, any_of, children, classes, each, if_present, present, when
from crm.ui.buttons import icon_link
from crm.ui.icons import icon
from crm.ui.marks import NO_BULLET, NO_SPARK, Bullet, Spark, bullet, sparkline
from crm.ui.texts import tr

if TYPE_CHECKING:
    Words = str | rx.Var[str]
else:
    # The framework reads fields by this name: to the page they are texts.
    Words = str


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `sort_href` makes its header a link; `sorted` is "ascending"/"descending".

    `on_phone` says where the cell goes on a phone's card: "title" (first line, left;
    carries the row's link, so every table needs one), "figure" (first line, right), "detail"
    (second line, with its label), "action", "hidden".
    """

    label: Words = ""
    align: str = ""  # "" = text left, "end" = figures right, "mid" = centred
    unit: Words = ""
    sort_href: str = ""
    sorted: str = ""
    on_phone: str = "hidden"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as shown. `kind`: "" text, "badge", "delta", "bullet", "spark", "avatar"."""

    text: str = ""
    note: str = ""  # second line, small
    href: str = ""  # a figure that opens the lines behind it
    tone: str = ""
    kind: str = ""
    bullet: Bullet = NO_BULLET
    spark: Spark = NO_SPARK


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `href` is where the whole row leads. `tone`: "", "selected", "bad", "struck"."""

    id: str = ""
    href: str = ""
    tone: str = ""
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paging:
    """The foot of a table: "1-50 of 12.480" and the addresses of both neighbours."""

    text: str = ""
    previous_href: str = ""
    next_href: str = ""
    note: str = ""  # totals over the filter


def data_table(
    columns: Any,
    rows: Any,
    *,
    caption: Any,
    paging: Any = None,
    total: Any = None,
    empty: Child = None,
    row_action: Any = None,
    cards: bool = True,
) -> rx.Component:
    """A table. `columns`: list or Var of `Column`; `rows`: list or Var of `Row`.

    `caption` names it for readers. `total`: a `Row` kept in view at the foot. `paging`: a
    `Paging`. `empty` replaces it when there are no rows. `row_action`: row -> component in a
    last column. `cards=False` keeps the grid on a phone, scrolling sideways.
    """
    if isinstance(columns, rx.Var):
        # A loop over columns in the page can only index cells that are there too.
        rows, total = rx.Var.create(rows), None if total is None else rx.Var.create(total)
    grid = rx.el.table(
        *children(
            rx.el.caption(caption, class_name="sr"),
            _head(columns, has_action=row_action is not None),
            rx.el.tbody(*each(rows, lambda row: _row(columns, row, row_action))),
            _foot(columns, total),
        ),
        class_name="table cards" if cards else "table",
    )
    shown = rx.fragment(
        rx.el.div(grid, class_name="table-wrap", tab_index=0, role="region", aria_label=caption),
        *children(pager(paging) if paging is not None else None),
    )
    if empty is None:
        return shown
    some = any_of(rows)
    return when(some, shown, empty)


def pager(paging: Any) -> rx.Component:
    """The foot of a table: range, totals of the filter, previous and next."""
    return rx.el.div(
        rx.el.span(paging.text),
        when(present(paging.note), rx.el.span(paging.note)),
        rx.el.span(
            icon_link(tr("ui.previous_page"), "left", paging.previous_href),
            icon_link(tr("ui.next_page"), "right", paging.next_href),
            class_name="row push",
        ),
        class_name="table-foot",
    )


def toolbar(*parts: Any) -> rx.Component:
    """The strip above a table: chips, search, actions."""
    return rx.el.div(*parts, class_name="toolbar")


def search_box(
    label: Any, *, value: Any = "", on_change: Handler = None, on_submit: Handler = None
) -> rx.Component:
    """A search field; `/` focuses it. Debounce `on_change` at the caller (`.debounce(200)`)."""
    props = {"on_change": on_change} if on_change is not None else {}
    field = rx.el.input(
        type="search",
        name="search",
        default_value=value,
        placeholder=label,
        aria_label=label,
        custom_attrs={"data-search": "true"},
        **props,
    )
    box = rx.el.span(icon("search"), field, class_name="find")
    return rx.el.form(box, on_submit=on_submit, role="search") if on_submit is not None else box


def _head(columns: Any, *, has_action: bool) -> rx.Component:
    action = rx.el.th(rx.el.span(tr("ui.actions"), class_name="sr"), scope="col")
    return rx.el.thead(rx.el.tr(*each(columns, _header), *([action] if has_action else [])))


def _header(column: Any) -> rx.Component:
    unit = when(present(column.unit), rx.el.span(" ", column.unit, class_name="faint"))
    arrow = when(
        column.sorted == "ascending",
        icon("sort-up"),
        when(column.sorted == "descending", icon("sort-down")),
    )
    label = (column.label, unit, arrow)
    link = rx.el.a(*children(*label), href=column.sort_href)
    return rx.el.th(
        when(present(column.sort_href), link, rx.el.span(*children(*label))),
        scope="col",
        class_name=column.align,
        aria_sort=if_present(column.sorted, column.sorted),
    )


def _row(columns: Any, row: Any, row_action: Any) -> rx.Component:
    cells = _cells(columns, row)
    if row_action is not None:
        cells.append(rx.el.td(row_action(row), custom_attrs={"data-phone": "action"}))
    return rx.el.tr(
        *cells,
        class_name=classes(row.tone, when(present(row.href), "openable", "")),
        key=row.id,
    )


def _cells(columns: Any, row: Any) -> list[Any]:
    if isinstance(columns, rx.Var):
        return [rx.foreach(columns, lambda column, at: _cell(column, row.cells[at], row.href))]
    return [_cell(column, row.cells[at], row.href) for at, column in enumerate(columns)]


def _cell(column: Any, cell: Any, row_href: Any) -> rx.Component:
    text = rx.match(
        cell.kind,
        ("badge", rx.el.span(cell.text, class_name=classes("badge", cell.tone))),
        ("delta", rx.el.span(cell.text, class_name=classes("delta", cell.tone))),
        ("bullet", bullet(cell.bullet)),
        ("spark", sparkline(cell.spark)),
        ("avatar", rx.el.span(cell.text, class_name="avatar", aria_hidden="true")),
        rx.el.span(cell.text, class_name=cell.tone),
    )
    # The title carries the row's link; a click elsewhere in the row follows it (assets/crm.js).
    figure = rx.el.a(cell.text, href=cell.href, class_name="opens")
    plain = when(present(cell.href), figure, text)
    title = when(present(row_href), rx.el.a(text, href=row_href), plain)
    opened = when(column.on_phone == "title", title, plain)
    # A badge speaks for itself on a phone's card, and an empty cell says nothing.
    label = when((cell.kind == "badge") | (cell.text == ""), "", column.label)
    return rx.el.td(
        opened,
        when(present(cell.note), rx.el.small(cell.note)),
        class_name=column.align,
        custom_attrs={"data-phone": column.on_phone, "data-label": label},
    )


def _foot(columns: Any, total: Any) -> rx.Component | None:
    if total is None:
        return None
    row = rx.el.tr(*_cells(columns, total))
    return when(any_of(total.cells), rx.el.tfoot(row))
