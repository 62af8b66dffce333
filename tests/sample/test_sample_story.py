"""What the sample company has to say on the screens."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from crm.sample import ProposedTarget, SampleFiles, proposed_targets
from crm.sample.days import calendar_until
from tests.sample.reading import UNTIL, Line, table_of

NOVEMBER = date(2026, 11, 1)
Attainment = Callable[..., Decimal]


@pytest.fixture(scope="session")
def targets(torrealba: SampleFiles) -> list[ProposedTarget]:
    return proposed_targets(torrealba)


@pytest.fixture(scope="session")
def attainment(torrealba: SampleFiles, targets: list[ProposedTarget]) -> Attainment:
    """Sold over target of a month, of a salesperson or a family or the whole company."""

    def ratio(month: date, *, seller: str | None = None, family: str | None = None) -> Decimal:
        sold = sum(
            amount
            for (code, name, day), amount in torrealba.amounts.items()
            if day == month and seller in (None, code) and family in (None, name)
        )
        asked = sum(
            t.amount
            for t in targets
            if t.month == month and t.family == family and seller in (None, t.seller)
        )
        return Decimal(sold) / Decimal(asked)

    return ratio


@pytest.fixture(scope="session")
def done() -> Decimal:
    """Share of November's working days up to the 23rd: 16 of 21."""
    days = calendar_until(UNTIL).working_days(NOVEMBER)
    return Decimal(len([day for day in days if day <= UNTIL])) / len(days)


@pytest.fixture(scope="session")
def days_by_client(lines: list[Line]) -> dict[str, list[date]]:
    days: dict[str, set[date]] = defaultdict(set)
    for line in lines:
        days[line.client].add(line.day)
    return {client: sorted(found) for client, found in days.items()}


def test_targets_cover_three_years_of_the_company_and_its_families(
    targets: list[ProposedTarget],
) -> None:
    assert {target.month.year for target in targets} == {2024, 2025, 2026}
    assert len({(t.family, t.seller, t.month) for t in targets}) == len(targets) == 8 * 8 * 36
    assert all(t.amount % 500 == 0 for t in targets if t.family is None)
    assert all(t.amount > 0 for t in targets)


def test_complete_months_scatter_around_their_targets(attainment: Attainment) -> None:
    months = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(34)]
    ratios = [attainment(month) for month in months]
    assert all(Decimal("0.90") < ratio < Decimal("1.10") for ratio in ratios)
    assert 5 < len([ratio for ratio in ratios if ratio >= 1]) < 29


def test_the_company_is_a_little_behind_in_the_running_month(
    attainment: Attainment, done: Decimal
) -> None:
    assert Decimal("0.93") < attainment(NOVEMBER) / done < Decimal("0.99")


def test_carlos_peris_alone_is_under_the_alarm(
    torrealba: SampleFiles, attainment: Attainment, done: Decimal
) -> None:
    paces = {
        seller.name: attainment(NOVEMBER, seller=seller.code) / done
        for seller in torrealba.company.sellers
    }
    assert [name for name, pace in paces.items() if pace < Decimal("0.85")] == ["Carlos Peris"]
    assert len([pace for pace in paces.values() if pace > 1]) >= 3


def test_congelados_is_the_family_furthest_behind(
    torrealba: SampleFiles, attainment: Attainment, done: Decimal
) -> None:
    names = [family.name for family in torrealba.company.root_families]
    paces = {name: attainment(NOVEMBER, family=name) / done for name in names}
    assert min(paces, key=paces.__getitem__) == "Congelados"
    assert paces["Congelados"] < Decimal("0.85")


def test_congelados_falls_year_on_year_while_the_company_grows(torrealba: SampleFiles) -> None:
    frozen: dict[int, Decimal] = defaultdict(Decimal)
    whole: dict[int, Decimal] = defaultdict(Decimal)
    for (_, family, month), amount in torrealba.amounts.items():
        if month.month <= 10:
            whole[month.year] += amount
            frozen[month.year] += amount * (family == "Congelados")
    assert frozen[2024] > frozen[2025] > frozen[2026]
    assert whole[2024] < whole[2025] < whole[2026]


def test_summer_and_christmas_stand_out(torrealba: SampleFiles) -> None:
    sold = torrealba.amount_by_month
    assert max(sold, key=sold.__getitem__).month in (7, 8)
    assert sold[date(2025, 12, 1)] > sold[date(2025, 11, 1)] * Decimal("1.1")


def test_prices_change_in_january_only(lines: list[Line]) -> None:
    prices: dict[tuple[str, int], set[Decimal]] = defaultdict(set)
    for line in (line for line in lines if line.series == "A"):
        prices[line.product, line.day.year].add(line.price)
    assert all(len(found) == 1 for found in prices.values())
    assert prices["020001", 2024] != prices["020001", 2026]


def test_clients_begin_in_every_quarter(
    torrealba: SampleFiles, days_by_client: dict[str, list[date]]
) -> None:
    created = {row["Código"]: row["Fecha de alta"] for row in table_of(torrealba.clients)}
    recent = [c for c, days in days_by_client.items() if days[0] >= date(2024, 2, 1)]
    young = [client for client in recent if created[client][-4:] >= "2024"]
    quarters = {((days_by_client[c][0].month - 1) // 3, days_by_client[c][0].year) for c in young}
    assert len(young) > 100
    assert len(quarters) == 12


def test_some_clients_stop_and_some_come_back(days_by_client: dict[str, list[date]]) -> None:
    silent = [c for c, days in days_by_client.items() if UNTIL - days[-1] > timedelta(days=180)]
    returned = [
        client
        for client, days in days_by_client.items()
        if any(b - a > timedelta(days=200) for a, b in pairwise(days))
    ]
    assert len(silent) > 50
    assert len(returned) > 10


def test_a_few_clients_bring_most_of_the_sales(lines: list[Line]) -> None:
    sold: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sold[line.client] += line.amount
    best = sorted(sold.values(), reverse=True)[: len(sold) // 5]
    assert sum(best) / sum(sold.values()) > Decimal("0.55")


def test_hotel_mar_de_jade_is_silent_for_longer_than_ever(
    torrealba: SampleFiles, days_by_client: dict[str, list[date]]
) -> None:
    rows = table_of(torrealba.clients)
    hotel = next(row for row in rows if row["Nombre"] == "Hotel Mar de Jade")
    days = days_by_client[hotel["Código"]]
    longest = max(b - a for a, b in pairwise(days))
    assert UNTIL - days[-1] >= timedelta(days=52)
    assert UNTIL - days[-1] > longest
    assert hotel["Cód. vendedor"] == "004"
