"""A goal's year as a grid; on a phone, twelve small blocks per person."""

import reflex as rx

from crm.goals.page.dialogs import (
    create_dialog,
    months_dialog,
    person_dialog,
    repeat_dialog,
    total_dialog,
)
from crm.goals.state import GoalsState
from crm.goals.state.shown import Block, PersonBlocks
from crm.sales.page import lines_panel
from crm.sales.state import LinesState
from crm.shell.layout import screen
from crm.shell.parts import Page, page
from crm.ui.base import Text, classes, each, present, when
from crm.ui.buttons import button, file_link, icon_button
from crm.ui.card import answer_spans
from crm.ui.feedback import empty_first
from crm.ui.filters import filter_bar, filter_select, segments
from crm.ui.icons import icon
from crm.ui.marks import bullet
from crm.ui.sheet import cell_stood_in, sheet
from crm.ui.table import toolbar
from crm.ui.texts import tr

STEPS = range(1, 10)


@screen(
    route="/goals",
    title_key="goals.title",
    role="sales",
    on_load=[GoalsState.open_goals, LinesState.open_lines],
    live=[GoalsState.renew_goals, LinesState.open_lines],
)
def goals_page() -> Page:
    """The grid of the chosen year and family, or the offer to begin it."""
    return page(
        rx.cond(GoalsState.has_goal, _goal(), _no_goal()),
        repeat_dialog(),
        person_dialog(),
        total_dialog(),
        create_dialog(),
        months_dialog(),
        lines_panel(),
        filters=filter_bar(
            rx.el.span(segments(GoalsState.years, tr("goals.year")), class_name="only-wide"),
            rx.el.span(
                filter_select(
                    tr("goals.year"), GoalsState.year_options, value=GoalsState.year_href
                ),
                class_name="only-phone",
            ),
            when(
                GoalsState.goals.length() > 0,
                filter_select(tr("goals.family"), GoalsState.goals, value=GoalsState.goal_href),
            ),
            rx.cond(
                GoalsState.may_edit & (GoalsState.free_families.length() > 0),
                icon_button(tr("goals.new_goal"), "plus", GoalsState.open_create),
            ),
        ),
        on_undo=GoalsState.undo,
    )


def _goal() -> rx.Component:
    return rx.el.div(
        answer_spans(GoalsState.answer),
        rx.cond(GoalsState.may_edit, _allocation()),
        rx.el.section(
            _toolbar(),
            rx.el.p(tr("goals.beneath"), class_name="caption muted beneath-legend only-wide"),
            rx.el.div(_sheet(), class_name="only-wide"),
            rx.el.ul(*each(GoalsState.people, _person), class_name="people only-phone"),
            _legend(),
            class_name="card",
        ),
        class_name="stack",
    )


def _allocation() -> rx.Component:
    one = GoalsState.allocation
    stated = rx.el.button(
        when(present(one.stated), one.stated, tr("goals.state_total")),
        icon("edit"),
        type="button",
        on_click=GoalsState.open_total,
        class_name="link row",
    )
    return rx.el.dl(
        _fact(tr("goals.company_total"), stated),
        _fact(tr("goals.sum_of_responsibles"), one.allocated, one.gap, one.gap_tone),
        when(
            present(one.share),
            _fact(tr("goals.share_allocated", share=one.share), bullet(one.bullet)),
        ),
        when(
            present(one.families),
            _fact(tr("goals.sum_of_families"), one.families, one.families_note, one.families_tone),
        ),
        class_name="facts",
    )


def _fact(
    name: rx.Var, value: rx.Component | rx.Var, note: Text = "", tone: Text = ""
) -> rx.Component:
    beneath = when(present(note), rx.el.dd(note, class_name=classes("fact-note", tone)))
    return rx.el.div(rx.el.dt(name), rx.el.dd(value), beneath, class_name="fact")


def _toolbar() -> rx.Component:
    editing = rx.fragment(
        button(
            tr("goals.repeat_values"), GoalsState.open_repeat(cell_stood_in()), icon_name="repeat"
        ),
        icon_button(
            tr("goals.undo_key"), "undo", GoalsState.undo(""), disabled=~GoalsState.may_undo
        ),
        icon_button(tr("goals.redo_key"), "redo", GoalsState.redo, disabled=~GoalsState.may_redo),
        button(tr("goals.close_month"), GoalsState.open_months, icon_name="lock", kind="ghost"),
        rx.el.span(tr("goals.paste_hint"), class_name="caption muted only-wide"),
    )
    return toolbar(
        rx.cond(GoalsState.may_edit, editing),
        rx.el.span(
            file_link(tr("goals.download"), GoalsState.csv_href, kind="ghost"), class_name="push"
        ),
    )


def _sheet() -> rx.Component:
    return sheet(
        GoalsState.columns,
        GoalsState.rows,
        caption=tr("goals.sheet_caption", family=GoalsState.family_name),
        corner=tr("goals.responsible"),
        sum_label=tr("goals.year_sum"),
        on_cell=GoalsState.set_cell,
        on_block=GoalsState.paste_block,
        on_undo=GoalsState.undo(""),
        on_redo=GoalsState.redo,
        total=GoalsState.total,
    )


def _person(one: PersonBlocks) -> rx.Component:
    head = rx.el.span(
        rx.el.b(one.name, class_name="trunc"),
        rx.el.span(rx.el.b(one.sum), rx.el.small(one.note, class_name="muted")),
        class_name="person-head",
    )
    blocks = rx.el.span(*each(one.blocks, _block), class_name="blocks")
    return rx.el.li(
        rx.el.button(
            head,
            blocks,
            type="button",
            on_click=GoalsState.open_person(one.id),
            class_name="person",
        ),
        key=one.id,
    )


def _block(one: Block) -> rx.Component:
    return rx.el.i(one.label, title=one.title, class_name=classes("block", one.tone))


def _legend() -> rx.Component:
    steps = [rx.el.i(class_name=f"block d{step}", aria_hidden="true") for step in STEPS]
    return rx.el.div(
        rx.el.span(
            tr("goals.legend"),
            rx.el.span("< 80 %", class_name="num"),
            rx.el.span(*steps, class_name="blocks plain"),
            rx.el.span("≥ 110 %", class_name="num"),
            class_name="row wrap",
        ),
        rx.el.span(icon("lock"), tr("goals.locked_legend"), class_name="row"),
        class_name="card-foot sheet-legend",
    )


def _no_goal() -> rx.Component:
    begin = button(
        tr("goals.begin"), GoalsState.create_shown_goal, icon_name="plus", kind="primary"
    )
    return empty_first(
        rx.cond(
            GoalsState.is_for_all,
            tr("goals.none_title_all"),
            tr("goals.none_title", family=GoalsState.family_name),
        ),
        rx.cond(GoalsState.may_edit, tr("goals.none_text"), tr("goals.none_text_own")),
        rx.cond(GoalsState.may_edit, begin),
        icon_name="goals",
    )
