"""The frame: side bar, top bar, bottom bar on a phone, notices, keyboard help."""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex.style import LiteralColorMode, color_mode, set_color_mode
from reflex_components_core.core.banner import has_connection_errors

from crm.shell.keyboard import HELP, keyboard_help
from crm.shell.navigation import (
    HOME,
    SETTINGS,
    Place,
    Role,
    phone_places_of,
    places_of,
    roles_from,
)
from crm.shell.palette import palette, palette_menu_item, palette_opener
from crm.shell.parts import Page
from crm.shell.state import ScreenState
from crm.ui.base import children, placed, present, when
from crm.ui.buttons import icon_button
from crm.ui.card import card
from crm.ui.dialog import menu, opens, opens_dialog
from crm.ui.document import Document, Keys, Live
from crm.ui.feedback import (
    empty_forbidden,
    freshness,
    notice,
    skeleton,
    toast_list,
)
from crm.ui.form import PlainForm
from crm.ui.icons import icon
from crm.ui.texts import tr

SIGN_OUT = "/auth/sign-out"
LANGUAGES = (("es", "Español"), ("en", "English"))
THEMES: tuple[tuple[LiteralColorMode, str], ...] = (
    ("system", "shell.theme_system"),
    ("light", "shell.theme_light"),
    ("dark", "shell.theme_dark"),
)


def framed(
    page: Page, title_key: str, place: str, role: Role | None, routes: set[str]
) -> rx.Component:
    """The page inside its frame; a public page (no role) stands alone."""
    usual = tr(title_key)
    # A page about something that is not there has no name of its own.
    title = usual if page.title is None else when(present(page.title), page.title, usual)
    marks = rx.fragment(
        Document.create(language=ScreenState.locale, title=title, theme=ScreenState.theme),
        _lost_connection(),
    )
    toasts = toast_list(
        ScreenState.toasts, on_dismiss=ScreenState.dismiss_toast, on_undo=page.on_undo
    )
    if role is None:
        return rx.el.div(marks, rx.el.main(*page.body, id="content"), toasts)
    shown = rx.el.div(
        marks,
        Live.create(
            news=ScreenState.news,
            changes=ScreenState.changes,
            on_news=ScreenState.hear_change,
        ),
        Keys.create(places={one.key: one.route for one in places_of(routes) if one.key}),
        rx.el.a(tr("shell.skip"), href="#content", class_name="btn skip"),
        _sidebar(place, routes),
        rx.el.div(
            _topbar(page, title),
            rx.el.main(_failure(), _body(page), class_name="page", id="content", tab_index=-1),
            class_name="main",
        ),
        toasts,
        keyboard_help(routes),
        palette(routes),
        class_name="app",
        hidden=~ScreenState.ready,
    )
    return rx.fragment(_arriving(), shown)


def _arriving() -> rx.Component:
    # Stands in the served page until the person is known: shapes only, nothing of anyone's.
    cards = [rx.el.div(skeleton("144px"), class_name="card") for _ in range(4)]
    body = (skeleton("32px", "60%"), rx.el.div(*cards, class_name="grid of-4 pairs"))
    return rx.el.div(
        rx.el.aside(class_name="sidebar"),
        rx.el.div(
            rx.el.div(class_name="topbar"),
            rx.el.div(*body, skeleton("320px"), class_name="page"),
            class_name="main",
        ),
        class_name="app arriving",
        hidden=ScreenState.ready,
        aria_hidden="true",
    )


def language_switch() -> rx.Component:
    """Spanish and English as two buttons, each in its own language."""
    buttons = [
        rx.el.button(
            name,
            type="button",
            lang=locale,
            on_click=ScreenState.choose_language(locale),
            aria_pressed=ScreenState.locale == locale,
            data_testid=f"language-{locale}",
        )
        for locale, name in LANGUAGES
    ]
    return rx.el.div(*buttons, class_name="seg even", role="group", aria_label=tr("shell.language"))


def theme_switch() -> rx.Component:
    """System, light or dark; kept with the person, so that it is theirs in every browser."""
    buttons = [
        rx.el.button(
            icon(mode),
            tr(text),
            type="button",
            on_click=[set_color_mode(mode), ScreenState.choose_theme(mode)],
            aria_pressed=color_mode == mode,
        )
        for mode, text in THEMES
    ]
    return rx.el.div(*buttons, class_name="seg even", role="group", aria_label=tr("shell.theme"))


def _body(page: Page) -> rx.Component:
    refusal = empty_forbidden(tr("shell.forbidden_title"), tr("shell.forbidden"))
    return rx.cond(ScreenState.is_forbidden, card(refusal), rx.fragment(*page.body))


def _failure() -> rx.Component:
    number = tr("ui.error_id", id=ScreenState.failure_id)
    closer = icon_button(tr("ui.close"), "close", ScreenState.dismiss_failure)
    said = notice(tr("shell.failed"), " ", number, tone="bad", actions=closer)
    return rx.cond(ScreenState.failure_id != "", said)


