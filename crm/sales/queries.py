"""The lines behind any figure, how far the data reach, and who is responsible for sales."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from psycopg import Connection
from sqlalchemy import text
from sqlmodel import Session

from crm.kit.cells import safe_cell_sql
from crm.kit.files import PLAIN, CsvStyle
from crm.kit.listing import CursorValue, decode_cursor, encode_cursor
from crm.kit.periods import Month
from crm.sales.history_rules import SalesHistory
from crm.sales.scope import SaleScope

PAGE_SIZE = 50
_KEY_PARTS = 6


class DataState(NamedTuple):
    """Up to which day the stored sales are known, and the last import that reaches that day.

    A source's day is the end of the period that a file of it declares, or its last document's.
    Where sales come from several, it is the earliest of their days; one that stays behind the
    newest for more than 45 days has gone silent and does not count. All None on a company without
    sales. The same for everybody: it says nothing about whose.
    """

    until: date | None
    import_id: int | None
    loaded_at: datetime | None


class SoldLine(NamedTuple):
    """One line behind a figure. `client_name` is empty for a client that is not one's own.

    `has_owner` says whether the client is anybody's.
    """

    date: date
    doc_type: str
    series: str
    doc_no: str
    line_no: int
    source: str
    client_id: int | None
    client_code: str
    client_name: str
    product_code: str
    product_name: str
    family_name: str
    responsible_name: str
    quantity: Decimal
    amount: Decimal
    import_id: int
    has_owner: bool = True


class LinesPage(NamedTuple):
    """Some lines, newest first, and count and sums over all that the scope holds."""

    rows: Sequence[SoldLine]
    next_cursor: str | None
    total: int
    amount: Decimal
    quantity: Decimal


class LinesTotal(NamedTuple):
    """How many lines a scope holds and what they add up to."""

    lines: int
    amount: Decimal
    quantity: Decimal


class Responsible(NamedTuple):
    """Who sales are credited to: one or several codes of the ERP, perhaps a user."""

    id: int
    name: str
    user_id: int | None


def data_state(tx: Session) -> DataState:
    """Up to which day the company's sales are known."""
    row = tx.execute(text("SELECT until, import_id, loaded_at FROM crm_data_state()")).one()
    return DataState(*row)


def sales_history(tx: Session, until: date | None) -> SalesHistory:
    """Reads it; `until` is the day the data reach (`data_state`), None before the first sale."""
    if until is None:
        return SalesHistory(date.max, date.min, frozenset())
    row = tx.execute(
        text("SELECT crm_first_sale(), ARRAY(SELECT crm_months_sold()), crm_last_sale()")
    ).one()
    return SalesHistory(row[0], until, frozenset(map(Month.of, row[1])), last_sale=row[2])


def responsibles(tx: Session) -> list[Responsible]:
    """Everybody sales can be credited to, by name; a salesperson finds only themselves."""
    rows = tx.execute(
        text(
            "SELECT responsible_id, min(name), min(user_id) FROM responsible"
            " GROUP BY responsible_id ORDER BY lower(min(name)), responsible_id"
        )
    )
    return [Responsible(*row) for row in rows]


def responsible_by_seller(tx: Session) -> Mapping[int, int]:
    """Whom each code counts for: several codes of one user count for the first of them."""
    rows = tx.execute(text("SELECT seller_id, responsible_id FROM responsible"))
    return {row.seller_id: row.responsible_id for row in rows}


def responsible_of(tx: Session, seller_id: int | None) -> int | None:
    """Whom an address or a request names by any of their codes; other numbers stay as they are.

    What was kept before two codes came to be one user's goes on leading to that user.
    """
    return None if seller_id is None else responsible_by_seller(tx).get(seller_id, seller_id)


def lines_total(tx: Session, scope: SaleScope) -> LinesTotal:
    """Count and sums of all lines of the scope."""
    row = tx.execute(
        text(
            "SELECT count(*), coalesce(sum(l.amount), 0), coalesce(sum(l.quantity), 0)"
            f" FROM sale_line l WHERE {scope.on_lines}"
        ),
        scope.params,
    ).one()
    return LinesTotal(*row)


