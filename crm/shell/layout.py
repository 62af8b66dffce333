"""Registers screens and draws the frame around them."""

from collections.abc import Callable
from typing import Any, NamedTuple

import reflex as rx

from crm.shell.frame import framed
from crm.shell.navigation import Role
from crm.shell.parts import Page
from crm.shell.state import ScreenState
from crm.ui.texts import template

View = Callable[[], "Page | rx.Component"]


class Screen(NamedTuple):
    """A page of the product: its address, its title's key, who may open it, what draws it."""

    route: str
    title_key: str
    role: Role | None
    place: str
    on_load: tuple[Any, ...]
    view: View


SCREENS: list[Screen] = []


def screen(
    *,
    route: str,
    title_key: str,
    role: Role | None = "sales",
    on_load: Any = None,
    place: str | None = None,
) -> Callable[[View], View]:
    """Registers the decorated function as the page of `route`.

    It returns a `Page` (from `page`) or a bare component. `role` is the least that may open it;
    None is public and gets no frame. `place` is the route lit in the navigation, its own
    unless said. `on_load` runs after the frame is ready.
    """
    loads = on_load if isinstance(on_load, list | tuple) else [on_load] if on_load else []

    def register(view: View) -> View:
        SCREENS.append(Screen(route, title_key, role, place or route, tuple(loads), view))
        return view

    return register


def add_screens(app: rx.App) -> None:
    """Adds every registered screen to the app, in its frame."""
    routes = {one.route for one in SCREENS}
    for one in SCREENS:
        app.add_page(
            lambda one=one: framed(
                _as_page(one.view()), one.title_key, one.place, one.role, routes
            ),
            route=one.route,
            title=template("es", one.title_key),
            on_load=[ScreenState.enter(one.role or ""), *one.on_load],
        )


def document_head() -> list[rx.Component]:
    """What every document loads before its styles: the font, the icon, the page's manners."""
    font = {"as": "font", "type": "font/woff2", "crossOrigin": "anonymous"}
    return [
        rx.el.link(rel="preload", href="/inter-latin.woff2", custom_attrs=font),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.script(src="/crm.js", defer=True),
    ]


def _as_page(drawn: "Page | rx.Component") -> Page:
    return drawn if isinstance(drawn, Page) else Page(body=(drawn,))
