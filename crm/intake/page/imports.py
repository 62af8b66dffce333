"""The list of files received."""

from typing import Any

import reflex as rx

from crm.intake.page.result import result_card
from crm.intake.page.undoing import undo_dialog
from crm.intake.state.imports import ImportsState
from crm.intake.state.undoing import UndoState
from crm.sales.page import lines_panel
from crm.sales.state import LinesState
from crm.shell.layout import screen
from crm.shell.parts import Page, page
from crm.ui.base import each, present, when
from crm.ui.buttons import icon_button, link_button
from crm.ui.card import answer_spans, card
from crm.ui.dialog import menu, opens
from crm.ui.feedback import empty_first, empty_search, job_progress
from crm.ui.files import file_drop
from crm.ui.filters import chips
from crm.ui.icons import icon
from crm.ui.table import Column, data_table, search_box, toolbar
from crm.ui.texts import tr

ACCEPTED = ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods,text/csv,text/plain"
UPLOAD = "/api/v1/imports"


@screen(
    route="/imports",
    title_key="intake.page_title",
    role="supervisor",
    on_load=[ImportsState.open_list, UndoState.keep, LinesState.open_lines],
    live=[ImportsState.open_list, LinesState.open_lines],
)
def imports_page() -> Page:
    """What came in, what became of it, and where to send more."""
    return page(
        answer_spans(ImportsState.answer),
        _drop(),
        when(ImportsState.jobs.length() > 0, _jobs()),
        when(~ImportsState.is_first, _arrived()),
        when(ImportsState.is_first, _nothing_yet()),
        undo_dialog(),
        lines_panel(),
    )


def _drop() -> rx.Component:
    # Large while it is all there is to do, one line once files have been received.
    return rx.el.div(
        _file_drop(), class_name=rx.cond(ImportsState.is_first, "drop-first", "drop-again")
    )


def _file_drop() -> rx.Component:
    return file_drop(
        UPLOAD,
        on_sent=ImportsState.file_sent,
        on_failed=ImportsState.sending_failed,
        title=tr("intake.page_drop"),
        help=tr("intake.page_drop_help"),
        accept=ACCEPTED,
    )


def _jobs() -> rx.Component:
    rows = rx.el.div(*each(ImportsState.jobs, _job), class_name="stack jobs", aria_live="polite")
    return card(rows, title=tr("intake.page_running"), subtitle=tr("intake.page_running_help"))


def _job(job: Any) -> rx.Component:
    return rx.el.div(
        job_progress(job.title, job.share, job.detail, on_cancel=ImportsState.cancel(job.id)),
        key=job.id,
    )


def _arrived() -> rx.Component:
    last = when(present(ImportsState.result.title), result_card())
    return rx.el.div(
        rx.el.div(_received(), class_name="stack"),
        rx.el.div(last, class_name="stack came-last"),
        class_name="grid wide-left arrived",
    )


def _received() -> rx.Component:
    columns = [
        Column(tr("intake.page_column_received"), on_phone="detail"),
        Column(tr("intake.page_column_file"), on_phone="title"),
        Column(tr("intake.page_column_state"), on_phone="figure"),
        Column(tr("intake.page_column_lines"), align="end", on_phone="detail"),
        Column(tr("intake.page_column_amount"), align="end", on_phone="detail"),
        Column(tr("intake.page_column_refused"), align="end", on_phone="hidden"),
    ]
    table = data_table(
        columns,
        ImportsState.rows,
        caption=tr("intake.page_received"),
        paging=ImportsState.paging,
        row_action=_choices,
        empty=empty_search(
            tr("intake.page_none_found"), tr("intake.page_none_found_help"), "/imports"
        ),
    )
    tools = toolbar(
        chips(ImportsState.filters, tr("intake.page_filters")),
        search_box(
            tr("intake.page_search"),
            value=ImportsState.words,
            on_change=lambda words: ImportsState.search(words).debounce(300),
        ),
    )
    return card(tools, table, title=tr("intake.page_received"), flush=True)


def _choices(row: Any) -> rx.Component:
    """What can be done with a file from its row: an answer given, or a menu of the rest."""
    choices: Any = ImportsState.choices[row.id]
    name = "choices-" + row.id
    label = tr("intake.page_choices")
    lines = rx.el.a(
        icon("table"),
        tr("intake.page_choice_lines"),
        href=choices.lines_href,
        class_name="menu-item",
    )
    original = rx.el.a(
        icon("download"),
        tr("intake.page_original"),
        href=choices.original_href,
        target="_blank",
        download=True,
        class_name="menu-item",
    )
    undo = rx.el.button(
        icon("undo"),
        choices.undo_label,
        on_click=UndoState.ask(row.id),
        type="button",
        class_name="menu-item bad",
    )
    others = menu(
        name,
        icon_button(label, "more", **opens(name)),
        when(present(choices.lines_href), lines),
        original,
        when(present(choices.undo_label), undo),
        place="from-end",
    )
    answer = link_button(tr("intake.page_answer"), choices.answer_href, kind="small")
    return when(present(choices.answer_href), answer, others)


def _nothing_yet() -> rx.Component:
    return card(empty_first(tr("intake.page_first"), tr("intake.page_first_help")))
