"""Clients with their sales, one client's page, the tree of families."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts.company import working_calendar
from crm.clients.rules import comparable_year, last_twelve
from crm.kit.errors import NotFound
from crm.kit.listing import CursorValue, Page, Sort, decode_cursor, encode_cursor
from crm.kit.money import ZERO
from crm.kit.periods import MONTHS_A_YEAR, Month, Period, WorkingCalendar, months_between
from crm.sales.history_rules import SalesHistory
from crm.sales.queries import LinesPage, data_state, lines, responsible_of, sales_history
from crm.sales.scope import SaleScope

PAGE_SIZE = 50
LAST_LINES = 10
_NO_MONTH = Month(2000, 1)


class ClientMissing(NotFound):
    """There is no such client, or it is not this person's."""


class ClientRow(NamedTuple):
    """A client in the list. Amounts of the last 12 complete months and of the 12 before.

    `before` is None where the company's sales of those months are not all known, `change` (a ratio)
    and `difference` also where there is nothing above zero to compare with.
    """

    id: int
    code: str
    name: str
    city: str
    owner_id: int | None
    owner_name: str
    amount: Decimal
    before: Decimal | None
    change: Decimal | None
    difference: Decimal | None
    last_date: date | None
    sort_name: str


class ClientTotals(NamedTuple):
    """All clients of a filter together; `buyers` bought in the last 12 complete months."""

    clients: int
    buyers: int
    amount: Decimal
    before: Decimal | None


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """Which clients: words that must all occur, and who owns them today (0: nobody).

    `owner_id` is any of the owner's codes.
    """

    search: str = ""
    owner_id: int | None = None


class Owned(NamedTuple):
    """Somebody's time as a client's owner; `until` is the first day that is no longer theirs."""

    seller_id: int
    name: str
    since: date
    until: date | None


class ClientMonthColumn(NamedTuple):
    """A month of a client beside the same month a year before, None where that is not known."""

    month: Month
    amount: Decimal
    last_year: Decimal | None


@dataclass(frozen=True, slots=True)
class ClientData:
    """What is stored about a client, as it stands in the ERP or was edited here."""

    id: int
    code: str
    name: str
    tax_id: str
    contact: str
    position: str
    phone: str
    email: str
    address: str
    postal_code: str
    city: str
    region: str
    country: str
    segment: str
    owner_id: int | None
    extra: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClientPage:
    """One client: data, owners, thirteen months, last lines.

    `twelve` are the last complete months, None before the first import; `is_comparable` when those
    a year before are all known.
    """

    data: ClientData
    owners: Sequence[Owned]
    months: Sequence[ClientMonthColumn]
    twelve: Period | None
    is_comparable: bool
    last_lines: LinesPage
    first_date: date | None
    last_date: date | None


class FamilyNode(NamedTuple):
    """A family of products in its tree; `depth` 0 is the top, in reading order."""

    id: int
    code: str
    name: str
    parent_id: int | None
    depth: int
    products: int


_SORTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("sort_name",),
        "code": ("code",),
        "city": ("city",),
        "owner": ("owner_name",),
        "amount": ("amount",),
        "before": ("before",),
        # Of all who stopped buying, who bought most matters most.
        "change": ("change", "difference"),
        "last": ("last_date",),
    }
)
SORT_FIELDS = tuple(_SORTS)
"""By these a list of clients can be sorted; who has no such value comes last either way."""


