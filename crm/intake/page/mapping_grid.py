"""The sample of a file: a meaning over every column, the rows as they are or as they will be."""

from typing import Any

import reflex as rx

from crm.intake.state.mapping import MappingState
from crm.ui.base import classes, each, placed, when
from crm.ui.card import card
from crm.ui.filters import segments
from crm.ui.form import option_items
from crm.ui.texts import tr, tr_count

SHOW_ASKED = (
    "requestAnimationFrame(() => { const one = document.querySelector('.map th.ask');"
    " if (one) one.closest('.map-wrap').scrollLeft = one.offsetLeft - 260; })"
)


def grid() -> rx.Component:
    """The grid, for wide screens; it scrolls sideways under its row numbers."""
    corner = rx.el.th(
        rx.el.span(tr("intake.page_map_row"), class_name="sr"), scope="col", class_name="rn"
    )
    head = rx.el.thead(rx.el.tr(corner, *each(MappingState.heads, _head)))
    body = rx.el.tbody(*each(MappingState.rows, _row), *each(MappingState.last_rows, _row))
    table = rx.el.table(
        rx.el.caption(tr("intake.page_map_grid"), class_name="sr"), head, body, class_name="map"
    )
    wrap = rx.el.div(
        table,
        class_name="map-wrap",
        tab_index=0,
        role="region",
        aria_label=tr("intake.page_map_grid"),
        on_mount=rx.run_script(SHOW_ASKED),
    )
    return rx.el.div(
        card(
            wrap,
            title=tr("intake.page_map_grid"),
            subtitle=tr_count("intake.page_map_grid_sub", MappingState.heads.length()),
            actions=segments(MappingState.views, tr("intake.page_map_view")),
            flush=True,
        ),
        class_name="only-wide",
    )


def columns_on_phone() -> rx.Component:
    """The columns as a list, for a phone."""
    return rx.el.div(
        card(
            rx.el.ul(*each(MappingState.heads, _listed), class_name="column-list"),
            title=tr("intake.page_map_columns_title"),
            subtitle=MappingState.known,
            flush=True,
        ),
        class_name="only-phone",
    )


def _head(head: Any) -> rx.Component:
    return rx.el.th(
        _meaning(head, "grid"),
        rx.el.span(head.header, class_name="raw", title=head.header),
        _confidence(head),
        rx.el.span(head.evidence, class_name="ev"),
        scope="col",
        class_name=classes(head.align, head.state),
    )


def _listed(head: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            _meaning(head, "list"),
            rx.el.span(head.header, class_name="raw trunc"),
            class_name="grow",
        ),
        rx.el.div(
            rx.el.span(head.sample, class_name="trunc num"), _confidence(head), class_name="sure"
        ),
        class_name=head.state,
    )


def _meaning(head: Any, where: str) -> rx.Component:
    return rx.el.select(
        *option_items(MappingState.meanings),
        value=head.meaning,
        on_change=lambda value: MappingState.choose_meaning(head.place, value),
        aria_label=tr("intake.page_map_meaning_of", header=head.header),
        class_name="mean",
        id=f"{where}-" + head.place,
    )


def _confidence(head: Any) -> rx.Component:
    bar = rx.el.i(**placed(width=head.share.to(str) + "%"))
    share = rx.el.span(
        rx.el.span(
            bar,
            class_name=classes("conf", head.tone),
            role="img",
            aria_label=tr("intake.page_map_sure", sure=head.sure),
        ),
        rx.el.b(head.sure, aria_hidden="true"),
        class_name="cf",
    )
    return when(head.sure != "", share)


def _row(row: Any) -> rx.Component:
    tag = when(row.tag != "", rx.el.span(row.tag, class_name=classes("badge", row.tone)))
    number = rx.el.th(rx.el.span(row.number, class_name="num"), tag, scope="row")
    # The words stay in view while the columns scroll under them.
    words = rx.el.span(row.wide, class_name="wide")
    wide = rx.el.td(words, col_span=MappingState.heads.length())
    cells = rx.foreach(row.cells, _cell)
    return rx.el.tr(number, rx.cond(row.wide != "", wide, cells), class_name=row.kind)


def _cell(cell: Any, at: Any) -> rx.Component:
    head = MappingState.heads[at]
    return rx.el.td(
        cell.text, title=cell.note, class_name=classes(head.align, head.state, cell.tone)
    )
