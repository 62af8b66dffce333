"""The rules on two years of a real company's sales, with figures known beforehand."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm.analysis.change_rules import Basis, change, compared_window, year_to_date
from crm.analysis.rules import month_outlook
from crm.kit.periods import FiscalYear, Month, Period, WorkingCalendar, months_between

FILES = Path(__file__).parents[1] / "data" / "northwind"
LAST_DAY = date(1998, 5, 6)
MAY, APRIL = Month(1998, 5), Month(1998, 4)
WEEKDAYS = WorkingCalendar()
LABOUR_DAY = WorkingCalendar(holidays=frozenset({date(1998, 5, 1)}))

Sales = list[tuple[date, Decimal]]


def lines_of_1996() -> Iterator[tuple[date, Decimal]]:
    with (FILES / "sales_1996.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield date.fromisoformat(row["Invoice date"]), Decimal(row["Net amount"])


def lines_of_1997() -> Iterator[tuple[date, Decimal]]:
    rows = CalamineWorkbook.from_path(FILES / "ventas_1997.xlsx").get_sheet_by_index(1).to_python()
    for row in rows:
        if isinstance(row[2], date):
            yield row[2], Decimal(str(row[13]))


def lines_of_1998() -> Iterator[tuple[date, Decimal]]:
    with (FILES / "ventas_1998.csv").open(encoding="cp1252", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            if len(row) == 12 and row[0].isdigit():
                amount = row[11].replace(".", "").replace(",", ".")
                yield datetime.strptime(row[2], "%d/%m/%Y").date(), Decimal(amount)  # noqa: DTZ007


@pytest.fixture(scope="module")
def sales() -> Sales:
    return [*lines_of_1996(), *lines_of_1997(), *lines_of_1998()]


def sold(sales: Sales, period: Period | None) -> Decimal:
    assert period is not None
    return sum((amount for day, amount in sales if day in period), Decimal(0))


def percent(current: Decimal, base: Decimal) -> Decimal:
    ratio = change(current, base).value
    assert ratio is not None
    return round(ratio * 100, 2)


def test_the_files_hold_what_is_known_of_them(sales: Sales) -> None:
    assert len(sales) == 2155
    assert sum(amount for _, amount in sales) == Decimal("1265793.27")


@pytest.mark.parametrize(
    ("calendar", "base", "expected"),
    [(WEEKDAYS, "23825.19", "-23.05"), (LABOUR_DAY, "18015.34", "1.77")],
)
def test_six_days_of_may_compare_with_as_many_working_days_of_april(
    sales: Sales, calendar: WorkingCalendar, base: str, expected: str
) -> None:
    so_far = sold(sales, Period.through(MAY.first, LAST_DAY))
    before = sold(sales, compared_window(calendar, LAST_DAY, APRIL))
    assert so_far == Decimal("18333.64")
    assert before == Decimal(base)
    assert percent(so_far, before) == Decimal(expected)


def test_may_compares_with_the_first_days_of_last_may(sales: Sales) -> None:
    before = sold(sales, compared_window(WEEKDAYS, LAST_DAY, Month(1997, 5)))
    assert before == Decimal("9501.96")
    assert percent(Decimal("18333.64"), before) == Decimal("92.95")


def test_only_who_asks_for_it_compares_with_the_whole_of_april(sales: Sales) -> None:
    before = sold(sales, compared_window(WEEKDAYS, LAST_DAY, APRIL, Basis.FULL))
    assert before == Decimal("123798.70")
    assert percent(Decimal("18333.64"), before) == Decimal("-85.19")


def test_the_year_so_far_compares_with_the_same_days_of_last_year(sales: Sales) -> None:
    so_far = year_to_date(FiscalYear(), LAST_DAY)
    assert sold(sales, so_far) == Decimal("440623.95")
    assert sold(sales, so_far.same_last_year) == Decimal("200823.86")
    assert percent(sold(sales, so_far), sold(sales, so_far.same_last_year)) == Decimal("119.41")


def test_four_of_five_months_end_inside_the_interval_stated_on_their_way(sales: Sales) -> None:
    covered: Counter[int] = Counter()
    tried = months_between(Month(1996, 8), APRIL)
    for month in tried:
        end = sold(sales, month.period)
        for day in (5, 8, 10, 15):
            as_of = WEEKDAYS.nth(month, day)
            assert as_of is not None
            told = month_outlook(sales, month=month, target=None, calendar=WEEKDAYS, as_of=as_of)
            assert told.low is not None
            assert told.high is not None
            covered[day] += told.low <= end <= told.high
    assert dict(covered) == {5: 15, 8: 18, 10: 15, 15: 17}
    pooled = Decimal(covered.total()) / (4 * len(tried))
    assert Decimal("0.70") <= pooled <= Decimal("0.90")