def clients(
    tx: Session,
    chosen: ClientFilter,
    sort: Sort | None = None,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[ClientRow]:
    """A page of the clients this person may see, with the sales of the last 12 months."""
    order = sort or Sort("name")
    columns, way = _SORTS[order.field], "DESC" if order.descending else "ASC"
    after, place = _after(cursor, columns, way)
    by = ", ".join(f"{column} {way} NULLS LAST" for column in (*columns, "id"))
    sql = f"WITH {_LISTED} SELECT * FROM listed {after} ORDER BY {by} LIMIT :limit"
    filled = _filled(tx, chosen)
    found = tx.execute(text(sql), filled | place | {"limit": limit + 1})
    rows = [ClientRow(*row) for row in found]
    shown = rows[:limit]
    last = _cursor(shown[-1], columns) if shown else None
    return Page(shown, last if len(rows) > limit else None, _total(tx, filled).clients)


def clients_total(tx: Session, chosen: ClientFilter) -> ClientTotals:
    """How many clients the filter holds and what they bought."""
    return _total(tx, _filled(tx, chosen))


def _total(tx: Session, filled: Mapping[str, object]) -> ClientTotals:
    row = tx.execute(
        text(
            f"WITH {_LISTED} SELECT count(*), count(*) FILTER (WHERE amount > 0),"
            " coalesce(sum(amount), 0),"
            " CASE WHEN :is_comparable THEN coalesce(sum(before), 0) END FROM listed"
        ),
        filled,
    ).one()
    return ClientTotals(*row)


def client_page(tx: Session, client_id: int) -> ClientPage:
    """Everything this issue knows of a client; ClientMissing unless it is one's own."""
    data, told = client_data(tx, client_id), _told_by(tx)
    first_date, last_date = tx.execute(
        text("SELECT min(first_date), max(last_date) FROM client_month WHERE client_id = :id"),
        {"id": client_id},
    ).one()
    return ClientPage(
        data=data,
        owners=owners(tx, client_id),
        months=_months(tx, client_id, told),
        twelve=told.twelve,
        is_comparable=told.before is not None,
        last_lines=lines(tx, SaleScope(client_id=client_id), limit=LAST_LINES),
        first_date=first_date,
        last_date=last_date,
    )


def client_data(tx: Session, client_id: int) -> ClientData:
    """A client's stored data; ClientMissing unless it is one's own."""
    row = tx.execute(
        text(
            "SELECT id, code, name, tax_id, contact, position, phone, email, address,"
            " postal_code, city, region, country, segment, owner_id, extra"
            " FROM client WHERE id = :id"
        ),
        {"id": client_id},
    ).first()
    if row is None:
        raise ClientMissing("clients.missing")
    return ClientData(*row)


def owners(tx: Session, client_id: int) -> list[Owned]:
    """Who was responsible for the client, the present first.

    A salesperson finds only their own times: others' are not theirs to see.
    """
    rows = tx.execute(
        text(
            "SELECT o.seller_id, coalesce(r.name, ''), o.from_date, o.until_date"
            " FROM client_owner o LEFT JOIN responsible r ON r.seller_id = o.seller_id"
            " WHERE o.client_id = :id ORDER BY o.from_date DESC"
        ),
        {"id": client_id},
    )
    return [Owned(*row) for row in rows]


def family_tree(tx: Session) -> list[FamilyNode]:
    """All families, each after its parent, with how many products stand in it."""
    rows = tx.execute(text(_TREE))
    return [FamilyNode(*row) for row in rows]


_LISTED = """
    sold AS (
        SELECT m.client_id,
            sum(m.amount) FILTER (WHERE m.month >= :first AND m.month < :after) AS amount,
            sum(m.amount) FILTER (WHERE m.month >= :before AND m.month < :first) AS before,
            max(m.last_date) AS last_date
        FROM client_month m GROUP BY m.client_id
    ),
    found AS (
        SELECT c.id, c.code, c.name, c.city, r.responsible_id AS owner_id,
            coalesce(r.name, '') AS owner_name, coalesce(s.amount, 0) AS amount,
            CASE WHEN :is_comparable THEN coalesce(s.before, 0) END AS before,
            s.last_date, c.sort_name
        FROM client c
        LEFT JOIN sold s ON s.client_id = c.id
        LEFT JOIN responsible r ON r.seller_id = c.owner_id
        WHERE c.search LIKE ALL (:words)
          AND (CAST(:owner_id AS bigint) IS NULL OR coalesce(r.responsible_id, 0) = :owner_id)
    ),
    listed AS (
        SELECT id, code, name, city, owner_id, owner_name, amount, before,
            CASE WHEN before > 0 THEN (amount - before) / before END AS change,
            CASE WHEN before > 0 THEN amount - before END AS difference,
            last_date, sort_name
        FROM found
    )
"""
_TREE = """
    WITH RECURSIVE node AS (
        SELECT id, code, name, parent_id, 0 AS depth, ARRAY[lower(name) || id] AS place
        FROM product_family WHERE parent_id IS NULL
        UNION ALL
        SELECT f.id, f.code, f.name, f.parent_id, node.depth + 1,
            node.place || (lower(f.name) || f.id)
        FROM product_family f JOIN node ON f.parent_id = node.id
        WHERE node.depth < 20
    )
    SELECT n.id, n.code, n.name, n.parent_id, n.depth,
        (SELECT count(*) FROM product p WHERE p.family_id = n.id)
    FROM node n ORDER BY n.place
"""


def _filled(tx: Session, chosen: ClientFilter) -> dict[str, object]:
    told = _told_by(tx)
    twelve = told.twelve or Period.of_months(_NO_MONTH, _NO_MONTH)
    return {
        "words": _patterns(tx, chosen.search),
        "owner_id": responsible_of(tx, chosen.owner_id),
        "first": twelve.start,
        "after": twelve.end,
        "before": twelve.same_last_year.start,
        "is_comparable": told.before is not None,
    }


class _ToldBy(NamedTuple):
    history: SalesHistory
    calendar: WorkingCalendar
    twelve: Period | None
    before: Period | None


def _told_by(tx: Session) -> _ToldBy:
    """The months that clients are told by; none before the first import."""
    history, calendar = sales_history(tx, data_state(tx).until), working_calendar(tx)
    if not history.months:
        return _ToldBy(history, calendar, None, None)
    twelve = last_twelve(history)
    return _ToldBy(history, calendar, twelve, comparable_year(history, twelve, calendar))


def _patterns(tx: Session, search: str) -> list[str]:
    """One LIKE pattern per word, folded as the column is; "%" alone lets everybody through."""
    folded = tx.execute(text("SELECT crm_fold(:words)"), {"words": search}).scalar_one()
    words = folded.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_").split()
    return [f"%{word}%" for word in words] or ["%"]


def _cursor(row: ClientRow, columns: Sequence[str]) -> str:
    return encode_cursor(*(getattr(row, column) for column in columns), row.id)


def _after(
    cursor: str | None, columns: Sequence[str], way: str
) -> tuple[str, dict[str, CursorValue]]:
    """The condition for what follows the cursor's row; where a first column is null, all are."""
    if cursor is None:
        return "", {}
    *values, last_id = decode_cursor(cursor, len(columns) + 1)
    compare = "<" if way == "DESC" else ">"
    if values[0] is None:
        return f"WHERE {columns[0]} IS NULL AND id {compare} :after_id", {"after_id": last_id}
    place = {f"after_{at}": value for at, value in enumerate(values)} | {"after_id": last_id}
    names, marks = ", ".join((*columns, "id")), ", ".join(f":{name}" for name in place)
    return f"WHERE ({columns[0]} IS NULL OR ({names}) {compare} ({marks}))", place


def _months(tx: Session, client_id: int, told: _ToldBy) -> list[ClientMonthColumn]:
    """The last thirteen months that the data reach; none before the first import."""
    if told.twelve is None:
        return []
    rows = tx.execute(
        text("SELECT month, amount FROM client_month WHERE client_id = :id"), {"id": client_id}
    )
    amounts = {Month.of(row.month): row.amount for row in rows}
    last = Month.of(told.history.until)

    def before(month: Month) -> Decimal | None:
        known = told.history.has_begun(month, told.calendar)
        return amounts.get(month, ZERO) if known else None

    return [
        ClientMonthColumn(month, amounts.get(month, ZERO), before(month.year_before))
        for month in months_between(last.plus(-MONTHS_A_YEAR), last)
    ]
