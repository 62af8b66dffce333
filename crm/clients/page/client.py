"""One client's plain page."""

from typing import Any, Literal

import reflex as rx

from crm.clients.service import CONTACT_FIELDS
from crm.clients.state import ClientState
from crm.clients.state.shown import Pair
from crm.sales.page import lines_panel
from crm.sales.state import LinesState
from crm.shell.layout import screen
from crm.shell.parts import Page, page
from crm.ui.base import Handler, Text, each, present, when
from crm.ui.buttons import button, link_button
from crm.ui.card import card, delta
from crm.ui.chart import chart_card
from crm.ui.dialog import dialog
from crm.ui.feedback import empty_done, empty_first
from crm.ui.filters import breadcrumbs
from crm.ui.form import form, form_actions, form_row, select_field, text_field
from crm.ui.table import Column, data_table
from crm.ui.texts import tr


@screen(
    route="/clients/[client_id]",
    title_key="clients.title",
    role="sales",
    place="/clients",
    on_load=[ClientState.open_client, LinesState.open_lines],
    live=[ClientState.renew_client, LinesState.open_lines],
)
def client_page() -> Page:
    """Data, months and last lines of a client; or that there is none to see."""
    return page(
        rx.cond(ClientState.is_missing, _missing(), _client()),
        lines_panel(),
        _edit(),
        _change_owner(),
        title=ClientState.shown.name,
        on_undo=ClientState.undo_owner,
        crumbs=breadcrumbs((tr("clients.title"), "/clients"), (ClientState.shown.name, "")),
    )


def _client() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(ClientState.shown.name, class_name="page-title"),  # the heading is in the bar
            rx.el.p(ClientState.shown.place, class_name="muted"),
        ),
        _facts(),
        rx.el.div(
            rx.el.div(_months(), _lines(), class_name="stack"),
            _data(),
            class_name="grid wide-left",
        ),
        class_name="stack",
    )


def _facts() -> rx.Component:
    one = ClientState.shown
    amount = rx.el.span(
        rx.el.a(one.amount, href=one.amount_href, class_name="opens"),
        " ",
        delta(one.delta),
        class_name="with-change",
    )
    owner = rx.el.span(
        when(present(one.owner), one.owner, tr("clients.no_owner")),
        rx.cond(
            ClientState.role != "sales",
            button(tr("clients.change_owner"), ClientState.open_owner, kind="ghost small"),
        ),
        class_name="row",
    )
    pairs = [
        (tr("clients.last_twelve"), amount),
        (tr("clients.first_purchase"), one.first),
        (tr("clients.last_purchase"), one.last),
        (tr("clients.head_owner"), owner),
    ]
    return rx.el.dl(
        *[rx.el.div(rx.el.dt(name), rx.el.dd(value), class_name="fact") for name, value in pairs],
        class_name="facts",
    )


def _months() -> rx.Component:
    columns = [
        Column(tr("analysis.month"), on_phone="title"),
        Column(tr("analysis.actual"), "end", on_phone="figure"),
        Column(tr("analysis.last_year"), "end", on_phone="detail"),
    ]
    return chart_card(
        tr("clients.months_title"),
        tr("clients.months_subtitle"),
        ClientState.shown.months,
        table=(columns, ClientState.shown.month_rows),
    )


def _data() -> rx.Component:
    one = ClientState.shown
    return card(
        _pairs(one.contact, tr("clients.no_contact")),
        rx.el.h3(tr("clients.from_erp"), class_name="card-part"),
        _pairs(one.erp, ""),
        rx.el.h3(tr("clients.owners_title"), class_name="card-part"),
        _pairs(one.owners, tr("clients.no_owner")),
        title=tr("clients.data_title"),
        actions=button(
            tr("clients.edit"), ClientState.open_edit, icon_name="edit", kind="ghost small"
        ),
    )


def _pairs(pairs: Any, nothing: Text) -> rx.Component:
    shown = rx.el.dl(*each(pairs, _pair), class_name="pairs-list")
    return rx.cond(pairs.length() > 0, shown, rx.el.p(nothing, class_name="muted"))


def _pair(one: Pair) -> rx.Component:
    return rx.el.div(rx.el.dt(one.name), rx.el.dd(one.value), class_name="pair")


def _lines() -> rx.Component:
    columns = [
        Column(tr("sales.product"), on_phone="title"),
        Column(tr("sales.document"), on_phone="detail"),
        Column(tr("sales.quantity"), "end", on_phone="detail"),
        Column(tr("sales.amount"), "end", on_phone="figure"),
    ]
    return card(
        data_table(
            columns,
            ClientState.shown.lines,
            caption=tr("clients.last_lines"),
            empty=empty_done(tr("sales.lines_empty_text")),
        ),
        title=tr("clients.last_lines"),
        subtitle=tr("clients.last_lines_subtitle"),
        foot=rx.el.a(tr("clients.all_lines"), href=ClientState.shown.all_lines),
        flush=True,
    )


def _edit() -> rx.Component:
    fields = [
        text_field(
            name,
            tr(f"clients.field_{name}"),
            value=ClientState.contact[name],
            error=ClientState.edit_errors[name],
            input_mode=_KEYBOARDS.get(name, "text"),
        )
        for name in CONTACT_FIELDS
    ]
    return dialog(
        tr("clients.edit_title"),
        form(
            *[form_row(*fields[at : at + 2]) for at in range(0, len(fields), 2)],
            _save_or_cancel(ClientState.close_edit),
            on_submit=ClientState.save_contact,
            name="contact",
        ),
        open=ClientState.edit_open,
        on_close=ClientState.close_edit,
        wide=True,
    )


# The type stays "text": with another the browser itself would refuse, in its own language.
_KEYBOARDS: dict[str, Literal["email", "tel"]] = {"email": "email", "phone": "tel"}


def _change_owner() -> rx.Component:
    return dialog(
        tr("clients.change_owner"),
        form(
            select_field(
                "seller",
                tr("clients.head_owner"),
                ClientState.owners,
                value=ClientState.owner_now,
                on_change=ClientState.choose_owner,
            ),
            text_field(
                "since",
                tr("clients.since"),
                kind="date",
                value=ClientState.today,
                help=tr("clients.since_help"),
                error=ClientState.owner_error,
            ),
            _save_or_cancel(
                ClientState.close_owner,
                disabled=ClientState.owner_chosen == ClientState.owner_now,
            ),
            on_submit=ClientState.save_owner,
            name="owner",
        ),
        open=ClientState.owner_open,
        on_close=ClientState.close_owner,
    )


def _save_or_cancel(on_cancel: Handler, **props: Any) -> rx.Component:
    return form_actions(
        button(tr("ui.cancel"), on_cancel),
        button(tr("clients.save"), kind="primary", type="submit", **props),
    )


def _missing() -> rx.Component:
    why = when(ClientState.role == "sales", tr("clients.missing"), tr("clients.missing_for_staff"))
    back = link_button(tr("clients.go_to_clients"), "/clients", kind="primary")
    return card(empty_first(tr("clients.missing_title"), why, back, icon_name="search"))