def lines(
    tx: Session, scope: SaleScope, cursor: str | None = None, limit: int = PAGE_SIZE
) -> LinesPage:
    """A page of the lines behind a figure, newest first, with the totals of the whole scope."""
    after, place = _after(cursor)
    found = tx.execute(
        text(
            f"SELECT {_LINE_COLUMNS} FROM {_LINE_TABLES}"
            f" WHERE {scope.on_lines}{after} ORDER BY {_ORDER} LIMIT :limit"
        ),
        {**scope.params, **place, "limit": limit + 1},
    )
    rows = [SoldLine(*row) for row in found]
    more = len(rows) > limit
    shown = rows[:limit]
    total = lines_total(tx, scope)
    return LinesPage(shown, _cursor(shown[-1]) if more else None, *total)


def lines_as_csv(tx: Session, scope: SaleScope, style: CsvStyle = PLAIN) -> Iterator[bytes]:
    """All lines of the scope as CSV without a header, in full precision; `CSV_COLUMNS` names them.

    A text that a spreadsheet would take for a formula gets an apostrophe before it. Read it while
    the transaction is open.
    """
    options = f"FORMAT csv, DELIMITER '{style.delimiter}'"
    statement = _NAMED.sub(r"%(\1)s", f"COPY ({_csv_query(scope, style)}) TO STDOUT ({options})")
    driver = cast("Connection[Any]", tx.connection().connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(statement.encode(), scope.params) as copy:
        for block in copy:
            yield bytes(block)


def _csv_query(scope: SaleScope, style: CsvStyle) -> str:
    written = {
        **CSV_COLUMNS,
        "quantity": style.quantity_sql("l.quantity"),
        "amount": style.money_sql("l.amount"),
    }
    columns = ", ".join(written.values())
    return f"SELECT {columns} FROM {_LINE_TABLES} WHERE {scope.on_lines} ORDER BY {_ORDER}"


_LINE_COLUMNS = """
    l.date, l.doc_type, l.series, l.doc_no, l.line_no, l.source, c.id,
    coalesce(c.code, crm_client_code(l.client_id), ''), coalesce(c.name, ''),
    coalesce(p.code, ''), coalesce(p.name, ''), coalesce(pf.name, ''), coalesce(r.name, ''),
    l.quantity, l.amount, l.import_id,
    CASE
        WHEN c.id IS NULL THEN coalesce(crm_client_is_owned(l.client_id), true)
        ELSE c.owner_id IS NOT NULL
    END
"""
_LINE_TABLES = """
    sale_line l
    LEFT JOIN client c ON c.id = l.client_id
    LEFT JOIN product p ON p.id = l.product_id
    LEFT JOIN product_family pf ON pf.id = l.family_id
    LEFT JOIN responsible r ON r.seller_id = l.credited_id
"""
_KEY = "l.date, l.doc_no, l.line_no, l.series, l.doc_type, l.source"
_ORDER = ", ".join(f"{column} DESC" for column in _KEY.split(", "))

_NAMED = re.compile(r":(\w+)")

CSV_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "date": "l.date",
        "client": safe_cell_sql("coalesce(c.code, crm_client_code(l.client_id))"),
        "client_name": safe_cell_sql("c.name"),
        "document_type": safe_cell_sql("l.doc_type"),
        "series": safe_cell_sql("l.series"),
        "document": safe_cell_sql("l.doc_no"),
        "line": "l.line_no",
        "product": safe_cell_sql("p.code"),
        "product_name": safe_cell_sql("p.name"),
        "family": safe_cell_sql("pf.name"),
        "responsible": safe_cell_sql("r.name"),
        "quantity": "l.quantity",
        "amount": "l.amount",
        "import": "l.import_id",
    }
)
"""What a file of lines holds: the name of each column (its text is `sales.<name>`), and its SQL."""


def _after(cursor: str | None) -> tuple[str, dict[str, CursorValue]]:
    if cursor is None:
        return "", {}
    values = decode_cursor(cursor, _KEY_PARTS)
    place = {f"after_{at}": value for at, value in enumerate(values)}
    return f" AND ({_KEY}) < ({', '.join(f':{name}' for name in place)})", place


def _cursor(line: SoldLine) -> str:
    return encode_cursor(
        line.date, line.doc_no, line.line_no, line.series, line.doc_type, line.source
    )
