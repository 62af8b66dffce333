"""What opens over the page: dialogs, confirmations, side panels, menus.

Those the state opens (`open=State.var`) go through `assets/ui/modal.js`, which shows the
native dialog modally, hands Esc and a click outside to `on_close`, and gives focus back.
"""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from crm.ui.base import Child, Flag, Handler, Text, children
from crm.ui.buttons import button, icon_button
from crm.ui.texts import tr


class Modal(rx.Component):
    """A native modal dialog that follows `open`."""

    library = "$/public/ui/modal.js"
    tag = "Modal"

    open: rx.Var[bool]
    label: rx.Var[str]
    on_close: rx.EventHandler[no_args_event_spec]


def dialog(
    title: Text,
    *body: Any,
    open: Flag,
    on_close: Handler,
    foot: Child = None,
    subtitle: Text | None = None,
    wide: bool = False,
    beneath: bool = False,
) -> rx.Component:
    """A dialog the state opens; on a phone a sheet from below.

    `beneath` keeps what it changes in view: it stands below or above the row it is `about`, or in
    the corner without one, and the page behind it is not dimmed.
    """
    frame = "dialog wide" if wide else "dialog"
    frame += " beneath" if beneath else ""
    return _modal(frame, title, body, subtitle=subtitle, foot=foot, open=open, on_close=on_close)


def side_panel(
    title: Text,
    *body: Any,
    open: Flag,
    on_close: Handler,
    foot: Child = None,
    subtitle: Text | None = None,
) -> rx.Component:
    """A panel from the right, for what lies behind a figure; on a phone the whole screen."""
    return _modal("drawer", title, body, subtitle=subtitle, foot=foot, open=open, on_close=on_close)


def confirm(
    question: Text,
    consequence: Text,
    action: Text,
    *,
    open: Flag,
    on_confirm: Handler,
    on_close: Handler,
    busy: Flag = False,
) -> rx.Component:
    """Asks before what destroys. `action` names the thing and its count: "Undo 1 204 lines"."""
    foot = rx.fragment(
        button(tr("ui.cancel"), on_close),
        button(action, on_confirm, kind="danger-solid", busy=busy),
    )
    body = rx.el.p(consequence, class_name="muted")
    return dialog(question, body, open=open, on_close=on_close, foot=foot)


def menu(name: Text, opener: rx.Component, *items: Any, place: str = "") -> rx.Component:
    """A menu under its opener, without script: native popover; on a phone a bottom sheet.

    `opener` must be a button made with `opens(name)` among its props. `place`: "up", "from-end".
    """
    body = rx.el.div(
        *items,
        id=name,
        class_name=f"popover menu {place}".strip(),
        custom_attrs={"popover": "auto"},
    )
    return rx.fragment(opener, body)


def opens(name: Text) -> dict[str, Any]:
    """Props of a button that opens the menu or popover `name`."""
    return {"custom_attrs": {"popovertarget": name}}


def opens_dialog(name: str) -> dict[str, Any]:
    """Props of a button that opens the static dialog `name`."""
    return {"custom_attrs": {"commandfor": name, "command": "show-modal"}}


def static_dialog(name: str, title: Text, *body: Any, wide: bool = False) -> rx.Component:
    """A dialog that needs no state: opened by a button with `opens_dialog(name)`."""
    closer = icon_button(
        tr("ui.close"), "close", custom_attrs={"commandfor": name, "command": "close"}
    )
    return rx.el.dialog(
        rx.el.div(rx.el.h2(title, class_name="dialog-title"), closer, class_name="dialog-head"),
        rx.el.div(*body, class_name="dialog-body"),
        id=name,
        class_name="dialog wide" if wide else "dialog",
        aria_label=title,
        custom_attrs={"closedby": "any"},
    )


def _modal(
    frame: str,
    title: Text,
    body: tuple[Any, ...],
    *,
    subtitle: Text | None,
    foot: Child,
    open: Flag,
    on_close: Handler,
) -> rx.Component:
    sub = rx.el.p(subtitle, class_name="card-sub") if subtitle is not None else None
    titles = rx.el.div(*children(rx.el.h2(title, class_name="dialog-title"), sub))
    closer = icon_button(tr("ui.close"), "close", on_close)
    return Modal.create(
        rx.el.div(titles, closer, class_name="dialog-head"),
        rx.el.div(*body, class_name="dialog-body"),
        *children(rx.el.div(foot, class_name="dialog-foot") if foot is not None else None),
        open=open,
        on_close=on_close,
        label=title,
        class_name=frame,
    )
