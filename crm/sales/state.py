"""The panel of the lines behind a figure; any page opens it by `?lines=…` in its address."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import reflex as rx
from sqlmodel import Session

from crm.accounts.company import company
from crm.accounts.gate import allowed
from crm.kit.addresses import address
from crm.kit.formats import Formatter
from crm.kit.texts import Locale, locale_named, plural, text
from crm.sales.queries import PAGE_SIZE, LinesPage, SoldLine, lines
from crm.sales.scope import LINES, SaleScope
from crm.sales.scope_words import scope_words
from crm.shell.state import ScreenState
from crm.ui.table import Cell, Paging, Row

PAGE = "page_of_lines"
_CSV = "/api/v1/sales/lines.csv"


class LinesState(ScreenState):
    """Which lines are open, and a page of them."""

    is_open: rx.Field[bool] = rx.field(default=False)
    subtitle: rx.Field[str] = rx.field("")
    rows: rx.Field[list[Row]] = rx.field(default_factory=list)
    paging: rx.Field[Paging] = rx.field(default_factory=Paging)
    csv_href: rx.Field[str] = rx.field("")

    @rx.event
    @allowed("sales")
    async def open_lines(self) -> None:
        """Opens the panel when the address names lines, closes it otherwise."""
        chosen = dict(self.router.url.query_parameters)
        written = chosen.get(LINES, "")
        self.show(is_open=bool(written))
        if not written:
            self.show(rows=[])
            return
        scope = SaleScope.parse(written)
        pages = [one for one in chosen.get(PAGE, "").split("~") if one]
        read = await self.run(_lines, scope, pages[-1] if pages else None, self.locale)
        page, form = read.page, read.form
        self.rows = [_row(line, form, self.role) for line in page.rows]
        self.subtitle = " · ".join(filter(None, [read.about, _subtitle(page, form)]))
        self.paging = _paging(page, pages, self.router.url.path, chosen, form)
        self.csv_href = csv_address(scope)

    @rx.event
    @allowed("sales")
    def close(self) -> Any:
        """Goes back to the page without its lines."""
        chosen = dict(self.router.url.query_parameters)
        rest = {name: value for name, value in chosen.items() if name not in (LINES, PAGE)}
        self.is_open = False
        return rx.redirect(address(self.router.url.path, rest), replace=True)


def csv_address(scope: SaleScope) -> str:
    """The file of all lines of a scope."""
    period = scope.period
    return address(
        _CSV,
        {
            "style": "company",
            "from": period.start if period else None,
            "to": period.last if period else None,
            "family_id": scope.family_id,
            "only_family_id": scope.only_family_id,
            "responsible_id": scope.responsible_id,
            "seller_id": scope.seller_id,
            "client_id": scope.client_id,
            "import_id": scope.import_id,
        },
    )


class _Read(NamedTuple):
    page: LinesPage
    form: Formatter
    about: str


def _lines(tx: Session, scope: SaleScope, cursor: str | None, locale: str) -> _Read:
    form = company(tx).formatter(locale_named(locale))
    return _Read(lines(tx, scope, cursor), form, scope_words(tx, scope, form))


def _row(line: SoldLine, form: Formatter, role: str) -> Row:
    language = form.language
    other = "sales.other_client" if line.has_owner else "sales.unowned_client"
    name = line.client_name or text(language, other)
    client = Cell(
        text=name if line.client_id else line.client_code,
        note=line.client_code if line.client_id else name,
        href=f"/clients/{line.client_id}" if line.client_id else "",
    )
    document = document_words(line)
    opens_import = role != "sales" and line.import_id
    return Row(
        id=f"{line.source}/{document}/{line.line_no}",
        cells=[
            client,
            Cell(text=line.product_name or line.product_code or "–", note=_family(line, language)),
            Cell(text=form.date(line.date), note=f"{document} · {line.line_no}"),
            Cell(text=form.quantity(line.quantity)),
            Cell(text=form.money(line.amount), tone="bad" if line.amount < 0 else ""),
            Cell(
                text=str(line.import_id),
                href=f"/imports/{line.import_id}" if opens_import else "",
            ),
        ],
    )


def document_words(line: SoldLine) -> str:
    """The document as its paper says it; a series that its number repeats is not said twice."""
    parts = [line.doc_no]
    for part in (line.series, line.doc_type):
        if part and not line.doc_no.startswith(part) and part not in parts:
            parts.insert(0, part)
    return " ".join(parts)


def _family(line: SoldLine, language: Locale) -> str:
    return line.family_name or text(language, "sales.no_family")


def _subtitle(page: LinesPage, form: Formatter) -> str:
    count = plural(form.language, "sales.lines_of", page.total, count=form.number(page.total))
    total = text(form.language, "sales.lines_sum", amount=form.money(page.amount))
    return f"{count}, {total}"


def _paging(
    page: LinesPage, pages: list[str], path: str, chosen: Mapping[str, str], form: Formatter
) -> Paging:
    first = len(pages) * PAGE_SIZE + 1
    shown = text(
        form.language,
        "sales.page_range",
        first=form.number(first if page.rows else 0),
        last=form.number(first + len(page.rows) - 1),
        total=form.number(page.total),
    )
    following = [*pages, page.next_cursor] if page.next_cursor else []
    return Paging(
        text=shown,
        previous_href=address(path, {**chosen, PAGE: "~".join(pages[:-1])}) if pages else "",
        next_href=address(path, {**chosen, PAGE: "~".join(following)}) if following else "",
    )
