"""The list of clients: what is searched, how it is sorted, which page, all in the address."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import reflex as rx
from sqlmodel import Session

from crm.accounts.company import company
from crm.accounts.gate import allowed
from crm.clients.queries import (
    PAGE_SIZE,
    SORT_FIELDS,
    ClientFilter,
    ClientRow,
    ClientTotals,
    clients,
    clients_total,
)
from crm.kit.addresses import address, number_in
from crm.kit.formats import Formatter
from crm.kit.listing import Page, Sort
from crm.kit.money import ZERO
from crm.kit.texts import Locale, locale_named, plural, text
from crm.sales.namesakes import people_told_apart
from crm.sales.queries import Responsible, responsible_of, responsibles
from crm.shell.state import ScreenState
from crm.ui.card import Span, change
from crm.ui.filters import Option
from crm.ui.table import Cell, Column, Paging, Row

CLIENTS = "/clients"
USUAL = Sort("amount", descending=True)
"""The order of a list that nobody sorted: who buys most is looked for most."""

Head: TypeAlias = tuple[str, str, str]
"""A column: its field, its side, where it stands on a phone's card."""

HEADS: tuple[Head, ...] = (
    ("name", "", "title"),
    ("city", "", "hidden"),
    ("owner", "", "detail"),
    ("amount", "end", "figure"),
    ("before", "end", "hidden"),
    ("change", "end", "detail"),
    ("last", "end", "hidden"),
)


class ClientsState(ScreenState):
    """A page of the clients this person may see."""

    # what is chosen
    words: rx.Field[str] = rx.field("")
    owners: rx.Field[list[Option]] = rx.field(default_factory=list)
    place: rx.Field[str] = rx.field("")
    owner_name: rx.Field[str] = rx.field("")
    orders: rx.Field[list[Option]] = rx.field(default_factory=list)

    # what is shown
    answer: rx.Field[list[Span]] = rx.field(default_factory=list)
    columns: rx.Field[list[Column]] = rx.field(default_factory=list)
    rows: rx.Field[list[Row]] = rx.field(default_factory=list)
    paging: rx.Field[Paging] = rx.field(default_factory=Paging)
    has_filter: rx.Field[bool] = rx.field(default=False)

    @rx.event
    @allowed("sales")
    async def open_clients(self) -> None:
        """Reads search, owner, order and page from the address."""
        asked = asked_of(dict(self.router.url.query_parameters))
        read = await self.run(_read, asked, locale_named(self.locale))
        asked = read.asked
        self.words, self.has_filter = asked.search, bool(asked.search or asked.owner_id is not None)
        self.owners = _owners(asked, read)
        self.place = _place(asked._replace(pages=()))
        self.owner_name = next((one.name for one in read.people if one.id == asked.owner_id), "")
        heads = _heads_for(self.role)
        self.orders = orders_of(asked, read.form.language, heads)
        self.answer = _answer(read) if read.total.clients else []
        self.columns = [_column(head, asked, read.form.language) for head in heads]
        self.rows = [_row(one, heads, read.form) for one in read.page.rows]
        self.paging = _paging(read, asked)

    @rx.event
    @allowed("sales")
    def search(self, words: str) -> Any:
        """Looks for clients by their code, name, tax number, city or postal code."""
        asked = asked_of(dict(self.router.url.query_parameters))
        return rx.redirect(_place(asked._replace(search=words.strip(), pages=())), replace=True)


class _Asked(NamedTuple):
    search: str
    owner_id: int | None
    sort: Sort
    pages: tuple[str, ...]


class _Read(NamedTuple):
    page: Page[ClientRow]
    total: ClientTotals
    people: list[Responsible]
    form: Formatter
    asked: _Asked


def asked_of(parameters: Mapping[str, str]) -> _Asked:
    """What the address chooses; BadList for an order that there is not."""
    return _Asked(
        search=parameters.get("search", ""),
        owner_id=number_in(parameters.get("owner", "")),
        sort=Sort.parse(parameters.get("sort", str(USUAL)), SORT_FIELDS),
        pages=tuple(filter(None, parameters.get("page", "").split("~"))),
    )


def _read(tx: Session, asked: _Asked, locale: Locale) -> _Read:
    asked = asked._replace(owner_id=responsible_of(tx, asked.owner_id))
    chosen = ClientFilter(asked.search, asked.owner_id)
    cursor = asked.pages[-1] if asked.pages else None
    return _Read(
        page=clients(tx, chosen, asked.sort, cursor),
        total=clients_total(tx, chosen),
        people=people_told_apart(tx, responsibles(tx)),
        form=company(tx).formatter(locale),
        asked=asked,
    )


def _place(asked: _Asked) -> str:
    return address(
        CLIENTS,
        search=asked.search,
        owner=asked.owner_id,
        sort=None if asked.sort == USUAL else asked.sort,
        page="~".join(asked.pages),
    )


