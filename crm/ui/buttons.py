"""Buttons, links that look like buttons, and icon buttons."""

from typing import Any

import reflex as rx

from crm.ui.base import Flag, Handler, Text, children, classes, when
from crm.ui.icons import icon


def button(
    label: Text,
    on_click: Handler = None,
    *,
    icon_name: str | None = None,
    kind: str = "",
    busy: Flag = False,
    **props: Any,
) -> rx.Component:
    """A button. `kind`: "primary" (one a screen), "ghost", "danger", "danger-solid"; add "small".

    While `busy` it turns its wheel and takes no click.
    """
    props.setdefault("type", "button")
    if on_click is not None:
        props["on_click"] = on_click
    if busy is not False:
        props["disabled"] = busy
    mark = when(busy, rx.el.span(class_name="busy", aria_hidden="true"), _mark(icon_name))
    return rx.el.button(*children(mark, label), class_name=classes("btn", kind), **props)


def link_button(
    label: Text,
    href: Text,
    *,
    icon_name: str | None = None,
    kind: str = "",
    **props: Any,
) -> rx.Component:
    """A link in the shape of a button; for what has an address."""
    parts = children(_mark(icon_name), label)
    return rx.el.a(*parts, href=href, class_name=classes("btn", kind), **props)


def file_link(
    label: Text, href: Text, *, icon_name: str | None = "download", kind: str = ""
) -> rx.Component:
    """A link to a file of ours: leaves the page's router, so the browser saves the answer."""
    return link_button(label, href, icon_name=icon_name, kind=kind, target="_blank", download=True)


def icon_button(
    label: Text, icon_name: str, on_click: Handler = None, **props: Any
) -> rx.Component:
    """A button that shows only an icon; `label` is its name for readers and its tooltip."""
    props.setdefault("type", "button")
    if on_click is not None:
        props["on_click"] = on_click
    return rx.el.button(
        icon(icon_name), aria_label=label, title=label, class_name="btn-icon", **props
    )


def icon_link(label: Text, icon_name: str, href: Text, **props: Any) -> rx.Component:
    """A link that shows only an icon. An empty `href` shows it switched off.

    `aria_keyshortcuts="[" ` in `props` makes that key follow it.
    """
    off = rx.el.span(icon(icon_name), class_name="btn-icon", aria_disabled="true")
    on = rx.el.a(
        icon(icon_name), href=href, aria_label=label, title=label, class_name="btn-icon", **props
    )
    condition = (href.to(str) != "") if isinstance(href, rx.Var) else bool(href)
    return when(condition, on, off)


def key(name: str) -> rx.Component:
    """A key of the keyboard, drawn."""
    return rx.el.kbd(name, class_name="kbd")


def _mark(icon_name: str | None) -> rx.Component | None:
    return icon(icon_name) if icon_name else None
