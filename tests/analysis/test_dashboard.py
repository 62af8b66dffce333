"""The dashboard of a real company equals the figures known beforehand, and its parts sum up."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from crm.analysis.board_figures import Board
from crm.analysis.board_rules import CompanyTime
from crm.analysis.queries import NotLinked, dashboard, ground
from crm.db import Actor, as_actor, as_import, as_system
from crm.goals.service import TargetEdit, create_goal, set_targets
from crm.kit.periods import FiscalYear, Month, WorkingCalendar
from crm.kit.undefined import Reason
from crm.sales.queries import lines_total
from crm.sales.scope import SaleScope, of_month
from tests.builders import People, a_user, actor_of, sample_people
from tests.northwind import LAST_DAY, TOTAL, load_northwind

COMPANY = CompanyTime(WorkingCalendar(), FiscalYear())
MAY, APRIL = Month(1998, 5), Month(1998, 4)
ANNE, NANCY = "009", "001"


@pytest.fixture(scope="module")
def people(module_database: object) -> People:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        load_northwind(tx)
    with as_import(0) as tx:
        tx.execute(
            text("UPDATE seller SET user_id = :carla WHERE code = :code"),
            {"carla": people.carla.user_id, "code": NANCY},
        )
    _set_targets(people)
    return people


def _set_targets(people: People) -> None:
    with as_actor(people.ana) as tx:
        goal_id = create_goal(tx, people.ana, year_start=Month(1998, 1))
        set_targets(
            tx,
            people.ana,
            goal_id,
            [
                TargetEdit(_seller(tx, NANCY), MAY, Decimal(30000)),
                TargetEdit(_seller(tx, ANNE), MAY, Decimal(10000)),
                TargetEdit(_seller(tx, ANNE), APRIL, Decimal(100000)),
            ],
        )


def _seller(tx: object, code: str) -> int:
    sql = (
        "SELECT r.responsible_id FROM responsible r"
        " JOIN seller s ON s.id = r.seller_id WHERE s.code = :code"
    )
    return tx.execute(text(sql), {"code": code}).scalar_one()  # type: ignore[attr-defined]


def _board(actor: Actor, month: Month = MAY, **choice: int) -> Board:
    with as_actor(actor) as tx:
        return dashboard(tx, actor, ground(tx, COMPANY), month=month, **choice)


def _family(actor: Actor, code: str) -> int:
    with as_actor(actor) as tx:
        return tx.execute(
            text("SELECT id FROM product_family WHERE code = :code"), {"code": code}
        ).scalar_one()


def test_the_dashboard_opens_on_the_month_that_the_data_reach(people: People) -> None:
    with as_actor(people.bruno) as tx:
        shown = dashboard(tx, people.bruno, ground(tx, COMPANY))
    assert shown.choice.month == MAY
    assert shown.as_of == LAST_DAY


def test_a_running_month_is_told_by_working_days(people: People) -> None:
    outlook = _board(people.bruno).outlook
    assert outlook.actual == Decimal("18333.64")
    assert (outlook.working_days_done, outlook.working_days) == (4, 21)


def test_a_running_month_compares_with_the_same_working_days_last_year(people: People) -> None:
    shown = _board(people.bruno)
    assert shown.base == Decimal("9501.96")
    assert round(shown.change.value or 0, 4) == Decimal("0.9295")


def test_a_finished_month_compares_whole(people: People) -> None:
    shown = _board(people.bruno, APRIL)
    assert shown.outlook.actual == Decimal("123798.70")
    assert shown.base == Decimal("53032.95")


def test_the_year_so_far_compares_with_the_same_day_last_year(people: People) -> None:
    year = _board(people.bruno).year
    assert year.actual == Decimal("440623.95")
    assert year.last_year == Decimal("200823.86")
    assert round(year.change.value or 0, 4) == Decimal("1.1941")


def test_the_months_of_1997_are_those_known(people: People) -> None:
    columns = _board(people.bruno, Month(1997, 12)).columns
    known = (
        "61258.08 38483.64 38547.23 53032.95 53781.30 36362.82"
        " 51020.88 47287.68 55629.27 66749.24 43533.81 71398.45"
    )
    shown = [round(column.actual or 0, 2) for column in columns]
    assert shown == [Decimal(amount) for amount in known.split()]


def test_a_month_before_the_history_has_no_figure(people: People) -> None:
    columns = _board(people.bruno, Month(1997, 1)).columns
    assert columns[0].last_year is None
    assert columns[11].last_year is not None


def test_a_month_that_the_data_have_not_reached_has_no_figure(people: People) -> None:
    columns = _board(people.bruno).columns
    assert columns[5].actual is None
    assert columns[5].cumulative is None


@pytest.mark.parametrize("month", [MAY, APRIL, Month(1997, 7)])
def test_families_and_responsibles_each_sum_to_the_total(people: People, month: Month) -> None:
    shown = _board(people.bruno, month)
    assert sum(one.outlook.actual for one in shown.families) == shown.outlook.actual
    assert sum(one.outlook.actual for one in shown.responsibles) == shown.outlook.actual


def test_all_families_of_all_months_are_the_company(people: People) -> None:
    with as_actor(people.bruno) as tx:
        assert lines_total(tx, SaleScope()).amount == TOTAL


def test_a_familys_dashboard_equals_its_lines(people: People) -> None:
    family_id = _family(people.bruno, "Beverages")
    shown = _board(people.bruno, APRIL, family_id=family_id)
    with as_actor(people.bruno) as tx:
        lines = lines_total(tx, of_month(APRIL, family_id=family_id))
    assert shown.outlook.actual == lines.amount
    assert lines.lines > 0


def test_the_company_target_is_that_of_the_goal_on_all_families(people: People) -> None:
    assert _board(people.bruno).outlook.target == 40000


def test_a_family_without_a_goal_of_its_own_has_no_target(people: People) -> None:
    family_id = _family(people.bruno, "Beverages")
    assert _board(people.bruno, family_id=family_id).outlook.target is None


def test_a_responsible_far_from_the_target_of_a_finished_month_is_behind(people: People) -> None:
    behind = _board(people.bruno, APRIL).behind
    assert [(kind, one.name) for kind, one in behind] == [("responsible", ANNE)]
    assert behind[0][1].missing == 100000 - behind[0][1].outlook.actual


def test_before_the_fifth_working_day_nobody_is_called_behind(people: People) -> None:
    assert _board(people.bruno, MAY).behind == []


def test_a_salesperson_sees_the_same_attainment_as_the_supervisor_for_them(
    people: People,
) -> None:
    own = _board(people.carla)
    with as_actor(people.bruno) as tx:
        nancy = _seller(tx, NANCY)
    seen = _board(people.bruno, responsible_id=nancy)
    assert own.outlook == seen.outlook
    assert own.columns == seen.columns
    assert own.outlook.actual > 0


def test_a_salesperson_cannot_ask_for_anothers_figures(people: People) -> None:
    with as_actor(people.bruno) as tx:
        anne = _seller(tx, ANNE)
    assert _board(people.carla, responsible_id=anne).outlook == _board(people.carla).outlook


def test_a_salesperson_with_clients_but_no_sale_sees_zero_and_nobody_elses(
    people: People,
) -> None:
    shown = _board(people.dario)
    assert shown.outlook.actual == 0
    assert shown.families == []


@pytest.mark.usefixtures("people")
def test_a_salesperson_without_a_code_is_told_so() -> None:
    with as_system("test: nobody linked") as tx:
        lone = actor_of(a_user(tx, name="Eva"))
    with as_actor(lone) as tx, pytest.raises(NotLinked):
        dashboard(tx, lone, ground(tx, COMPANY))


def test_the_days_end_at_the_data_and_go_on_as_a_projection(people: People) -> None:
    shown = _board(people.bruno)
    assert [point.actual is not None for point in shown.days].count(True) == 4
    assert shown.days[3].actual == shown.outlook.actual
    assert shown.days[-1].projected == shown.outlook.projection.value
    assert shown.days[-1].low == shown.outlook.low


def test_a_month_ahead_of_the_data_adds_nothing_to_the_year_so_far(people: People) -> None:
    reached, ahead = _board(people.bruno).year, _board(people.bruno, Month(1998, 9)).year
    assert (ahead.period, ahead.actual) == (reached.period, reached.actual)
    assert (ahead.last_year, ahead.change) == (reached.last_year, reached.change)


def test_a_year_ahead_of_the_data_compares_with_nothing(people: People) -> None:
    year = _board(people.bruno, Month(1999, 2)).year
    assert (year.actual, year.last_year) == (0, None)
    assert year.change.reason is Reason.PARTIAL
