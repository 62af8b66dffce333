"""A salesperson code as shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crm.clients.seller_queries import SalesUser, SellerRow
from crm.kit.addresses import address
from crm.kit.formats import Formatter
from crm.kit.texts import plural, text
from crm.sales.scope import SaleScope
from crm.sales.state import LINES
from crm.ui.answers import sentence
from crm.ui.card import Span
from crm.ui.filters import Option

SELLERS = "/sellers"


@dataclass(frozen=True)
class SellerShown:
    """A code: what it sold, since when, whose it is."""

    id: int = 0
    code: str = ""
    name: str = ""
    email: str = ""
    period: str = ""
    amount: str = ""
    clients: str = ""
    user_id: str = ""
    href: str = ""


def show_seller(one: SellerRow, form: Formatter) -> SellerShown:
    """The code in the reader's words."""
    if one.first_date is None:
        period = text(form.language, "clients.no_sales")
    else:
        period = f"{form.date(one.first_date)} – {form.date(one.last_date)}"
    return SellerShown(
        id=one.id,
        code=one.code,
        name=one.name or one.code,
        email=one.email,
        period=period,
        amount=form.money_in_list(one.amount),
        clients=form.number(one.clients),
        user_id="" if one.user_id is None else str(one.user_id),
        href="" if one.first_date is None else _lines_of(one),
    )


def _lines_of(one: SellerRow) -> str:
    """The lines credited to the code, opened over the page: the figure beside it is their sum."""
    return address(SELLERS, {LINES: SaleScope(seller_id=one.id)})


def user_options(users: Sequence[SalesUser]) -> list[Option]:
    """The people to choose from, by name; namesakes with the e-mail that tells them apart."""
    times = Counter(one.name for one in users)
    return [
        Option(str(one.id), one.name if times[one.name] == 1 else f"{one.name} · {one.email}")
        for one in users
    ]


def answer_of(rows: Sequence[SellerRow], form: Formatter) -> list[Span]:
    """How many codes with sales wait for a user."""
    waiting = sum(one.user_id is None and one.last_date is not None for one in rows)
    if not rows:
        return sentence(form.language, "clients.sellers_none")
    if not waiting:
        return sentence(form.language, "clients.sellers_all_linked")
    count = plural(form.language, "clients.codes", waiting)
    return sentence(
        form.language, "clients.sellers_waiting", codes=Span(count, strong=True, tone="warn")
    )
