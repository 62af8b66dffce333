"""Invoices and returns: orders priced, rounded to the cent, numbered, and partly sent back.

Money is whole cents and quantities are whole tenths here, so that every sum is exact.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from random import Random
from typing import NamedTuple

from crm.sample.clients import Client
from crm.sample.company import Company, Product
from crm.sample.days import Calendar, add_months
from crm.sample.orders import Buyer, Demand, Order, Want
from crm.sample.plan import Plan, Rates

INVOICE, RETURN = "A", "R"
RETURN_CHANCE = 0.021
COVER_CHANCE = 0.015


class SaleLine(NamedTuple):
    """A line of an invoice (series A) or of a return (series R, negative quantity and amount).

    `client` and `product` are positions; `quantity` is in tenths, `discount` in per mille,
    `price`, `amount` and `cost` in cents; `origin` is the invoice that a return corrects.
    """

    document: str
    series: str
    line: int
    day: date
    client: int
    seller: str
    product: int
    quantity: int
    price: int
    discount: int
    amount: int
    cost: int
    origin: str


class PriceList:
    """Price and unit cost of each product in each year, in cents; prices change in January."""

    def __init__(self, company: Company, calendar: Calendar, seed: int) -> None:
        rng = Random(f"{seed}/prices")  # noqa: S311  an invented company, no secret
        years = range(calendar.until.year - calendar.first.year + 1)
        self._first_year = calendar.first.year
        self._prices = [self._by_year(product, years, rng) for product in company.products]
        families = company.family_by_name
        shares = [1 - families[p.family].margin * rng.uniform(0.85, 1.15) for p in company.products]
        self._costs = [
            [round(price * share) for price in prices]
            for prices, share in zip(self._prices, shares, strict=True)
        ]

    def price(self, product: int, year: int) -> int:
        """List price in cents."""
        return self._prices[product][year - self._first_year]

    def cost(self, product: int, year: int) -> int:
        """Cost of one unit in cents."""
        return self._costs[product][year - self._first_year]

    @staticmethod
    def _by_year(product: Product, years: range, rng: Random) -> list[int]:
        prices = [product.price]
        for _ in years[1:]:
            prices.append(round(prices[-1] * (1 + rng.uniform(0.0, 0.05))))
        return prices


class Ledger:
    """Turns orders into numbered lines, day by day."""

    def __init__(
        self, company: Company, calendar: Calendar, clients: tuple[Client, ...], seed: int
    ) -> None:
        self._company, self._calendar, self._clients = company, calendar, clients
        self._prices = PriceList(company, calendar, seed)
        self._roots = company.root_by_product
        self._rng = Random(f"{seed}/ledger")  # noqa: S311  an invented company, no secret
        self._numbers: dict[tuple[str, int], int] = defaultdict(int)
        self._returns: dict[date, list[SaleLine]] = defaultdict(list)

    def post(self, month: date, orders: list[Order], rates: Rates) -> list[SaleLine]:
        """Lines of a month in the order of their days; returns of earlier invoices come first."""
        orders_by_day: dict[date, list[Order]] = defaultdict(list)
        for order in orders:
            orders_by_day[order.day].append(order)
        days = [d for d in self._calendar.working_days(month) if d <= self._calendar.until]
        return list(chain.from_iterable(self._day(day, orders_by_day[day], rates) for day in days))

    def _day(self, day: date, orders: list[Order], rates: Rates) -> Iterator[SaleLine]:
        for returned in self._returns.pop(day, []):
            yield returned._replace(document=self._number(RETURN, day))
        for order in orders:
            yield from self._invoice(order, rates)

    def _invoice(self, order: Order, rates: Rates) -> Iterator[SaleLine]:
        client = self._clients[order.client]
        document, seller = self._number(INVOICE, order.day), self._credited(client)
        for number, want in enumerate(order.wants, start=1):
            rate = rates[client.seller.code, self._roots[want.product]]
            quantity = self._quantity(want, rate, order.day.year)
            line = self._line(order, want.product, quantity, client.habit.discount)._replace(
                document=document, line=number, seller=seller
            )
            yield line
            if self._rng.random() < RETURN_CHANCE:
                self._send_back(line)

    def _quantity(self, want: Want, rate: float, year: int) -> int:
        """Tenths: whole packs, or weights from half a kilo on."""
        units = want.worth * rate / self._prices.price(want.product, year)
        if self._company.products[want.product].is_by_weight:
            return max(5, round(units * 10))
        return max(1, round(units)) * 10

    def _line(self, order: Order, product: int, quantity: int, discount: int) -> SaleLine:
        price = self._prices.price(product, order.day.year)
        return SaleLine(
            document="",
            series=INVOICE,
            line=1,
            day=order.day,
            client=order.client,
            seller="",
            product=product,
            quantity=quantity,
            price=price,
            discount=discount,
            amount=net_amount(quantity, price, discount),
            cost=net_amount(quantity, self._prices.cost(product, order.day.year), 0),
            origin="",
        )

    def _send_back(self, line: SaleLine) -> None:
        """Some days later, all of a line or a part of it; cost in proportion."""
        day = self._calendar.next_working(line.day + timedelta(days=self._rng.randint(3, 12)))
        whole = line.quantity
        part = max(1, round(whole * self._rng.choice((1.0, 1.0, 0.5, 0.3)) / 10)) * 10
        quantity = min(whole, part)
        returned = line._replace(
            series=RETURN,
            line=1,
            day=day,
            quantity=-quantity,
            amount=-net_amount(quantity, line.price, line.discount),
            cost=-((2 * line.cost * quantity + whole) // (2 * whole)),
            origin=line.document,
        )
        self._returns[day].append(returned)

    def _credited(self, client: Client) -> str:
        """The client's salesperson; now and then a colleague who covers for them."""
        if self._rng.random() < COVER_CHANCE:
            return self._rng.choice(self._company.sellers).code
        return client.seller.code

    def _number(self, series: str, day: date) -> str:
        self._numbers[series, day.year] += 1
        return f"{series}{day.year % 100:02d}-{self._numbers[series, day.year]:06d}"


def net_amount(quantity: int, price: int, discount: int) -> int:
    """Cents of a line, half a cent up: tenths x cents x (1 - per mille). 15, 333, 50 -> 475."""
    return (quantity * price * (1000 - discount) + 5_000) // 10_000


def sell(
    company: Company, calendar: Calendar, clients: tuple[Client, ...], seed: int
) -> Iterator[tuple[date, list[SaleLine]]]:
    """Each month with its lines, oldest first; holds one month at a time."""
    buyers = [Buyer(n, client, company, seed) for n, client in enumerate(clients)]
    demand, plan = Demand(company, calendar), Plan(company, calendar, seed)
    ledger = Ledger(company, calendar, clients, seed)
    for month in calendar.months:
        end = min(add_months(month, 1), calendar.until + timedelta(days=1))
        weights = demand.weights(month)
        orders = [order for buyer in buyers for order in buyer.orders(calendar, end, weights)]
        rates = plan.cents_per_worth(month, _worths(orders, clients, company.root_by_product))
        yield month, ledger.post(month, orders, rates)


def _worths(
    orders: list[Order], clients: tuple[Client, ...], roots: list[str]
) -> dict[tuple[str, str], float]:
    """Worth of all wishes by the client's salesperson and the family at the top of the tree."""
    worths: dict[tuple[str, str], float] = defaultdict(float)
    for order in orders:
        seller = clients[order.client].seller.code
        for want in order.wants:
            worths[seller, roots[want.product]] += want.worth
    return dict(worths)
