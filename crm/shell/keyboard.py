"""The list of keys, opened by `?`."""

import reflex as rx

from crm.shell.navigation import places_of
from crm.ui.buttons import key
from crm.ui.dialog import static_dialog
from crm.ui.texts import tr

HELP = "keyboard-help"
_EVERYWHERE = (
    ("Ctrl K", "shell.palette"),
    ("?", "shell.key_help"),
    ("/", "shell.key_search"),
    ("[ ]", "shell.key_month"),
    ("Esc", "shell.key_close"),
)
_IN_A_GRID = (
    ("↑ ↓ ← →", "shell.key_arrows"),
    ("Enter", "shell.key_enter"),
    ("Ctrl D", "shell.key_above"),
    ("Ctrl V", "shell.key_paste"),
    ("Ctrl Z", "shell.key_undo"),
    ("Ctrl Y", "shell.key_redo"),
    ("Alt Enter", "shell.key_lines"),
)


def keyboard_help(routes: set[str]) -> rx.Component:
    """Every key there is, and the switch for those that are pressed alone."""
    go = [(f"g {one.key}", one.text) for one in places_of(routes) if one.key]
    switch = rx.el.label(
        rx.el.input(type="checkbox", custom_attrs={"data-keys": "true"}),
        tr("shell.keys_off"),
        class_name="check",
    )
    return static_dialog(
        HELP,
        tr("shell.keyboard"),
        _list([*_EVERYWHERE, *go]),
        rx.el.h3(tr("shell.keys_in_grid"), class_name="card-part"),
        _list(list(_IN_A_GRID)),
        switch,
    )


def _list(keys: list[tuple[str, str]]) -> rx.Component:
    rows = [
        rx.el.li(tr(text), rx.el.span(*[key(one) for one in names.split()], class_name="row"))
        for names, text in keys
    ]
    return rx.el.ul(*rows, class_name="key-list")
