"""Writes the files that the ERP of the invented company would send, with their known totals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from crm.sample.clients import Client, invent_clients
from crm.sample.company import Company, invent_company
from crm.sample.days import Calendar, add_months, calendar_until
from crm.sample.files import (
    LISTING,
    PLAIN,
    FileTotals,
    SalesBook,
    SalesCsv,
    SalesFile,
    comma,
    names_of,
    write_rows,
)
from crm.sample.sales import PriceList, SaleLine, sell

# The spreadsheet stays within a quarter: writing one costs six times a CSV of the same lines.
BOOK_MONTHS = 3


@dataclass(frozen=True)
class SampleFiles:
    """The files written, in the order to load them, and what a true load of them must give.

    `amounts` holds what was sold by (salesperson's code on the line, family at the top of the
    tree, first day of the month); its values add up to `total`, to the cent.
    """

    sellers: Path
    products: Path
    clients: Path
    sales: tuple[Path, ...]
    until: date
    company: Company
    file_totals: Mapping[Path, FileTotals]
    amounts: Mapping[tuple[str, str, date], Decimal]

    @property
    def in_order(self) -> tuple[Path, ...]:
        """Masters first, then sales from the oldest file to the newest."""
        return (self.sellers, self.products, self.clients, *self.sales)

    @property
    def lines(self) -> int:
        """Sale lines in all files."""
        return sum(totals.lines for totals in self.file_totals.values())

    @property
    def total(self) -> Decimal:
        """Net amount of all lines, returns subtracted."""
        return sum((totals.amount for totals in self.file_totals.values()), Decimal(0))

    @property
    def amount_by_month(self) -> dict[date, Decimal]:
        """Net amount by first day of the month, oldest first, no month left out."""
        months: dict[date, Decimal] = dict.fromkeys(calendar_until(self.until).months, Decimal(0))
        for (_, _, month), amount in self.amounts.items():
            months[month] += amount
        return months


def write_sample(folder: Path, until: date, seed: int = 7, scale: int = 1) -> SampleFiles:
    """Writes 37 months of a company up to `until` (included) into a folder.

    The same arguments give the same bytes. `scale` multiplies clients and lines, and the
    salespeople up to 500. An `until` before the month's first working day gives no daily file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    company, calendar = invent_company(scale), calendar_until(until)
    clients = invent_clients(company, calendar, seed=seed, scale=scale)
    sales = _SalesWriter(folder, company, calendar, clients)
    for month, lines in sell(company, calendar, clients, seed):
        sales.add(month, lines)
    file_totals = sales.close()
    return SampleFiles(
        sellers=_write_sellers(folder, company),
        products=_write_products(folder, company, PriceList(company, calendar, seed), until.year),
        clients=_write_clients(folder, clients),
        sales=tuple(file_totals),
        until=until,
        company=company,
        file_totals=file_totals,
        amounts={cell: Decimal(cents).scaleb(-2) for cell, cents in sales.cents.items()},
    )


