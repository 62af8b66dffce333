"""What all rows of a file add up to, beside what is stored."""

from typing import Any

import reflex as rx

from crm.intake.state.mapping import MappingState
from crm.ui.base import classes, each, when
from crm.ui.card import card
from crm.ui.feedback import empty_done, skeleton
from crm.ui.icons import icon
from crm.ui.marks import bullet
from crm.ui.texts import tr

ODD_ICONS = ("alert", "error", "layers", "calendar")
VERDICT_ICONS = {"good": "ok", "bad": "error", "info": "info"}


def balance() -> rx.Component:
    """Loaded, refused and left out tie to what was read, and that to the file's own total."""
    head = rx.el.thead(
        rx.el.tr(
            rx.el.th(rx.el.span(tr("intake.page_balance"), class_name="sr"), scope="col"),
            rx.el.th(tr("intake.page_balance_rows"), class_name="end", scope="col"),
            rx.el.th(tr("intake.page_balance_amount"), class_name="end", scope="col"),
        )
    )
    table = rx.el.table(
        head, rx.el.tbody(*each(MappingState.balance, _balance_row)), class_name="tight"
    )
    return _summed(card(_verdict(), table, title=tr("intake.page_balance")), "intake.page_balance")


def months() -> rx.Component:
    """Each month of the file beside what is stored."""
    head = rx.el.thead(
        rx.el.tr(
            rx.el.th(tr("intake.page_months_month"), scope="col"),
            rx.el.th(rx.el.span(tr("intake.page_months_sub"), class_name="sr"), scope="col"),
            rx.el.th(tr("intake.page_months_file"), class_name="end", scope="col"),
            rx.el.th(tr("intake.page_months_stored"), class_name="end", scope="col"),
        )
    )
    total = MappingState.months_total
    foot = rx.el.tfoot(
        rx.el.tr(
            rx.el.th(total.month, scope="row"),
            rx.el.td(),
            rx.el.td(total.amount, class_name="end"),
            rx.el.td(total.stored, class_name="end"),
        )
    )
    table = rx.el.table(
        head, rx.el.tbody(*each(MappingState.months, _month_row)), foot, class_name="tight by-month"
    )
    shown = card(table, title=tr("intake.page_months"), subtitle=tr("intake.page_months_sub"))
    return when(MappingState.has_sums & (MappingState.months.length() > 0), shown)


def new_records() -> rx.Component:
    """What the file would add to the company's registers."""
    rows = rx.el.ul(*each(MappingState.new_records, _new_row), class_name="counted")
    shown = card(rows, title=tr("intake.page_new"))
    return when(MappingState.has_sums & (MappingState.new_records.length() > 0), shown)


def odd() -> rx.Component:
    """What should be seen before loading."""
    some = rx.el.ul(*each(MappingState.odd, _odd_row), class_name="odd")
    none = empty_done(tr("intake.page_odd_none"))
    body = rx.cond(MappingState.odd.length() > 0, some, none)
    return when(MappingState.has_sums, card(body, title=tr("intake.page_odd")))


def _summed(shown: rx.Component, title: str) -> rx.Component:
    waiting = card(
        rx.el.p(tr("intake.page_adding"), class_name="caption", aria_live="polite"),
        skeleton("120px"),
        title=tr(title),
    )
    return rx.cond(MappingState.has_sums, shown, when(MappingState.is_adding, waiting))


def _verdict() -> rx.Component:
    verdict = MappingState.verdict
    mark = rx.match(
        verdict.tone,
        *((tone, icon(name)) for tone, name in VERDICT_ICONS.items()),
        icon("info"),
    )
    words = rx.el.div(rx.el.b(verdict.title), rx.el.p(verdict.note), class_name="grow")
    return rx.el.div(mark, words, class_name=classes("notice", verdict.tone), role="status")


def _balance_row(row: Any) -> rx.Component:
    note = when(row.note != "", rx.el.small(row.note))
    return rx.el.tr(
        rx.el.th(row.label, note, scope="row"),
        rx.el.td(row.rows, class_name="end"),
        rx.el.td(row.amount, class_name="end"),
        class_name=row.tone,
    )


def _month_row(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.month, scope="row"),
        rx.el.td(bullet(row.bar), class_name="bar"),
        rx.el.td(row.amount, class_name="end"),
        rx.el.td(row.stored, class_name="end faint"),
    )


def _new_row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.b(row.count, class_name="num"),
        rx.el.span(row.label),
        rx.el.span(row.note, class_name="caption push"),
    )


def _odd_row(row: Any) -> rx.Component:
    return rx.el.li(
        icon(row.icon, among=ODD_ICONS),
        rx.el.div(rx.el.b(row.title), when(row.note != "", rx.el.p(row.note))),
        class_name=row.tone,
    )
