"""The ERP's salespeople: linked to users with one choice."""

import reflex as rx

from crm.clients.state import SellersState
from crm.clients.state.giving_shown import Getting
from crm.clients.state.sellers_shown import SellerShown
from crm.sales.page import lines_panel
from crm.sales.state import LinesState
from crm.shell.layout import screen
from crm.shell.parts import Page, page
from crm.ui.base import each, present, when
from crm.ui.buttons import button, link_button
from crm.ui.card import answer_spans, badge, card
from crm.ui.dialog import dialog
from crm.ui.feedback import empty_first, notice
from crm.ui.filters import breadcrumbs
from crm.ui.form import form, form_actions, option_items, text_field
from crm.ui.texts import tr


@screen(
    route="/sellers",
    title_key="clients.sellers_title",
    role="supervisor",
    place="/clients",
    on_load=[SellersState.open_sellers, LinesState.open_lines],
    live=[SellersState.renew_sellers, LinesState.open_lines],
)
def sellers_page() -> Page:
    """Codes with sales, and whose they are."""
    return page(
        answer_spans(SellersState.answer),
        when(present(SellersState.without_owner), _without_owner()),
        rx.cond(
            SellersState.rows.length() > 0,
            card(
                rx.el.ul(*each(SellersState.rows, _seller), class_name="sellers"),
                title=tr("clients.sellers_card"),
                subtitle=tr("clients.sellers_help"),
                flush=True,
            ),
            empty_first(
                tr("clients.sellers_none_title"),
                tr("clients.sellers_none_text"),
                link_button(
                    tr("clients.import_now"), "/imports", icon_name="upload", kind="primary"
                ),
                icon_name="people",
            ),
        ),
        lines_panel(),
        _create(),
        _giving(),
        crumbs=breadcrumbs((tr("clients.title"), "/clients"), (tr("clients.sellers_title"), "")),
        on_undo=SellersState.undo_giving,
    )


def _without_owner() -> rx.Component:
    return notice(
        rx.el.a(SellersState.without_owner, href="/clients?owner=0"),
        ". ",
        tr("clients.giving_offer"),
        actions=button(tr("clients.giving_open"), SellersState.open_giving),
    )


def _giving() -> rx.Component:
    one = SellersState.giving
    asked = form(
        rx.el.p(tr("clients.giving_rule")),
        rx.el.dl(*each(one.people, _getting), class_name="pairs-list"),
        when(present(one.left), rx.el.p(one.left, class_name="muted")),
        text_field(
            "since",
            tr("clients.since"),
            kind="date",
            value=one.today,
            help=tr("clients.giving_since_help"),
            error=SellersState.giving_error,
        ),
        form_actions(
            button(tr("ui.cancel"), SellersState.close_giving),
            button(one.action, kind="primary", type="submit"),
        ),
        on_submit=SellersState.give_clients,
        name="giving",
    )
    nobody = rx.fragment(
        rx.el.p(tr("clients.nothing_to_give")),
        form_actions(button(tr("ui.close"), SellersState.close_giving)),
    )
    return dialog(
        tr("clients.giving_open"),
        when(one.people.length() > 0, asked, nobody),
        open=SellersState.giving_open,
        on_close=SellersState.close_giving,
    )


def _getting(one: Getting) -> rx.Component:
    return rx.el.div(rx.el.dt(one.name), rx.el.dd(one.clients, class_name="num"), class_name="pair")


def _seller(one: SellerShown) -> rx.Component:
    choice = rx.el.select(
        *option_items(SellersState.users),
        value=one.user_id,
        on_change=lambda user: SellersState.link(one.id, user),
        aria_label=tr("clients.user_of", name=one.name),
        class_name="input",
    )
    return rx.el.li(
        rx.el.span(
            rx.el.b(one.name),
            rx.el.small(tr("clients.code_of", code=one.code), class_name="muted"),
            class_name="seller-name",
        ),
        rx.el.span(
            when(
                present(one.href),
                rx.el.a(one.amount, href=one.href, class_name="opens num"),
                rx.el.span(one.amount, class_name="num"),
            ),
            rx.el.small(one.period, class_name="muted num"),
            class_name="seller-figure",
        ),
        rx.el.span(
            rx.el.span(one.clients, class_name="num"),
            rx.el.small(tr("clients.owned_now"), class_name="muted"),
            class_name="seller-figure only-wide",
        ),
        rx.el.span(
            choice,
            rx.cond(
                one.user_id == "",
                button(
                    tr("clients.create_user"),
                    SellersState.open_create(one.id),
                    icon_name="plus",
                ),
                badge(tr("clients.is_linked"), "good", "ok"),
            ),
            class_name="row wrap",
        ),
        class_name="seller",
        key=one.id,
    )


def _create() -> rx.Component:
    made = rx.fragment(
        notice(
            rx.el.p(tr("clients.password_once", email=SellersState.password_of)),
            rx.el.p(rx.el.code(SellersState.password, class_name="num", id="one-time-password")),
            tone="good",
        ),
        rx.el.div(
            button(tr("clients.password_noted"), SellersState.close_create, kind="primary"),
            class_name="form-actions",
        ),
    )
    asked = form(
        text_field("name", tr("clients.user_name"), value=SellersState.create_name),
        text_field(
            "email",
            tr("clients.user_email"),
            kind="email",
            value=SellersState.create_email,
            error=SellersState.create_error,
            auto_complete="off",
        ),
        rx.el.div(
            button(tr("clients.create_and_link"), kind="primary", type="submit"),
            class_name="form-actions",
        ),
        on_submit=SellersState.create_user,
        name="seller-user",
    )
    return dialog(
        tr("clients.create_user"),
        rx.cond(SellersState.password != "", made, asked),
        open=SellersState.create_open,
        on_close=SellersState.close_create,
    )