def _lost_connection() -> rx.Component:
    words = rx.el.span(tr("shell.reconnecting"))
    bar = rx.el.div(icon("refresh"), words, class_name="reconnecting", role="status")
    return rx.cond(has_connection_errors, bar)


def _sidebar(place: str, routes: set[str]) -> rx.Component:
    # One list serves both widths: on a phone the style turns the bar into the bottom bar,
    # shows the places marked for it, and lets the account's button stand for "More".
    existing = places_of(routes)
    on_phone = phone_places_of(routes)
    data = [one for one in existing if one.group == "data"]
    settings = [SETTINGS] if SETTINGS.route in routes else []
    more = [*(one for one in existing if one not in on_phone), *settings]
    return rx.el.aside(
        _brand(),
        palette_opener(),
        rx.el.nav(
            *[_nav_item(one, place, on_phone) for one in existing if not one.group],
            *children(_data_group(data, place) if data else None),
            aria_label=tr("shell.navigation"),
        ),
        rx.el.div(
            *[_nav_item(one, place) for one in settings],
            _account_menu(more, place),
            class_name="sidebar-foot",
        ),
        class_name="sidebar",
    )


def _brand() -> rx.Component:
    mark = rx.el.span(icon("brand"), class_name="brand-mark", aria_hidden="true")
    about = ScreenState.company_about
    shown = rx.cond(about != "", rx.el.small(about, title=about, class_name="trunc"))
    name = rx.el.span(ScreenState.company, shown, class_name="trunc")
    return rx.el.a(mark, name, href=HOME, class_name="brand")


def _data_group(places: list[Place], current: str) -> rx.Component:
    heading = rx.el.p(tr("shell.nav_data"), class_name="nav-group")
    items = [_nav_item(one, current) for one in places]
    allowed = rx.Var.create(roles_from("supervisor")).contains(ScreenState.role)
    return rx.cond(allowed, rx.fragment(heading, *items))


def _nav_item(place: Place, current: str, on_phone: Sequence[Place] = ()) -> rx.Component:
    # Only the phone's bar is laid out by `order`; beside the page the list keeps its own.
    barred = placed(order=str(on_phone.index(place))) if place in on_phone else {}
    link = rx.el.a(
        icon(place.icon),
        rx.el.span(tr(place.text), class_name="trunc"),
        href=place.route,
        class_name="nav-item on-phone" if barred else "nav-item",
        **barred,
        **_current(place, current),
    )
    return _for_role(place, link)


def _for_role(place: Place, link: rx.Component) -> rx.Component:
    if place.role == "sales":
        return link
    allowed = rx.Var.create(roles_from(place.role)).contains(ScreenState.role)
    return rx.cond(allowed, link)


def _current(place: Place, current: str) -> dict[str, Any]:
    return {"aria_current": "page"} if place.route == current else {}


def _account_menu(more: list[Place], current: str) -> rx.Component:
    wide = rx.el.span(
        rx.el.span(ScreenState.person_initials, class_name="avatar", aria_hidden="true"),
        rx.el.span(ScreenState.person_name, class_name="trunc"),
        class_name="row only-wide",
    )
    phone = rx.el.span(icon("more"), tr("shell.more"), class_name="only-phone")
    opener = rx.el.button(
        wide,
        phone,
        type="button",
        class_name="nav-item on-phone",
        data_testid="account-menu",
        **opens("account"),
    )
    places = rx.el.div(*[_nav_item(one, current) for one in more], class_name="only-phone")
    return menu("account", opener, palette_menu_item(), places, *_account_items(), place="up")


def _account_items() -> list[rx.Component]:
    leave = rx.el.button(
        icon("sign-out"), tr("shell.sign_out"), type="submit", class_name="menu-item"
    )
    help_button = rx.el.button(
        icon("keyboard"),
        tr("shell.keyboard"),
        type="button",
        class_name="menu-item only-wide",
        **opens_dialog(HELP),
    )
    return [
        rx.el.p(tr("shell.language"), class_name="menu-label"),
        language_switch(),
        rx.el.p(tr("shell.theme"), class_name="menu-label"),
        theme_switch(),
        rx.el.div(class_name="menu-sep"),
        rx.el.a(
            icon("user"), tr("accounts.profile.title"), href="/profile", class_name="menu-item"
        ),
        help_button,
        # A form and not a link: signing out changes something, so it must be a POST.
        PlainForm.create(leave, action=SIGN_OUT, method="post"),
    ]


def _topbar(page: Page, title: Any) -> rx.Component:
    heading = page.crumbs if page.crumbs is not None else rx.el.h1(title)
    known = ScreenState.freshness
    pill = freshness(
        known.text, short=known.short, late=known.is_late, href=known.href, why=known.missing
    )
    return rx.el.header(
        *children(heading, page.filters),
        rx.cond(known.text != "", rx.el.span(pill, class_name="push")),
        *children(rx.el.div(page.actions, class_name="actions") if page.actions else None),
        class_name="topbar",
    )
