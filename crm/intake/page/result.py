"""The card of what came last: what became of it, what it changed, where to go on."""

from typing import Any

import reflex as rx

from crm.intake.state.imports import ImportsState
from crm.ui.base import classes, each, present, when
from crm.ui.buttons import link_button
from crm.ui.card import badge, card
from crm.ui.icons import icon
from crm.ui.texts import tr


def result_card() -> rx.Component:
    """What became of the file that came last, or of those that came together."""
    result = ImportsState.result
    body = rx.el.div(
        when(present(result.error), rx.el.p(result.error, class_name="notice bad")),
        when(present(result.said), rx.el.p(result.said, class_name="muted")),
        when(result.figures.length() > 0, _figures(result.figures)),
        when(present(result.verdict.title), verdict_notice(result.verdict)),
        when(result.files.length() > 0, rx.el.ul(*each(result.files, _file), class_name="came")),
        when(present(result.months), rx.el.p(result.months, class_name="num")),
        changed_list(result.changed),
        rx.el.div(
            when(
                present(result.answer_href),
                link_button(tr("intake.page_answer"), result.answer_href, kind="small"),
            ),
            next_steps(result.steps),
            when(
                present(result.page_href),
                link_button(tr("intake.page_whole"), result.page_href, kind="ghost small"),
            ),
            class_name="stack tight import-actions",
        ),
        class_name="stack tight",
    )
    return card(
        body,
        title=result.title,
        subtitle=result.subtitle,
        actions=when(present(result.badge), badge(result.badge, result.tone)),
    )


def next_steps(steps: Any) -> rx.Component:
    """Where one goes on after a file was loaded: its sales, the salespeople nobody is yet."""
    unlinked = rx.el.a(
        icon("people"),
        rx.el.span(steps.unlinked, class_name="grow"),
        href="/sellers",
        class_name="notice warn",
    )
    return rx.fragment(
        when(
            present(steps.sales_label),
            link_button(steps.sales_label, steps.sales_href, icon_name="analysis", kind="small"),
        ),
        when(present(steps.unlinked), unlinked),
    )


def changed_list(changed: Any) -> rx.Component:
    """How many of what an import changed."""
    return rx.el.ul(*each(changed, _change), class_name="counted")


def verdict_notice(verdict: Any) -> rx.Component:
    """Whether what was loaded agrees with the file's own total."""
    words = rx.el.div(rx.el.b(verdict.title), rx.el.p(verdict.note), class_name="grow")
    mark = rx.cond(verdict.tone == "good", icon("ok"), icon("error"))
    return rx.el.div(mark, words, class_name=classes("notice", verdict.tone), role="status")


def _figures(figures: Any) -> rx.Component:
    return rx.el.dl(*each(figures, _figure), class_name="came-figures")


def _figure(one: Any) -> rx.Component:
    link = rx.el.a(one.value, href=one.href, class_name="opens")
    value = when(present(one.href), link, one.value)
    return rx.el.div(rx.el.dt(one.label), rx.el.dd(value, title=one.exact), class_name="num")


def _file(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.a(one.name, href=one.href), rx.el.small(one.note), class_name="grow"),
        badge(one.badge, one.tone),
    )


def _change(one: Any) -> rx.Component:
    return rx.el.li(rx.el.b(one.count, class_name="num"), rx.el.span(one.label))
