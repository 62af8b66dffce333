"""The list of clients."""

import reflex as rx

from crm.clients.state import ClientsState
from crm.shell.layout import screen
from crm.shell.parts import Page, page
from crm.ui.buttons import link_button
from crm.ui.card import answer_spans
from crm.ui.feedback import empty_first, empty_search
from crm.ui.filters import filter_bar, filter_select
from crm.ui.table import data_table, search_box, toolbar
from crm.ui.texts import tr


@screen(
    route="/clients",
    title_key="clients.title",
    role="sales",
    on_load=ClientsState.open_clients,
    live=[ClientsState.open_clients],
)
def clients_page() -> Page:
    """Clients with their last twelve months."""
    owner = filter_select(
        tr("clients.head_owner"),
        ClientsState.owners,
        value=ClientsState.place,
        active=ClientsState.owner_name != "",
    )
    people = link_button(
        tr("clients.sellers_title"),
        "/sellers",
        icon_name="people",
        kind="ghost",
    )
    # On a phone what stands above the bottom bar covers rows; a way elsewhere is not worth that.
    chip = rx.el.a(tr("clients.sellers_title"), href="/sellers", class_name="chip only-phone")
    is_staff = ClientsState.role != "sales"
    return page(
        answer_spans(ClientsState.answer),
        _list(),
        filters=filter_bar(rx.cond(is_staff, rx.fragment(owner, chip))),
        actions=rx.cond(is_staff, rx.el.span(people, class_name="only-wide")),
    )


def _list() -> rx.Component:
    order = filter_select(tr("clients.order"), ClientsState.orders, value=ClientsState.place)
    return rx.el.section(
        toolbar(
            rx.el.span(order, class_name="only-phone"),
            search_box(
                tr("clients.search"),
                value=ClientsState.words,
                on_change=lambda words: ClientsState.search(words).debounce(250),
            ),
        ),
        data_table(
            ClientsState.columns,
            ClientsState.rows,
            caption=tr("clients.title"),
            paging=ClientsState.paging,
            empty=_nothing(),
        ),
        class_name="card",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        ClientsState.has_filter,
        empty_search(tr("clients.none_found"), ClientsState.words, "/clients"),
        rx.cond(ClientsState.role == "sales", _none_of_mine(), _none_at_all()),
    )


def _none_at_all() -> rx.Component:
    return empty_first(
        tr("clients.none_title"),
        tr("clients.none_text"),
        link_button(tr("clients.import_now"), "/imports", icon_name="upload", kind="primary"),
        icon_name="clients",
    )


def _none_of_mine() -> rx.Component:
    return empty_first(
        tr("clients.none_own_title"), tr("clients.none_own_text"), icon_name="clients"
    )
