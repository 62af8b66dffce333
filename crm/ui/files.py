"""Where files are dropped or chosen, and sent to one of our own routes."""

from typing import Any

import reflex as rx

from crm.ui.base import Handler, Text, children, present, when
from crm.ui.icons import icon
from crm.ui.texts import tr


class FileDrop(rx.Component):
    """The area and its sending (`assets/ui/drop.js`)."""

    library = "$/public/ui/drop.js"
    tag = "FileDrop"

    action: rx.Var[str]
    accept: rx.Var[str]
    multiple: rx.Var[bool]
    fields: rx.Var[dict[str, str]]
    words: rx.Var[dict[str, str]]
    on_sent: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any])]
    on_failed: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def file_drop(
    action: Text,
    *,
    on_sent: Handler,
    on_failed: Handler,
    title: Text,
    help: Text = "",
    accept: str = "",
    multiple: bool = True,
    fields: Any = None,
) -> rx.Component:
    """An area for files. Each is posted as `file` to `action`, with `fields` beside it.

    `on_sent(answer)` gets the route's JSON object plus `status` and `file` (the name), also
    when the route refused it; `on_failed(name)` when nothing was reached.
    """
    return FileDrop.create(
        icon("upload"),
        rx.el.p(title, class_name="strong"),
        *children(when(present(help), rx.el.p(help, class_name="caption"))),
        action=action,
        accept=accept,
        multiple=multiple,
        fields=fields if fields is not None else {},
        words=rx.Var.create({"choose": tr("ui.choose_files"), "sending": tr("ui.sending")}),
        on_sent=on_sent,
        on_failed=on_failed,
    )
