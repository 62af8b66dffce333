"""The palette of this product: its pages by role, and what opens it."""

import reflex as rx

from crm.shell.navigation import SETTINGS, Place, places_of, roles_from
from crm.shell.state import ScreenState
from crm.ui.buttons import icon_button, key
from crm.ui.dialog import opens_dialog
from crm.ui.icons import icon
from crm.ui.palette import CommandPalette
from crm.ui.texts import tr

PALETTE = "palette"
_ELSEWHERE = (
    Place("/sellers", "people", "clients.sellers_title", role="supervisor"),
    Place("/profile", "user", "accounts.profile.title"),
)
"""Pages that the navigation does not show by themselves."""


def palette(routes: set[str]) -> rx.Component:
    """Stands once in the frame of every page."""
    settings = (SETTINGS,) if SETTINGS.route in routes else ()
    elsewhere = [one for one in _ELSEWHERE if one.route in routes]
    closer = icon_button(
        tr("ui.close"), "close", custom_attrs={"commandfor": PALETTE, "command": "close"}
    )
    return CommandPalette.create(
        closer,
        name=PALETTE,
        places=_places([*places_of(routes), *settings, *elsewhere]),
        labels=palette_labels(),
    )


def palette_labels() -> dict[str, rx.Var[str]]:
    """The words of the palette itself."""
    return {
        "title": tr("shell.palette"),
        "ask": tr("shell.palette_ask"),
        "list": tr("shell.palette_list"),
        "nothing": tr("shell.palette_nothing"),
    }


def palette_opener() -> rx.Component:
    """In the side bar: says the key too."""
    keys = rx.el.span(key("Ctrl K"), class_name="push", aria_hidden="true")
    return rx.el.button(
        icon("search"),
        rx.el.span(tr("shell.palette"), class_name="trunc"),
        keys,
        type="button",
        class_name="palette-opener only-wide",
        aria_keyshortcuts="Control+K Meta+K",
        **opens_dialog(PALETTE),
    )


def palette_menu_item() -> rx.Component:
    """In the menu of a phone, where there is no side bar."""
    return rx.el.button(
        icon("search"),
        tr("shell.palette"),
        type="button",
        class_name="menu-item only-phone",
        **opens_dialog(PALETTE),
    )


def _places(places: list[Place]) -> rx.Var:
    """Those that the role of the person sees: one list for each role, chosen in the page."""
    sales, supervisor, admin = (
        rx.Var.create([_place(one) for one in places if role in roles_from(one.role)])
        for role in roles_from("sales")
    )
    return rx.cond(
        ScreenState.role == "admin",
        admin,
        rx.cond(ScreenState.role == "supervisor", supervisor, sales),
    )


def _place(place: Place) -> dict[str, rx.Var[str] | str]:
    return {
        "href": place.route,
        "label": tr(place.text),
        "note": f"g {place.key}" if place.key else "",
    }
