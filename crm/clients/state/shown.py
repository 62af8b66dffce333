"""A client's page as shown."""

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from crm.clients.queries import ClientData, ClientMonthColumn, ClientPage, Owned
from crm.clients.service import CONTACT_FIELDS
from crm.kit.addresses import address
from crm.kit.formats import Formatter
from crm.kit.money import ZERO
from crm.kit.periods import DAY
from crm.kit.texts import text
from crm.sales.queries import SoldLine
from crm.sales.scope import LINES, SaleScope, of_month
from crm.sales.state import document_words
from crm.ui.card import Delta, change
from crm.ui.chart import Chart, chart, round_steps
from crm.ui.table import Cell, Row
from crm.ui.traces import columns

EARLY = date(1, 1, 1)
"""From when the first owner that an import names is taken to have owned the client."""


@dataclass(frozen=True)
class Pair:
    """A name and its value."""

    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class ClientShown:
    """Everything on the page, in words."""

    name: str = ""
    place: str = ""
    owner: str = ""
    amount: str = ""
    amount_href: str = ""
    delta: Delta = field(default_factory=Delta)
    first: str = ""
    last: str = ""
    all_lines: str = ""
    contact: list[Pair] = field(default_factory=list)
    erp: list[Pair] = field(default_factory=list)
    owners: list[Pair] = field(default_factory=list)
    months: Chart = field(default_factory=Chart)
    month_rows: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)


def show_client(page: ClientPage, form: Formatter) -> ClientShown:
    """The page of a client in the reader's words."""
    now, _ = _twelve(page)
    return ClientShown(
        name=page.data.name or page.data.code,
        place=" · ".join(filter(None, (page.data.code, page.data.city, page.data.region))),
        owner=page.owners[0].name if page.owners and page.owners[0].until is None else "",
        amount=form.money_in_list(now),
        amount_href=lines_href(page.data.id, SaleScope(period=page.twelve, client_id=page.data.id)),
        delta=_delta(page, form),
        first=form.date(page.first_date),
        last=form.date(page.last_date),
        all_lines=lines_href(page.data.id, SaleScope(client_id=page.data.id)),
        contact=_contact(page.data, form),
        erp=_erp(page.data, form),
        owners=[_owner(one, form) for one in page.owners],
        months=_months(page, form),
        month_rows=[_month_row(page.data.id, one, form) for one in reversed(page.months)],
        lines=[_line(one, form) for one in page.last_lines.rows],
    )


def contact_values(data: ClientData) -> dict[str, str]:
    """The contact data as the form shows it."""
    return {name: str(getattr(data, name)) for name in CONTACT_FIELDS}


def lines_href(client_id: int, scope: SaleScope) -> str:
    """Lines of the client, opened over its page."""
    return address(f"/clients/{client_id}", {LINES: scope})


def _twelve(page: ClientPage) -> tuple[Decimal, Decimal]:
    """What the last twelve complete months came to, and the twelve before as far as known."""
    told = [month for month in page.months if page.twelve and month.month.first in page.twelve]
    before = (month.last_year for month in told if month.last_year is not None)
    return sum((month.amount for month in told), ZERO), sum(before, ZERO)


def _delta(page: ClientPage, form: Formatter) -> Delta:
    """The last twelve complete months against the twelve before."""
    now, before = _twelve(page)
    if not page.is_comparable or before <= ZERO:
        return Delta()
    ratio = (now - before) / before
    base = text(form.language, "clients.vs_year_before")
    return change(form.percent(abs(ratio)), (ratio > 0) - (ratio < 0), "up", base)


def _contact(data: ClientData, form: Formatter) -> list[Pair]:
    values = contact_values(data)
    return [
        Pair(text(form.language, f"clients.field_{name}"), value)
        for name, value in values.items()
        if value
    ]


def _erp(data: ClientData, form: Formatter) -> list[Pair]:
    stored = asdict(data)
    known = [
        Pair(text(form.language, f"clients.field_{name}"), str(stored[name]))
        for name in ("code", "tax_id", "segment")
        if stored[name]
    ]
    return [*known, *[Pair(name, str(value)) for name, value in data.extra.items() if value]]


def _owner(one: Owned, form: Formatter) -> Pair:
    since = form.date(one.since)
    until = "" if one.until is None else form.date(one.until - DAY)
    if one.since == EARLY and one.until is None:
        return Pair(one.name or "–", text(form.language, "clients.owned_always"))
    key = "clients.owned_since" if one.until is None else "clients.owned_between"
    if one.since == EARLY:
        key = "clients.owned_until"
    return Pair(one.name or "–", text(form.language, key, since=since, until=until))


def _months(page: ClientPage, form: Formatter) -> Chart:
    months = page.months
    x = [f"{form.month_name(one.month)} {one.month.year % 100:02d}" for one in months]
    amounts = [one.amount for one in months]
    before = [one.last_year for one in months]
    known = [*amounts, *(one for one in before if one is not None)]
    if not any(known):
        return Chart()
    hrefs = [
        lines_href(page.data.id, of_month(one.month, client_id=page.data.id)) for one in months
    ]
    language = form.language
    return chart(
        columns(
            text(language, "analysis.last_year"),
            x,
            before,
            hover=["" if one is None else form.money_in_list(one) for one in before],
            colour="prev",
        ),
        columns(
            text(language, "analysis.actual"),
            x,
            amounts,
            hover=[form.money_in_list(one) for one in amounts],
            hrefs=hrefs,
            partial=True,
        ),
        ticks=[(step, form.money_compact(step)) for step in round_steps(min(known), max(known))],
        heads=[form.month_title(one.month) for one in months],
    )


def _month_row(client_id: int, one: ClientMonthColumn, form: Formatter) -> Row:
    scope = of_month(one.month, client_id=client_id)
    return Row(
        id=str(one.month),
        cells=[
            Cell(form.month(one.month)),
            Cell(form.money(one.amount), href=lines_href(client_id, scope)),
            Cell(form.money(one.last_year)),
        ],
    )


def _line(one: SoldLine, form: Formatter) -> Row:
    document = document_words(one)
    return Row(
        id=f"{one.source}/{document}/{one.line_no}",
        cells=[
            Cell(one.product_name or one.product_code or "–", note=one.family_name),
            Cell(form.date(one.date), note=f"{document} · {one.line_no}"),
            Cell(form.quantity(one.quantity)),
            Cell(form.money(one.amount), tone="bad" if one.amount < 0 else ""),
        ],
    )
