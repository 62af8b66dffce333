"""Registers screens and draws the frame around them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar

import reflex as rx

from crm.kit.texts import LOCALES
from crm.shell.frame import framed
from crm.shell.navigation import HOME, Role
from crm.shell.parts import Page
from crm.shell.slots import Slots
from crm.shell.state import ScreenState
from crm.ui.buttons import link_button
from crm.ui.card import card
from crm.ui.feedback import empty_first
from crm.ui.texts import template, tr

View = Callable[[], "Page | rx.Component"]
Drawn = TypeVar("Drawn", bound=View)


class Screen(NamedTuple):
    """A page of the product: its address, its title's key, who may open it, what draws it."""

    route: str
    title_key: str
    role: Role | None
    place: str
    on_load: tuple[Any, ...]
    live: tuple[Any, ...]
    view: View


SCREENS: list[Screen] = []


def screen(
    *,
    route: str,
    title_key: str,
    role: Role | None = "sales",
    on_load: Any = None,
    live: Sequence[Any] = (),
    place: str | None = None,
) -> Callable[[Drawn], Drawn]:
    """Registers the decorated function as the page of `route`.

    It returns a `Page` (from `page`) or a bare component. `role` is the least that may open it;
    None is public and gets no frame. `place` is the route lit in the navigation, its own
    unless said. `on_load` runs before the screen is shown,
    `live` whenever the data changed while it is: it must leave alone what somebody is doing.
    """
    loads = on_load if isinstance(on_load, list | tuple) else [on_load] if on_load else []

    def register(view: Drawn) -> Drawn:
        SCREENS.append(
            Screen(route, title_key, role, place or route, tuple(loads), tuple(live), view)
        )
        return view

    return register


def add_screens(app: rx.App) -> None:
    """Adds every registered screen to the app in its frame, and the page for wrong addresses."""
    routes = {one.route for one in SCREENS}
    for one in [*SCREENS, _lost()]:
        Slots.live[one.route] = one.live
        app.add_page(
            partial(_drawn, one, routes),
            route=one.route,
            title=template(LOCALES[0], one.title_key),
            on_load=[ScreenState.enter(one.role or ""), *one.on_load, ScreenState.arrive],
        )


def document_head() -> list[rx.Component]:
    """What every document loads before its styles: the font, the icon, the page's manners."""
    font = {"as": "font", "type": "font/woff2", "crossOrigin": "anonymous"}
    return [
        rx.el.link(rel="preload", href="/inter-latin.woff2", custom_attrs=font),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.script(src="/crm.js", defer=True),
    ]


def _drawn(one: Screen, routes: set[str]) -> rx.Component:
    drawn = one.view()
    page = drawn if isinstance(drawn, Page) else Page(body=(drawn,))
    return framed(page, one.title_key, one.place, one.role, routes)


def _lost() -> Screen:
    home = link_button(tr("shell.home"), HOME, kind="primary")
    return Screen(
        "404",
        "shell.lost",
        "sales",
        place="",
        on_load=(),
        live=(),
        view=lambda: card(empty_first(tr("shell.lost"), tr("shell.lost_why"), home, "search")),
    )
