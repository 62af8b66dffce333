"""Sale lines over the API, and as a file of all of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from crm.accounts.company import company
from crm.api.access import CurrentActor, Style, Tx
from crm.api.paging import Cursor, Limit, PageOut
from crm.db import Actor, as_actor
from crm.kit.files import BOM, CsvStyle, attachment, file_name
from crm.kit.formats import Formatter
from crm.kit.periods import DAY, Month, Period
from crm.kit.texts import locale_named, text
from crm.sales.queries import CSV_COLUMNS, PAGE_SIZE, SoldLine, lines, lines_total
from crm.sales.queries import lines_as_csv as csv_of
from crm.sales.scope import SaleScope
from crm.sales.scope_words import scope_words

router = APIRouter(tags=["sales"])
LAST_DAY = date.max - DAY
"""A period ends before a day, so the calendar's last one can only be that."""


class LineOut(BaseModel):
    """One sale line. `client_name` is empty where the client is not the caller's to see."""

    date: date
    document_type: str
    series: str
    document: str
    line: int
    client_id: int | None
    client: str
    client_name: str
    product: str
    product_name: str
    family: str
    responsible: str
    quantity: Decimal
    amount: Decimal
    import_id: int


class LinesOut(PageOut[LineOut]):
    """A page of lines, with the sums of all that the filter holds."""

    amount: Decimal
    quantity: Decimal


def asked_scope(
    start: Annotated[date | None, Query(alias="from", description="First day")] = None,
    to: Annotated[date | None, Query(description="Last day, included")] = None,
    family_id: Annotated[int | None, Query(description="With those below; 0: without")] = None,
    responsible_id: Annotated[int | None, Query(description="Credited to; 0: nobody")] = None,
    client_id: int | None = None,
    only_family_id: Annotated[int | None, Query(description="Without those below")] = None,
) -> SaleScope:
    """The lines that a request's filters name."""
    first, last = start or date.min, min(to or LAST_DAY, LAST_DAY)
    period = Period.through(first, last) if start or to else None
    return SaleScope(period, family_id, responsible_id, client_id, only_family_id)


def asked_lines(
    scope: Annotated[SaleScope, Depends(asked_scope)],
    import_id: Annotated[int | None, Query(description="As this import's file said them")] = None,
    seller_id: Annotated[int | None, Query(description="Credited to this code alone")] = None,
) -> SaleScope:
    """The same, narrowed to what one import brought, or to one code of somebody who has several."""
    return replace(scope, import_id=import_id, seller_id=seller_id)


Scope = Annotated[SaleScope, Depends(asked_lines)]


@router.get("/sales/lines", summary="The lines behind a figure")
def sale_lines(tx: Tx, scope: Scope, cursor: Cursor = None, limit: Limit = PAGE_SIZE) -> LinesOut:
    """Newest first, with count, amount and quantity of the whole filter."""
    page = lines(tx, scope, cursor, limit)
    return LinesOut(
        rows=[_line(row) for row in page.rows],
        next_cursor=page.next_cursor,
        total=page.total,
        amount=page.amount,
        quantity=page.quantity,
    )


@router.get(
    "/sales/lines.csv", summary="The same lines as a file", response_class=StreamingResponse
)
def sale_lines_csv(
    actor: CurrentActor, scope: Scope, tx: Tx, style: Style = "plain"
) -> StreamingResponse:
    """All of them, nothing rounded, under one header row.

    `X-Row-Count` and `X-Total-Amount` say what the file adds up to.
    """
    ours = company(tx)
    headers = attachment(_file_name(tx, scope, ours.formatter(locale_named(actor.locale))))
    total = lines_total(tx, scope)
    headers |= {"X-Row-Count": str(total.lines), "X-Total-Amount": str(total.amount)}
    content = _file(actor, scope, ours.csv_style(style))
    return StreamingResponse(content, media_type="text/csv; charset=utf-8", headers=headers)


def _file(actor: Actor, scope: SaleScope, style: CsvStyle) -> Iterator[bytes]:
    # Its own transaction: the request's ends before the first byte leaves.
    locale = locale_named(actor.locale)
    titles = [text(locale, f"sales.{name}") for name in CSV_COLUMNS]
    yield (BOM + style.rows([titles])).encode()
    with as_actor(actor) as tx:
        yield from csv_of(tx, scope, style)


def _file_name(tx: Tx, scope: SaleScope, form: Formatter) -> str:
    what = text(form.language, "sales.lines_file")
    about = scope_words(tx, replace(scope, period=None), form)
    return file_name(what, _days(scope.period), about) + ".csv"


def _days(period: Period | None) -> str:
    if period is None:
        return ""
    month = Month.of(period.start)
    if (month.first, month.last) == (period.start, period.last):
        return str(month)
    open_ends = (date.min, LAST_DAY)
    return "_".join(str(one) for one in (period.start, period.last) if one not in open_ends)


def _line(row: SoldLine) -> LineOut:
    return LineOut(
        date=row.date,
        document_type=row.doc_type,
        series=row.series,
        document=row.doc_no,
        line=row.line_no,
        client_id=row.client_id,
        client=row.client_code,
        client_name=row.client_name,
        product=row.product_code,
        product_name=row.product_name,
        family=row.family_name,
        responsible=row.responsible_name,
        quantity=row.quantity,
        amount=row.amount,
        import_id=row.import_id,
    )
