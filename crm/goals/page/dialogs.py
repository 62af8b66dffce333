"""What opens over the grid: Repeat Values, a person on a phone, the total, a new goal, months."""

from typing import Any

import reflex as rx

from crm.goals.state import GoalsState
from crm.goals.state.shown import PersonMonth
from crm.ui.base import each, present, when
from crm.ui.buttons import button
from crm.ui.dialog import dialog
from crm.ui.feedback import notice
from crm.ui.form import form, form_row, number_field, segmented, select_field, text_field
from crm.ui.texts import tr


def repeat_dialog() -> rx.Component:
    """Copies a month, or spreads a total; what it will do is seen before it is done."""
    chosen, shown = GoalsState.repeat, GoalsState.repeat_shown
    return dialog(
        tr("goals.repeat_values"),
        rx.el.div(
            segmented(
                "kind",
                tr("goals.repeat_kind"),
                [
                    ("same", tr("goals.repeat_same")),
                    ("last_year", tr("goals.repeat_last_year")),
                    ("split", tr("goals.repeat_split")),
                ],
                value=chosen.kind,
                on_change=_changes("kind"),
            ),
            form_row(
                select_field(
                    "who",
                    tr("goals.responsible"),
                    GoalsState.repeat_people,
                    value=chosen.who,
                    on_change=_changes("who"),
                ),
                rx.cond(chosen.kind != "split", _mode_field()),
            ),
            rx.cond(chosen.kind == "split", _split_fields(), _same_fields()),
            _preview(),
            class_name="form",
        ),
        open=GoalsState.repeat_open,
        on_close=GoalsState.close_repeat,
        foot=rx.fragment(
            button(tr("ui.cancel"), GoalsState.close_repeat),
            button(
                when(present(shown.action), shown.action, tr("goals.fill")),
                GoalsState.apply_repeat,
                kind="primary",
                disabled=~shown.can,
            ),
        ),
        wide=True,
        beneath=True,
    )


def person_dialog() -> rx.Component:
    """One person's twelve months, for thumbs."""
    edits = form(
        rx.el.div(*each(GoalsState.person_months, _month_field), class_name="month-fields"),
        rx.cond(GoalsState.may_edit, _person_actions()),
        on_submit=GoalsState.save_person,
        name="person-months",
    )
    return dialog(
        GoalsState.person_title,
        edits,
        open=GoalsState.person_open,
        on_close=GoalsState.close_person,
    )


def total_dialog() -> rx.Component:
    """The company's figure of the year, stated from above."""
    return dialog(
        tr("goals.company_total"),
        form(
            number_field(
                "total",
                tr("goals.total_of_year"),
                value=GoalsState.allocation.stated,
                help=tr("goals.total_help"),
                error=GoalsState.total_error,
            ),
            _save(),
            on_submit=GoalsState.save_total,
            name="stated-total",
        ),
        open=GoalsState.total_open,
        on_close=GoalsState.close_total,
    )


def create_dialog() -> rx.Component:
    """A goal for a family that has none in the year shown."""
    return dialog(
        tr("goals.new_goal"),
        form(
            select_field(
                "family", tr("goals.family"), GoalsState.free_families, help=tr("goals.family_help")
            ),
            _save(tr("goals.begin")),
            on_submit=GoalsState.create_goal,
            name="new-goal",
        ),
        open=GoalsState.create_open,
        on_close=GoalsState.close_create,
    )


def months_dialog() -> rx.Component:
    """Closes a month, or reopens it with a reason."""
    chosen = GoalsState.month_choice
    return dialog(
        tr("goals.close_month"),
        form(
            select_field(
                "month",
                tr("goals.month"),
                GoalsState.closeable_months,
                value=chosen.month,
                on_change=GoalsState.choose_month,
            ),
            rx.cond(
                chosen.is_closed,
                text_field(
                    "reason",
                    tr("goals.reopen_reason"),
                    help=tr("goals.reopen_help"),
                    error=chosen.error,
                ),
                when(present(chosen.error), notice(chosen.error, tone="warn")),
            ),
            _save(when(present(chosen.action), chosen.action, tr("goals.close_month"))),
            on_submit=GoalsState.change_month,
            name="close-month",
        ),
        open=GoalsState.months_open,
        on_close=GoalsState.close_months,
    )


def _changes(field: str) -> Any:
    return lambda value: GoalsState.change_repeat(field, value)


def _same_fields() -> rx.Component:
    chosen = GoalsState.repeat
    is_last_year = chosen.kind == "last_year"
    return form_row(
        select_field(
            "source",
            rx.cond(is_last_year, tr("goals.repeat_since"), tr("goals.repeat_source")),
            GoalsState.repeat_months,
            value=chosen.source,
            on_change=_changes("source"),
        ),
        select_field(
            "until",
            tr("goals.repeat_until"),
            GoalsState.repeat_months,
            value=chosen.until,
            on_change=_changes("until"),
        ),
        number_field(
            "growth",
            rx.cond(is_last_year, tr("goals.repeat_raise"), tr("goals.repeat_growth")),
            value="0",
            on_change=lambda value: GoalsState.change_repeat("growth", value).debounce(200),
        ),
    )


def _mode_field() -> rx.Component:
    return segmented(
        "mode",
        tr("goals.repeat_mode"),
        [("only_empty", tr("goals.repeat_keep")), ("overwrite", tr("goals.repeat_overwrite"))],
        value=GoalsState.repeat.mode,
        on_change=_changes("mode"),
    )


def _split_fields() -> rx.Component:
    chosen = GoalsState.repeat
    return rx.fragment(
        number_field(
            "total",
            tr("goals.split_amount"),
            help=tr("goals.split_help"),
            on_change=lambda value: GoalsState.change_repeat("total", value).debounce(200),
        ),
        segmented(
            "by",
            tr("goals.split_by"),
            [
                ("equal", tr("goals.split_equal")),
                ("working_days", tr("goals.split_working_days")),
                ("last_year", tr("goals.split_last_year")),
            ],
            value=chosen.by,
            on_change=_changes("by"),
        ),
    )


def _preview() -> rx.Component:
    shown = GoalsState.repeat_shown
    said = notice(rx.el.p(rx.el.b(shown.says)), rx.el.p(shown.total, class_name="muted"))
    wrong = notice(shown.error, tone="warn")
    return rx.el.div(rx.cond(shown.error != "", wrong, said), role="status", aria_live="polite")


def _month_field(one: PersonMonth) -> rx.Component:
    box = rx.el.input(
        name=one.name,
        default_value=one.value,
        key=one.name + "=" + one.value,
        type="text",
        input_mode="decimal",
        auto_complete="off",
        class_name="input num",
        aria_label=one.label,
    )
    shown = rx.el.b(one.value, class_name="num")
    return rx.el.div(
        rx.el.span(one.label, class_name="label"),
        rx.cond(one.locked, shown, box),
        rx.el.small(one.note, class_name="muted num"),
        class_name="month-field",
    )


def _person_actions() -> rx.Component:
    return rx.el.div(
        button(
            tr("goals.repeat_values"),
            GoalsState.repeat_shown_person,
            icon_name="repeat",
        ),
        button(tr("goals.save"), kind="primary", type="submit"),
        class_name="form-actions",
    )


def _save(label: Any = None) -> rx.Component:
    words = tr("goals.save") if label is None else label
    return rx.el.div(button(words, kind="primary", type="submit"), class_name="form-actions")
