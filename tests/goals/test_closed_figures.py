"""A closed month keeps what it was closed with, whatever comes later."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from crm.accounts.company import company
from crm.analysis.queries import company_time, dashboard, ground
from crm.clients.models import Seller
from crm.clients.service import assign_owner, link_seller_to_user
from crm.db import Actor, as_actor, as_import
from crm.goals.errors import MonthClosed
from crm.goals.grid_rules import GridCell
from crm.goals.queries import grid
from crm.goals.service import (
    TargetEdit,
    close_month,
    create_goal,
    reopen_month,
    set_target,
)
from crm.kit.periods import Month
from crm.sales.facts import check_months
from tests.builders import People, a_sale, a_seller, sample_people
from tests.loaded import rebuild_facts

FEB, MAR = Month(2026, 2), Month(2026, 3)
TODAY = date(2026, 3, 31)


@dataclass(frozen=True)
class Closed:
    """100 sold to Carla's client in February, which is closed, and 10 in March."""

    people: People
    goal_id: int

    def cell(self, who: int, month: Month = FEB, actor: Actor | None = None) -> GridCell:
        reader = actor or self.people.bruno
        with as_actor(reader) as tx:
            return grid(tx, reader, self.goal_id).row(who).cells[month.number - 1]

    def board_figures(self) -> tuple[Decimal, Decimal | None]:
        with as_actor(self.people.bruno) as tx:
            stands_on = ground(tx, company_time(tx, company(tx)))
            shown = dashboard(tx, self.people.bruno, stands_on, month=FEB)
        return shown.outlook.actual, shown.at_closing


@pytest.fixture
def closed(database: object) -> Closed:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        a_sale(tx, client=people.carla_client, amount="100", day=date(2026, 2, 10))
        a_sale(tx, client=people.carla_client, amount="10", day=date(2026, 3, 10))
        rebuild_facts(tx)
    with as_actor(people.bruno) as tx:
        goal_id = create_goal(tx, people.bruno, year_start=Month(2026, 1))
        close_month(tx, people.bruno, FEB)
    return Closed(people, goal_id)


def test_lines_that_come_later_stand_beside_what_was_closed(closed: Closed) -> None:
    with as_import(0) as tx:
        a_sale(tx, client=closed.people.carla_client, amount="7", day=date(2026, 2, 11))
        rebuild_facts(tx)
    cell = closed.cell(closed.people.carla_seller.id)
    assert (cell.actual, cell.at_closing) == (107, 100)
    assert closed.board_figures() == (107, 100)


def test_an_open_month_was_closed_with_nothing(closed: Closed) -> None:
    assert closed.cell(closed.people.carla_seller.id, MAR).at_closing is None


def test_a_new_owner_is_credited_in_open_months_alone(closed: Closed) -> None:
    people = closed.people
    assign_owner(
        people.bruno, people.carla_client.id, people.dario_seller.id, date(2026, 1, 1), today=TODAY
    )
    assert closed.cell(people.carla_seller.id).actual == 100
    assert closed.cell(people.dario_seller.id, MAR).actual == 10
    with as_import(0) as tx:
        check_months(tx, [FEB.first, MAR.first])


@pytest.mark.parametrize("is_earlier", [True, False])
def test_a_code_linked_later_changes_both_figures_alike(
    closed: Closed, *, is_earlier: bool
) -> None:
    people = closed.people
    with as_import(0) as tx:
        lone = a_seller(tx, name="Eva")
        if is_earlier:
            # A person goes by the first of their codes: one that is older renames them.
            tx.execute(text("UPDATE seller SET id = -1 WHERE id = :id"), {"id": lone.id})
            tx.expunge(lone)
            lone = tx.get_one(Seller, -1)
        a_sale(tx, client=people.dario_client, credited=lone, amount="5", day=date(2026, 2, 12))
        rebuild_facts(tx)
    with as_actor(people.bruno) as tx:
        reopen_month(tx, people.bruno, FEB, "a code was missing")
        close_month(tx, people.bruno, FEB)
        link_seller_to_user(tx, people.bruno, lone.id, people.carla.user_id)
    cell = closed.cell(lone.id if is_earlier else people.carla_seller.id)
    assert (cell.actual, cell.at_closing) == (105, 105)


def test_a_salesperson_reads_what_their_own_month_was_closed_with(closed: Closed) -> None:
    people = closed.people
    with as_actor(people.carla) as tx:
        mine = tx.execute(text("SELECT sum(amount) FROM closed_figure")).scalar()
    with as_actor(people.dario) as tx:
        not_mine = tx.execute(text("SELECT count(*) FROM closed_figure")).scalar()
    assert (mine, not_mine) == (100, 0)


def test_reopening_forgets_what_the_month_was_closed_with(closed: Closed) -> None:
    with as_actor(closed.people.bruno) as tx:
        reopen_month(tx, closed.people.bruno, FEB, "late credit note")
    assert closed.cell(closed.people.carla_seller.id).at_closing is None


def test_a_month_is_not_closed_under_who_is_setting_its_targets(closed: Closed) -> None:
    people, who = closed.people, closed.people.carla_seller.id
    with ThreadPoolExecutor(1) as pool:
        with as_actor(people.bruno) as tx:
            set_target(tx, people.bruno, closed.goal_id, TargetEdit(who, MAR, Decimal(50)))
            closing = pool.submit(_close, people.ana, MAR)
            # A second is ample for a closing that does not wait for the edit.
            wait([closing], timeout=1)
            assert not closing.done()
        closing.result()
    assert closed.cell(who, MAR).target == 50


def test_a_target_is_not_set_in_a_month_that_is_being_closed(closed: Closed) -> None:
    people, who = closed.people, closed.people.carla_seller.id
    with ThreadPoolExecutor(1) as pool:
        with as_actor(people.ana) as tx:
            close_month(tx, people.ana, MAR)
            late = pool.submit(
                _set, people.bruno, closed.goal_id, TargetEdit(who, MAR, Decimal(50))
            )
            wait([late], timeout=1)
        with pytest.raises(MonthClosed):
            late.result()
    assert closed.cell(who, MAR).target is None


def _close(actor: Actor, month: Month) -> None:
    with as_actor(actor) as tx:
        close_month(tx, actor, month)


def _set(actor: Actor, goal_id: int, edit: TargetEdit) -> None:
    with as_actor(actor) as tx:
        set_target(tx, actor, goal_id, edit)
