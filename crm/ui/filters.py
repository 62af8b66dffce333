"""What narrows a page: chips, choices that navigate, the month stepper, tabs.

Every choice is an address, so Back, reload and a sent link work. On a phone native selects
open the system's own picker and popovers become bottom sheets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import reflex as rx

from crm.ui.base import Flag, Text, children, classes, each, present, when
from crm.ui.buttons import icon_link
from crm.ui.form import option_items
from crm.ui.icons import icon
from crm.ui.texts import tr


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select. In filters `value` is the address it leads to."""

    value: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One chip, tab or segment: its words, its address, whether it is the chosen one."""

    label: str = ""
    href: str = ""
    chosen: bool = False
    count: str = ""


def filter_bar(*filters: rx.Component) -> rx.Component:
    """Filters in one row; on a phone the row scrolls sideways by itself."""
    return rx.el.div(*filters, class_name="filterbar")


def filter_select(
    label: Text, options: Any, *, value: Text = "", active: Flag = False
) -> rx.Component:
    """A choice in the shape of a chip; choosing goes to the option's address.

    `options`: Var of `Option`, or pairs (address, label). `value`: the present address.
    `active` marks a filter that is in force.
    """
    control = rx.el.select(
        *option_items(options),
        value=value,
        on_change=rx.redirect,
        aria_label=label,
    )
    return rx.el.span(control, class_name=classes("pick", when(active, "on", "")))


def month_stepper(
    *, previous_href: Text, next_href: Text, label: Text = "", options: Any = None, value: Text = ""
) -> rx.Component:
    """A month between two arrows; `[` and `]` step too.

    With `options` the middle is a choice of months.
    """
    if options is None:
        middle = rx.el.b(label, class_name="num")
    else:
        middle = filter_select(tr("ui.month"), options, value=value)
    return rx.el.span(
        icon_link(
            tr("ui.previous_month"), "left", previous_href, custom_attrs={"aria-keyshortcuts": "["}
        ),
        middle,
        icon_link(tr("ui.next_month"), "right", next_href, custom_attrs={"aria-keyshortcuts": "]"}),
        class_name="month",
    )


def chips(choices: Any, label: Text) -> rx.Component:
    """Choices as chips. `choices`: list or Var of `Choice`; `label` names the row."""
    return _choices(choices, label, "chips scroll", "chip")


def segments(choices: Any, label: Text) -> rx.Component:
    """Two to four choices in one control, each an address."""
    return _choices(choices, label, "seg", "")


def tabs(choices: Any, label: Text) -> rx.Component:
    """Views of one thing, each an address."""
    return _choices(choices, label, "tabs", "")


def breadcrumbs(*steps: tuple[Text, Text]) -> rx.Component:
    """Where the page stands: (label, address); the last has no address."""
    parts: list[Any] = []
    for (label, href), (following, _) in pairwise(steps):
        # A name that is still being read would be a link without words, and a slash to nothing.
        link = when(present(label), rx.el.a(label, href=href))
        parts += [link, when(present(following), rx.el.span("/", aria_hidden="true"))]
    parts.append(rx.el.h1(steps[-1][0], aria_current="page", class_name="trunc"))
    return rx.el.nav(*parts, class_name="crumbs", aria_label=tr("ui.breadcrumbs"))


def active_filters(items: Iterable[tuple[Text, Text]], clear_href: Text) -> rx.Component:
    """Filters in force with what removes each: (words, address without it)."""
    links = [
        rx.el.a(words, icon("close"), href=href, class_name="chip", title=tr("ui.remove_filter"))
        for words, href in items
    ]
    clear = rx.el.a(tr("ui.clear_filters"), href=clear_href, class_name="chip")
    return rx.el.div(*links, clear, class_name="chips")


def _choices(choices: Any, label: Text, outer: str, inner: str) -> rx.Component:
    def link(one: Any) -> rx.Component:
        current = when(one.chosen, "true", rx.Var("undefined"))
        count = when(present(one.count), rx.el.span(one.count, class_name="count num"))
        return rx.el.a(
            *children(one.label, count),
            href=one.href,
            class_name=inner,
            custom_attrs={"aria-current": current},
        )

    return rx.el.nav(*each(choices, link), class_name=outer, aria_label=label)
