from collections import Counter, defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from crm.sample import SampleFiles, write_messages, write_sample
from crm.sample.days import calendar_until
from tests.sample.reading import UNTIL, Line, digest, lines_of, table_of, total_of


def test_the_same_day_and_seed_give_the_same_bytes(torrealba: SampleFiles, folder: Path) -> None:
    again = write_sample(folder, UNTIL)
    write_messages(again, folder / "mail")
    write_messages(torrealba, torrealba.sellers.parent / "mail")
    assert digest(folder) == digest(torrealba.sellers.parent)


def test_another_seed_gives_another_company(torrealba: SampleFiles, folder: Path) -> None:
    assert write_sample(folder, UNTIL, seed=8).total != torrealba.total


def test_the_company_has_the_size_it_promises(torrealba: SampleFiles, lines: list[Line]) -> None:
    sellers, products = table_of(torrealba.sellers), table_of(torrealba.products)
    families = {row["Familia"] for row in products} | {row["Superfamilia"] for row in products}
    assert Counter(row["Cargo"] for row in sellers) == {"Comercial": 8, "Jefa de ventas": 1}
    assert len(table_of(torrealba.clients)) == 600
    assert len(products) == 180
    assert len(families - {""}) == 12
    assert len({line.day.replace(day=1) for line in lines}) == 37
    assert 55_000 <= len(lines) <= 65_000


def test_the_files_hold_what_the_totals_say(torrealba: SampleFiles) -> None:
    for path, totals in torrealba.file_totals.items():
        lines = lines_of(path)
        assert len(lines) == totals.lines
        assert sum(line.amount for line in lines) == totals.amount
        assert sum(line.quantity for line in lines) == totals.quantity


def test_months_and_cells_add_up_to_the_total(torrealba: SampleFiles, lines: list[Line]) -> None:
    by_month: dict[date, Decimal] = defaultdict(Decimal)
    for line in lines:
        by_month[line.day.replace(day=1)] += line.amount
    assert torrealba.amount_by_month == by_month
    assert sum(torrealba.amounts.values()) == torrealba.total == sum(by_month.values())
    assert torrealba.lines == len(lines)


def test_the_book_and_the_listing_print_their_own_total(torrealba: SampleFiles) -> None:
    book, listing = torrealba.sales[:2]
    assert book.suffix == ".xlsx"
    assert total_of(book) == torrealba.file_totals[book].amount
    assert total_of(listing) == torrealba.file_totals[listing].amount


def test_an_amount_is_quantity_by_price_less_discount_to_the_cent(lines: list[Line]) -> None:
    cent = Decimal("0.01")
    for line in lines:
        exact = line.quantity * line.price * (100 - line.discount_pct) / 100
        assert line.amount == exact.quantize(cent, ROUND_HALF_UP)


def test_no_two_lines_share_document_and_number(lines: list[Line]) -> None:
    assert len({(line.document, line.number) for line in lines}) == len(lines)


def test_a_return_comes_after_the_invoice_it_corrects(lines: list[Line]) -> None:
    sold = {(line.document, line.product): line for line in lines if line.series == "A"}
    returns = [line for line in lines if line.series == "R"]
    for back in returns:
        origin = sold[back.origin, back.product]
        assert back.quantity < 0
        assert -back.quantity <= origin.quantity
        assert (back.client, back.price) == (origin.client, origin.price)
        assert back.day > origin.day
    assert 0.015 < len(returns) / len(lines) < 0.025


def test_codes_on_lines_exist_in_the_master_files(
    torrealba: SampleFiles, lines: list[Line]
) -> None:
    families = {row["Código"]: row["Familia"] for row in table_of(torrealba.products)}
    assert {line.client for line in lines} <= {r["Código"] for r in table_of(torrealba.clients)}
    assert {line.seller for line in lines} <= {r["Código"] for r in table_of(torrealba.sellers)}
    assert all(families[line.product] == line.family for line in lines)


def test_nobody_sells_on_a_weekend_or_a_holiday(lines: list[Line]) -> None:
    days = {line.day for line in lines}
    assert all(calendar_until(UNTIL).is_working(day) for day in days)
    assert date(2026, 10, 9) not in days  # Día de la Comunitat Valenciana
    assert date(2025, 12, 8) not in days  # Inmaculada
    assert max(days) == UNTIL


def test_a_day_of_the_running_month_has_its_own_file(torrealba: SampleFiles) -> None:
    daily = torrealba.sales[4:]
    assert len(daily) == 16
    for path in daily:
        days = {line.day for line in lines_of(path)}
        assert days == {date.fromisoformat(path.stem.removeprefix("ventas_"))}


def test_a_month_that_has_not_begun_to_work_has_no_daily_file(folder: Path) -> None:
    files = write_sample(folder, date(2026, 1, 1))
    assert [path.name for path in files.sales] == [
        "ventas_2023-01_a_2023-03.xlsx",
        "ventas_2023-04_a_2023-12.csv",
        "ventas_2024-01_a_2024-12.csv",
        "ventas_2025-01_a_2025-12.csv",
    ]
    assert files.amount_by_month[date(2026, 1, 1)] == 0


def test_a_bigger_company_has_more_clients_sellers_and_lines(
    torrealba: SampleFiles, folder: Path
) -> None:
    files = write_sample(folder, UNTIL, scale=2)
    clients = table_of(files.clients)
    assert len(clients) == 1200
    assert len({row["Nombre"] for row in clients}) == 1200
    assert len(files.company.sellers) == 16
    assert 1.8 < files.lines / torrealba.lines < 2.2
