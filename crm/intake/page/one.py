"""The page of one import."""

from typing import Any

import reflex as rx

from crm.intake.page.result import changed_list, next_steps, verdict_notice
from crm.intake.page.undoing import undo_dialog
from crm.intake.state.one import OneImportState
from crm.intake.state.undoing import UndoState
from crm.sales.page import lines_panel
from crm.sales.state import LinesState
from crm.shell.layout import screen
from crm.shell.parts import Page, page
from crm.ui.base import each, when
from crm.ui.buttons import button, file_link, link_button
from crm.ui.card import answer_spans, badge, card, figure_row, timeline
from crm.ui.feedback import empty_first, job_progress, notice
from crm.ui.filters import breadcrumbs
from crm.ui.table import Column, data_table
from crm.ui.texts import tr


@screen(
    route="/imports/[import_id]",
    title_key="intake.page_one_title",
    role="supervisor",
    place="/imports",
    on_load=[OneImportState.open_import, UndoState.keep, LinesState.open_lines],
    live=[OneImportState.renew_import, LinesState.open_lines],
)
def import_page() -> Page:
    """What one file brought, what happened to it, and how to take it back."""
    state = OneImportState
    return page(
        when(state.missing != "", _not_found()),
        when(state.name != "", _import()),
        undo_dialog(),
        lines_panel(),
        title=state.name,
        crumbs=breadcrumbs((tr("intake.page_title"), "/imports"), (state.name, "")),
        actions=when(state.can_map, _map_action()),
    )


def _import() -> rx.Component:
    state = OneImportState
    return rx.el.div(
        _head(),
        when(state.job.id != "", _job()),
        when(state.error != "", _error()),
        when(state.figures.length() > 0, figure_row(state.figures)),
        rx.el.div(
            rx.el.div(
                when(state.refused.length() > 0, _refused()),
                when(state.months.length() > 0, _months()),
                when(state.changed.length() > 0, _changed()),
                when(state.mapping.length() > 0, _mapping()),
                class_name="stack",
            ),
            rx.el.div(_story(), class_name="stack"),
            class_name="grid wide-left",
        ),
        class_name="stack",
    )


def _head() -> rx.Component:
    state = OneImportState
    name = rx.el.div(
        rx.el.p(state.name, class_name="page-title"),  # the heading is in the bar
        badge(state.badge, state.tone),
        class_name="row wrap",
    )
    return rx.el.div(
        name,
        rx.el.p(state.subtitle, class_name="caption"),
        answer_spans(state.answer),
        class_name="stack tight",
    )


def _job() -> rx.Component:
    job = OneImportState.job
    return card(job_progress(job.title, job.share, job.detail, on_cancel=OneImportState.cancel))


def _error() -> rx.Component:
    state = OneImportState
    return notice(rx.el.p(state.error), tone="bad")


def _story() -> rx.Component:
    """What happened and what can be done: one card, as it is read down."""
    state = OneImportState
    return card(
        when(state.verdict.title != "", verdict_notice(state.verdict)),
        timeline(state.events),
        _actions(),
        title=tr("intake.page_story"),
    )


def _changed() -> rx.Component:
    title = rx.cond(
        OneImportState.can_undo, tr("intake.page_changed"), tr("intake.page_had_changed")
    )
    return card(changed_list(OneImportState.changed), title=title)


def _actions() -> rx.Component:
    state = OneImportState
    undo = rx.fragment(
        button(
            state.undo_label,
            UndoState.ask(state.import_id.to_string()),
            icon_name="undo",
            kind="danger small",
        ),
        rx.el.p(state.undo_consequence, class_name="caption"),
    )
    return rx.el.div(
        next_steps(state.steps),
        file_link(tr("intake.page_original"), state.original_href, kind="small"),
        when(state.can_undo, undo),
        class_name="stack tight import-actions",
    )


def _map_action() -> rx.Component:
    return link_button(
        tr("intake.page_map_open"),
        OneImportState.mapping_href,
        icon_name="settings",
        kind="primary",
    )


def _months() -> rx.Component:
    state = OneImportState
    columns = [
        Column(tr("intake.page_months_month"), on_phone="title"),
        Column(tr("intake.page_month_before"), "end", state.currency, on_phone="detail"),
        Column(tr("intake.page_month_after"), "end", state.currency, on_phone="figure"),
        Column(tr("intake.page_month_change"), "end", state.currency, on_phone="detail"),
    ]
    title = rx.cond(state.can_undo, tr("intake.page_months_changed"), tr("intake.page_had_changed"))
    table = data_table(columns, state.months, caption=title)
    return card(table, title=title, subtitle=tr("intake.page_months_changed_sub"), flush=True)


def _refused() -> rx.Component:
    state = OneImportState
    columns = [
        Column(tr("intake.page_map_row"), align="end", on_phone="detail"),
        Column(tr("intake.page_refused_column"), on_phone="title"),
        Column(tr("intake.page_refused_value"), on_phone="detail"),
        Column(tr("intake.page_refused_why"), on_phone="detail"),
    ]
    title = tr("intake.page_refused_rows")
    table = data_table(columns, state.refused, caption=title, paging=state.refused_paging)
    return rx.el.div(
        card(
            table,
            title=title,
            subtitle=tr("intake.page_refused_rows_sub"),
            actions=file_link(tr("intake.page_refused_file"), state.refusals_href, kind="small"),
            flush=True,
        ),
        class_name="refused",
    )


def _mapping() -> rx.Component:
    pairs = rx.el.dl(*each(OneImportState.mapping, _pair), class_name="pairs-list")
    summary = rx.el.summary(tr("intake.page_mapping_used"))
    return rx.el.details(
        summary,
        rx.el.div(pairs, class_name="card-body"),
        class_name="card folded",
        open=OneImportState.months.length() == 0,
    )


def _pair(pair: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(pair.name), rx.el.dd(pair.value), class_name="pair")


def _not_found() -> rx.Component:
    back = link_button(tr("intake.page_to_list"), "/imports")
    help_words = tr("intake.page_not_found_help")
    return card(empty_first(OneImportState.missing, help_words, back, icon_name="search"))