def _owners(asked: _Asked, read: _Read) -> list[Option]:
    first = asked._replace(pages=())
    words = read.form.language
    return [
        Option(_place(first._replace(owner_id=None)), text(words, "clients.every_owner")),
        *[Option(_place(first._replace(owner_id=one.id)), one.name) for one in read.people],
        Option(_place(first._replace(owner_id=0)), text(words, "clients.no_owner")),
    ]


def _answer(read: _Read) -> list[Span]:
    form, total = read.form, read.total
    count = plural(form.language, "clients.count", total.clients, count=form.number(total.clients))
    if total.buyers < total.clients:
        buyers = form.number(total.buyers)
        count = text(form.language, "clients.buyers_of", buyers=buyers, clients=count)
    bought = plural(form.language, "clients.answer_bought", total.buyers)
    spans = [Span(count, strong=True), Span(bought)]
    spans.append(Span(form.money(total.amount, 0), strong=True))
    if total.before is not None and total.before > 0:
        ratio = (total.amount - total.before) / total.before
        key = "clients.answer_less" if ratio < 0 else "clients.answer_more"
        size = form.percent(abs(ratio))
        tone = "bad" if ratio < 0 else "good"
        spans += [Span(", "), Span(size, strong=True, tone=tone), Span(text(form.language, key))]
    return [*spans, Span(".")]


def _column(head: Head, asked: _Asked, language: Locale) -> Column:
    name, align, on_phone = head
    label = text(language, f"clients.head_{name}")
    is_sorted = asked.sort.field == name
    turned = asked.sort.reversed if is_sorted else _first_order(name)
    order = "descending" if asked.sort.descending else "ascending"
    return Column(
        label,
        align,
        sort_href=_place(asked._replace(sort=turned, pages=())),
        sorted=order if is_sorted else "",
        on_phone=on_phone,
    )


def _first_order(field: str) -> Sort:
    """Names are looked for from the start, changes from the worst, the rest from the top."""
    return Sort(field, descending=field in ("amount", "before", "last"))


def _heads_for(role: str) -> Sequence[Head]:
    """Every client of a salesperson is their own: a column that says so says nothing."""
    return [head for head in HEADS if role != "sales" or head[0] != "owner"]


def orders_of(asked: _Asked, language: Locale, heads: Sequence[Head] = HEADS) -> list[Option]:
    """The orders to choose from where there are no column heads; the one in force among them."""
    names = [name for name, *_ in heads]
    usual = [(_first_order(name), text(language, f"clients.order_{name}")) for name in names]
    if asked.sort not in [order for order, _ in usual]:
        words = text(language, f"clients.order_{asked.sort.field}")
        usual.append((asked.sort, text(language, "clients.order_turned", order=words)))
    first = asked._replace(pages=())
    return [Option(_place(first._replace(sort=order)), words) for order, words in usual]


def _row(one: ClientRow, heads: Sequence[Head], form: Formatter) -> Row:
    cells = {
        "name": Cell(one.name, note=one.code),
        "city": Cell(one.city or "–"),
        "owner": Cell(one.owner_name or text(form.language, "clients.no_owner")),
        "amount": Cell(form.money_in_list(one.amount)),
        "before": Cell(form.money_in_list(one.before)),
        "change": _change(one, form),
        "last": Cell(form.date(one.last_date)),
    }
    return Row(
        id=str(one.id),
        href=f"{CLIENTS}/{one.id}",
        cells=[cells[name] for name, *_ in heads],
    )


def _change(one: ClientRow, form: Formatter) -> Cell:
    """Against the 12 months before; a client without them is new or never bought."""
    if one.change is None:
        is_new = one.before is not None and one.amount > ZERO
        return Cell(text(form.language, "clients.new") if is_new else "–", tone="faint")
    delta = change(form.percent(abs(one.change)), (one.change > 0) - (one.change < 0))
    return Cell(delta.text, tone=delta.tone, kind="delta")


def _paging(read: _Read, asked: _Asked) -> Paging:
    form, rows = read.form, read.page.rows
    first = len(asked.pages) * PAGE_SIZE + 1
    following = (*asked.pages, read.page.next_cursor or "")
    return Paging(
        text=text(
            form.language,
            "sales.page_range",
            first=form.number(first if rows else 0),
            last=form.number(first - 1 + len(rows)),
            total=form.number(read.page.total or 0),
        ),
        previous_href=_place(asked._replace(pages=asked.pages[:-1])) if asked.pages else "",
        next_href=_place(asked._replace(pages=following)) if read.page.next_cursor else "",
        note=text(form.language, "clients.total_note", amount=form.money(read.total.amount, 0)),
    )
