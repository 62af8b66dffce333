"""Every bar of the dashboard opens to the lines that it was added up from."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from crm.analysis.board_figures import Board, Slice
from crm.analysis.board_rules import CompanyTime
from crm.analysis.queries import dashboard, ground
from crm.analysis.state.board import bars
from crm.analysis.state.charts import days_table
from crm.analysis.state.words import Words
from crm.db import as_actor, as_import
from crm.kit.formats import Formatter
from crm.kit.periods import FiscalYear, Month, WorkingCalendar
from crm.sales.queries import lines_total
from crm.sales.scope import SaleScope
from crm.sales.state import LINES
from tests.builders import People, a_family, a_sale, sample_people
from tests.loaded import rebuild_facts

TIME = CompanyTime(WorkingCalendar(), FiscalYear())
FORM = Formatter(language="es")


@pytest.fixture
def drinks(database: object) -> tuple[People, int]:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        parent = a_family(tx, name="Bebidas")
        child = a_family(tx, name="Vinos", parent=parent)
        a_sale(tx, client=people.carla_client, amount="100", day=date(2026, 3, 10), family=child)
        a_sale(tx, client=people.carla_client, amount="7", day=date(2026, 3, 11), family=parent)
        rebuild_facts(tx)
        return people, parent.id


def _sum_behind(people: People, href: str) -> object:
    written = parse_qs(urlsplit(href).query)[LINES][0]
    with as_actor(people.bruno) as tx:
        return lines_total(tx, SaleScope.parse(written)).amount


def _directly(shown: Board) -> Slice:
    return next(one for one in shown.families if one.id == shown.choice.family_id)


def test_what_is_sold_directly_in_a_family_opens_without_the_families_below(
    drinks: tuple[People, int],
) -> None:
    people, family_id = drinks
    with as_actor(people.bruno) as tx:
        shown = dashboard(
            tx, people.bruno, ground(tx, TIME), month=Month(2026, 3), family_id=family_id
        )
    one = _directly(shown)
    bar = bars(shown, "family", [one], Words(shown, FORM), FORM)[0]
    assert one.outlook.actual == 7
    assert _sum_behind(people, bar.href) == 7


def test_each_days_sum_opens_the_lines_that_it_was_added_up_from(
    drinks: tuple[People, int],
) -> None:
    people, _ = drinks
    with as_import(0) as tx:
        # A Saturday, which counts for the Friday before it, and the Monday after.
        a_sale(tx, client=people.carla_client, amount="20", day=date(2026, 3, 14))
        a_sale(tx, client=people.carla_client, amount="3", day=date(2026, 3, 16))
        rebuild_facts(tx)
    with as_actor(people.bruno) as tx:
        shown = dashboard(tx, people.bruno, ground(tx, TIME), month=Month(2026, 3))
    sums = [point.actual for point in shown.days if point.actual is not None]
    rows = days_table(shown, FORM)
    assert [_sum_behind(people, row.cells[1].href) for row in rows[: len(sums)]] == sums
