"""Icons as inline SVG, coloured by the text around them."""

import reflex as rx

from crm.ui.base import Text, classes
from crm.ui.icon_paths import PATHS


def icon(name: Text, *, among: tuple[str, ...] = (), large: bool = False) -> rx.Component:
    """An icon by its meaning (`crm.ui.icon_paths.PATHS` lists them). Decorative: no name.

    A `name` from the state needs `among`, the names it may take: only their outlines are sent.
    """
    if isinstance(name, rx.Var):
        outline = rx.Var.create({one: PATHS[one] for one in among})[name]
    else:
        outline = PATHS[name]
    return rx.el.svg(
        rx.el.path(d=outline),
        view_box="0 0 24 24",
        class_name=classes("ico", "lg" if large else ""),
        aria_hidden="true",
    )
