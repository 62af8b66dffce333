"""The page "Your account"."""

from typing import Any

import reflex as rx

from crm.shell.frame import language_switch, theme_switch
from crm.shell.layout import screen
from crm.shell.parts import Page, page
from crm.shell.profile_state import ProfileState
from crm.ui.base import each
from crm.ui.buttons import button
from crm.ui.card import badge, card, pairs_list
from crm.ui.form import form, form_actions, password_field, text_field
from crm.ui.texts import tr


@screen(route="/profile", title_key="accounts.profile.title", on_load=ProfileState.open_profile)
def profile() -> Page:
    """Who one is, the password, the look, and where one is signed in."""
    return page(rx.el.div(_person(), _password(), _sessions(), _look(), class_name="grid of-2"))


def _person() -> rx.Component:
    name = form(
        text_field(
            "name",
            tr("accounts.profile.name"),
            value=ProfileState.person_name,
            error=ProfileState.name_error,
            auto_complete="name",
        ),
        form_actions(button(tr("accounts.profile.save_name"), type="submit")),
        on_submit=ProfileState.rename,
        name="own-name",
    )
    facts = pairs_list(
        [
            (tr("accounts.profile.email"), ProfileState.email),
            (tr("accounts.profile.role"), ProfileState.role_name),
        ]
    )
    note = rx.el.p(tr("accounts.profile.email_help"), class_name="caption")
    return card(name, facts, note, title=tr("accounts.profile.you"))


def _password() -> rx.Component:
    return card(
        form(
            password_field(
                "present", tr("accounts.profile.present"), error=ProfileState.present_error
            ),
            password_field(
                "new",
                tr("accounts.profile.new"),
                help=tr("accounts.profile.new_help"),
                error=ProfileState.new_error,
                new=True,
            ),
            form_actions(button(tr("accounts.profile.save"), kind="primary", type="submit")),
            on_submit=ProfileState.change_password,
            name="change-password",
        ),
        title=tr("accounts.profile.password"),
    )


def _sessions() -> rx.Component:
    end = button(
        tr("accounts.profile.end_all"), ProfileState.sign_out_everywhere, icon_name="sign-out"
    )
    rows = rx.el.ul(*each(ProfileState.own_sessions, _session), class_name="stack")
    return card(rows, end, title=tr("accounts.profile.sessions"))


def _session(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.browser),
        rx.cond(one.is_this, badge(tr("accounts.profile.this_one"), "info")),
        rx.el.span(one.seen, class_name="caption num push"),
        class_name="row",
    )


def _look() -> rx.Component:
    return card(language_switch(), theme_switch(), title=tr("accounts.profile.look"))
