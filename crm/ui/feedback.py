"""What the page says about itself: notices, empty and failed panels, progress, toasts."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from crm.ui.base import (
    Child,
    Flag,
    Handler,
    Number,
    Text,
    children,
    classes,
    each,
    placed,
    present,
    when,
)
from crm.ui.buttons import button, icon_button
from crm.ui.icons import icon
from crm.ui.texts import tr

NOTICE_ICONS = {"": "info", "info": "info", "good": "ok", "warn": "alert", "bad": "error"}


@dataclass(frozen=True, slots=True)
class Toast:
    """A notice that passes. `undo` is what the page's undo handler receives; "" = no button.

    A "bad" one stays until it is closed.
    """

    id: str = ""
    text: str = ""
    tone: str = ""
    undo: str = ""


class PassingToast(rx.Component):
    """One toast: asks to go after five seconds unless pointed at, focused or bad."""

    library = "$/public/ui/toast.js"
    tag = "PassingToast"

    tone: rx.Var[str]
    on_expire: rx.EventHandler[no_args_event_spec]


def notice(*body: Any, tone: str = "", actions: Child = None) -> rx.Component:
    """A sentence in the flow of the page, with what can be done about it."""
    return rx.el.div(
        *children(icon(NOTICE_ICONS[tone]), rx.el.div(*body, class_name="grow"), actions),
        class_name=classes("notice", tone),
        role="alert" if tone == "bad" else "status",
    )


def empty_first(
    title: Text, explanation: Text, action: Child = None, icon_name: str = "imports"
) -> rx.Component:
    """Nothing yet: what will be here, and the one thing to do."""
    return _empty(icon_name, title, explanation, action)


def empty_search(title: Text, filters: Text, clear_href: Text) -> rx.Component:
    """Nothing matches: the filters in words, and a way out of them."""
    clear = rx.el.a(tr("ui.clear_filters"), href=clear_href, class_name="btn")
    return _empty("search", title, filters, clear)


def empty_done(text: Text) -> rx.Component:
    """Everything is done: one quiet sentence."""
    return rx.el.div(icon("ok"), rx.el.p(text), class_name="empty quiet")


def empty_forbidden(title: Text, explanation: Text) -> rx.Component:
    """Not this person's to see: says who can."""
    return _empty("lock", title, explanation, None)


def failed(
    what: Text, remedy: Text, *, on_retry: Handler = None, error_id: Text = ""
) -> rx.Component:
    """A panel that failed alone: what, what to do, Retry, and the id for support."""
    retry = button(tr("ui.retry"), on_retry, icon_name="refresh") if on_retry is not None else None
    number = when(
        present(error_id), rx.el.span(tr("ui.error_id", id=error_id), class_name="caption")
    )
    return rx.el.div(
        icon("error"),
        rx.el.h3(what),
        rx.el.p(remedy),
        rx.el.div(*children(retry, number), class_name="row"),
        class_name="empty",
        role="alert",
    )


def skeleton(height: str = "20px", width: str = "100%") -> rx.Component:
    """A place holder in the final size; only for a first paint."""
    return rx.el.div(
        class_name="skeleton", aria_hidden="true", **placed(height=height, width=width)
    )


def refreshing(busy: Flag, *body: Any) -> rx.Component:
    """Keeps the old picture, paler, with a line on top while a new one is fetched."""
    return rx.el.div(*body, class_name=when(busy, "refreshing", ""), aria_busy=busy)


def progress(share: Number, label: Text) -> rx.Component:
    """A bar filled to `share` (0 to 100), named for readers."""
    return rx.el.div(
        rx.el.i(**placed(width=rx.Var.create(share).to(str) + "%")),
        role="progressbar",
        aria_label=label,
        aria_valuenow=share,
        aria_valuemin=0,
        aria_valuemax=100,
        class_name="progress",
    )


def job_progress(
    title: Text, share: Number, detail: Text, *, on_cancel: Handler = None
) -> rx.Component:
    """Work of more than ten seconds: what it does, how far it is, Cancel."""
    cancel = button(tr("ui.cancel"), on_cancel, kind="small") if on_cancel is not None else None
    head = rx.el.div(*children(rx.el.b(title, class_name="grow"), cancel), class_name="row")
    detail_line = rx.el.p(detail, class_name="caption num", aria_live="polite")
    return rx.el.div(head, progress(share, title), detail_line, class_name="job")


def freshness(
    text: Text, *, short: Text = "", late: Flag = False, href: Text = "", why: Text = ""
) -> rx.Component:
    """Up to when the data holds; amber when later than scheduled; opens what brought them.

    `short` stands for `text` on a phone, where the rest is still there for readers. `why` says
    how late it is, as a tooltip and for readers.
    """
    name = classes("fresh", when(late, "late", ""))
    brief = rx.el.span(
        rx.el.span(short, class_name="only-phone", aria_hidden="true"),
        rx.el.span(text, class_name="trunc wide-words"),
    )
    words = when(present(short), brief, rx.el.span(text, class_name="trunc"))
    mark = when(late, icon("clock"), rx.el.span(class_name="dot", aria_hidden="true"))
    parts = (mark, words, when(present(why), rx.el.span(", ", why, class_name="sr")))
    link = rx.el.a(*children(*parts), href=href, title=why, class_name=name)
    return when(present(href), link, rx.el.span(*children(*parts), title=why, class_name=name))


def toast_list(toasts: Any, *, on_dismiss: Any, on_undo: Any = None) -> rx.Component:
    """The toasts in view. `on_dismiss(id)`; `on_undo(undo)` for those that can be undone."""

    def one_toast(one: Any) -> rx.Component:
        return PassingToast.create(
            rx.el.span(one.text, class_name="grow"),
            *children(_undo(one, on_undo)),
            icon_button(tr("ui.close"), "close", on_dismiss(one.id)),
            tone=one.tone,
            on_expire=on_dismiss(one.id),
            key=one.id,
        )

    return rx.el.div(
        *each(toasts, one_toast), class_name="toasts", role="status", aria_live="polite"
    )


def _undo(one: Any, on_undo: Any) -> Any:
    if on_undo is None:
        return None
    press = rx.el.button(
        tr("ui.undo"), type="button", on_click=on_undo(one.undo), class_name="link"
    )
    return when(present(one.undo), press)


def _empty(icon_name: str, title: Text, text: Text, action: Child) -> rx.Component:
    below = rx.el.div(action, class_name="row") if action is not None else None
    return rx.el.div(
        *children(icon(icon_name), rx.el.h3(title), rx.el.p(text), below), class_name="empty"
    )