class _SalesWriter:
    """History in a file a year (its first quarter a spreadsheet), the running month by days."""

    def __init__(
        self, folder: Path, company: Company, calendar: Calendar, clients: tuple[Client, ...]
    ) -> None:
        self._folder, self._company, self._calendar = folder, company, calendar
        self._names = names_of(company, clients)
        self._spans = list(_history_spans(calendar))
        self._open: SalesFile | None = None
        self._totals: dict[Path, FileTotals] = {}
        self.cents: dict[tuple[str, str, date], int] = defaultdict(int)

    def add(self, month: date, lines: list[SaleLine]) -> None:
        self._count(month, lines)
        if month == self._calendar.running_month:
            self._add_days(month, lines)
            return
        number = next(n for n, (start, end) in enumerate(self._spans) if start <= month <= end)
        if self._spans[number][0] == month:
            self._close_open()
            self._open = self._history_file(number)
        assert self._open is not None, "months come in order, and a span begins with its first"  # noqa: S101
        self._open.add(lines)

    def close(self) -> dict[Path, FileTotals]:
        self._close_open()
        return self._totals

    def _add_days(self, month: date, lines: list[SaleLine]) -> None:
        self._close_open()
        lines_by_day: dict[date, list[SaleLine]] = defaultdict(list)
        for line in lines:
            lines_by_day[line.day].append(line)
        for day in self._calendar.working_days(month):
            if day <= self._calendar.until:
                path = self._folder / f"ventas_{day}.csv"
                self._open = SalesCsv(path, self._names, PLAIN, (day, day))
                self._open.add(lines_by_day[day])
                self._close_open()

    def _history_file(self, number: int) -> SalesFile:
        span = self._spans[number]
        stem = f"ventas_{span[0]:%Y-%m}_a_{span[1]:%Y-%m}"
        if number == 0:
            return SalesBook(self._folder / f"{stem}.xlsx", self._names, span)
        style = LISTING if number == 1 else PLAIN
        return SalesCsv(self._folder / f"{stem}.csv", self._names, style, span)

    def _close_open(self) -> None:
        if self._open is not None:
            self._totals[self._open.path] = self._open.close()
            self._open = None

    def _count(self, month: date, lines: list[SaleLine]) -> None:
        roots = self._company.root_by_product
        for line in lines:
            self.cents[line.seller, roots[line.product], month] += line.amount


def _history_spans(calendar: Calendar) -> Iterator[tuple[date, date]]:
    """Periods of the history files, both days included: a quarter at most, then calendar years."""
    start, running = calendar.first, calendar.running_month
    length = BOOK_MONTHS - (start.month - 1) % BOOK_MONTHS
    while start < running:
        end = min(add_months(start, length), running)
        yield start, end - timedelta(days=1)
        start, length = end, 13 - end.month


def _write_sellers(folder: Path, company: Company) -> Path:
    path, manager = folder / "vendedores.csv", company.manager
    header = ("Código", "Nombre", "Cargo", "Zona", "Correo", "Código responsable")
    rows = [
        (s.code, s.name, s.job, s.zone, s.email, manager.code if s.code != manager.code else "")
        for s in (*company.sellers, manager)
    ]
    write_rows(path, [header, *rows])
    return path


def _write_products(folder: Path, company: Company, prices: PriceList, year: int) -> Path:
    path = folder / "articulos.csv"
    header = ("Código", "Descripción", "Formato", "Familia", "Superfamilia", "Precio tarifa")
    write_rows(path, [header, *_product_rows(company, prices, year)])
    return path


def _product_rows(company: Company, prices: PriceList, year: int) -> Iterable[tuple[str, ...]]:
    families = company.family_by_name
    for number, product in enumerate(company.products):
        description = f"{product.name}, {product.format}"
        parent = families[product.family].parent
        price = comma(prices.price(number, year))
        yield product.code, description, product.format, product.family, parent, price


def _write_clients(folder: Path, clients: tuple[Client, ...]) -> Path:
    path = folder / "clientes.csv"
    header = (
        "Código",
        "Nombre",
        "NIF",
        "Segmento",
        "Dirección",
        "C.P.",
        "Población",
        "Provincia",
        "Teléfono",
        "Correo",
        "Latitud",
        "Longitud",
        "Cód. vendedor",
        "Fecha de alta",
    )
    write_rows(path, [header, *map(_client_row, clients)])
    return path


def _client_row(client: Client) -> tuple[str, ...]:
    latitude, longitude = (f"{degrees:.5f}".replace(".", ",") for degrees in client.place)
    return (
        client.code,
        client.name,
        client.tax_id,
        client.segment.name,
        client.street,
        client.postal_code,
        client.town.name,
        client.town.province,
        client.phone,
        client.email,
        latitude,
        longitude,
        client.seller.code,
        f"{client.created:%d/%m/%Y}",
    )
