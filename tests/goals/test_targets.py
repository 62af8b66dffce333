"""Setting targets: one act at a time, never over another's change, never in a closed month."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from crm.accounts.company import company, save_company
from crm.db import as_actor, as_import
from crm.goals.errors import (
    ActOverwritten,
    BadEdit,
    GoalExists,
    MonthClosed,
    NotCloseable,
    NothingToUndo,
    OwnTargets,
    StaffOnly,
    TargetChangedMeanwhile,
)
from crm.goals.grid_rules import GridCell
from crm.goals.queries import GoalMissing, Grid, grid
from crm.goals.rules import RepeatMode
from crm.goals.service import (
    RepeatChoice,
    SplitBy,
    TargetEdit,
    close_month,
    create_goal,
    preview_repeat,
    reopen_month,
    repeat,
    set_target,
    set_targets,
    split_total,
    state_total,
    undo_last,
)
from crm.kit.errors import UserError
from crm.kit.periods import Month
from tests.builders import People, a_code_of, a_sale, a_seller, sample_people
from tests.loaded import rebuild_facts

JAN, FEB, MAR, DEC = Month(2026, 1), Month(2026, 2), Month(2026, 3), Month(2026, 12)


@dataclass(frozen=True)
class Goals:
    """Four people and a goal of 2026 on all families."""

    people: People
    goal_id: int

    def sheet(self) -> Grid:
        with as_actor(self.people.bruno) as tx:
            return grid(tx, self.people.bruno, self.goal_id)

    def cell(self, month: Month) -> GridCell:
        row = self.sheet().row(self.people.carla_seller.id)
        return row.cells[month.number - 1]

    def edit(self, month: Month, value: str | None, version: int | None = None) -> TargetEdit:
        amount = None if value is None else Decimal(value)
        return TargetEdit(self.people.carla_seller.id, month, amount, version)

    def set(self, *edits: TargetEdit) -> None:
        with as_actor(self.people.bruno) as tx:
            set_targets(tx, self.people.bruno, self.goal_id, edits)

    def undo(self) -> None:
        with as_actor(self.people.bruno) as tx:
            undo_last(tx, self.people.bruno, self.goal_id)

    def close(self, month: Month) -> None:
        with as_actor(self.people.bruno) as tx:
            close_month(tx, self.people.bruno, month)


@pytest.fixture
def goals(database: object) -> Goals:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        a_sale(tx, client=people.dario_client, day=date(2026, 2, 27), amount="5")
        a_sale(tx, client=people.carla_client, day=date(2026, 3, 10), amount="80")
        rebuild_facts(tx)
    with as_actor(people.bruno) as tx:
        goal_id = create_goal(tx, people.bruno, year_start=JAN)
    return Goals(people, goal_id)


def test_a_target_set_is_in_the_grid_and_in_its_totals(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100.005"), goals.edit(FEB, "0"))
    sheet = goals.sheet()
    assert goals.cell(JAN).target == Decimal("100.01")
    assert goals.cell(FEB).target == 0
    assert goals.cell(MAR).target is None
    assert sheet.total.target == Decimal("100.01")


def _count_in(currency: str, people: People) -> None:
    with as_actor(people.ana) as tx:
        save_company(tx, people.ana, replace(company(tx), currency=currency))


def test_targets_know_no_part_of_a_currency_that_has_none(goals: Goals) -> None:
    _count_in("CLP", goals.people)
    goals.set(goals.edit(JAN, "100.50"))
    with as_actor(goals.people.bruno) as tx:
        who = goals.people.carla_seller.id
        split_total(tx, goals.people.bruno, goals.goal_id, responsible_id=who, total=Decimal(1000))
        state_total(tx, goals.people.bruno, goals.goal_id, Decimal("1000.4"))
    sheet = goals.sheet()
    months = [cell.target for cell in sheet.row(who).cells]
    assert sorted(set(months)) == [83, 84]
    assert sum(filter(None, months)) == 1000
    assert sheet.goal.stated_total == 1000


def test_a_currency_of_thousandths_keeps_them_in_targets(goals: Goals) -> None:
    _count_in("KWD", goals.people)
    goals.set(goals.edit(JAN, "100.0055"))
    assert goals.cell(JAN).target == Decimal("100.006")


def test_what_was_sold_is_held_against_the_target(goals: Goals) -> None:
    goals.set(goals.edit(MAR, "100"))
    assert goals.cell(MAR).actual == 80
    assert goals.cell(MAR).attainment.value == Decimal("0.8")


def test_an_edit_of_a_cell_that_somebody_changed_meanwhile_is_refused(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    with pytest.raises(TargetChangedMeanwhile):
        goals.set(goals.edit(JAN, "200", version=0))


def test_a_refused_cell_leaves_the_whole_block_unwritten(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    with pytest.raises(TargetChangedMeanwhile):
        goals.set(goals.edit(FEB, "1", version=0), goals.edit(JAN, "2", version=0))
    assert goals.cell(FEB).target is None


def test_a_cell_cleared_and_set_again_is_not_taken_for_the_old_one(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    read = goals.cell(JAN).version
    goals.set(goals.edit(JAN, None))
    goals.set(goals.edit(JAN, "300"))
    with pytest.raises(TargetChangedMeanwhile):
        goals.set(goals.edit(JAN, "100.50", version=read))


def test_undo_takes_back_a_whole_block(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    goals.set(goals.edit(JAN, "200"), goals.edit(FEB, "50"))
    goals.undo()
    assert (goals.cell(JAN).target, goals.cell(FEB).target) == (100, None)


def test_undo_goes_back_one_act_at_a_time(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "1"))
    goals.set(goals.edit(JAN, "2"))
    goals.undo()
    goals.undo()
    assert goals.cell(JAN).target is None
    with pytest.raises(NothingToUndo):
        goals.undo()


def test_undo_never_overwrites_what_another_person_set_since(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "1"))
    with as_actor(goals.people.ana) as tx:
        set_target(tx, goals.people.ana, goals.goal_id, goals.edit(JAN, "2"))
    with pytest.raises(ActOverwritten):
        goals.undo()


def test_repeat_fills_only_empty_months(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"), goals.edit(MAR, "120"))
    choice = RepeatChoice(goals.people.carla_seller.id, JAN)
    with as_actor(goals.people.bruno) as tx:
        repeat(tx, goals.people.bruno, goals.goal_id, choice)
    assert goals.cell(MAR).target == 120
    assert goals.sheet().total.target == 1220


def test_repeat_overwriting_replaces_every_later_month(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"), goals.edit(MAR, "120"))
    choice = RepeatChoice(goals.people.carla_seller.id, JAN, RepeatMode.OVERWRITE)
    with as_actor(goals.people.bruno) as tx:
        repeat(tx, goals.people.bruno, goals.goal_id, choice)
    assert goals.sheet().total.target == 1200


def test_a_preview_of_repeat_writes_nothing(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    choice = RepeatChoice(goals.people.carla_seller.id, JAN, growth=Decimal("0.02"))
    with as_actor(goals.people.bruno) as tx:
        preview = preview_repeat(tx, goals.people.bruno, goals.goal_id, choice)
    assert preview.values[FEB] == Decimal("102.00")
    assert goals.cell(FEB).target is None


def test_one_undo_takes_back_a_repeat(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    with as_actor(goals.people.bruno) as tx:
        repeat(
            tx, goals.people.bruno, goals.goal_id, RepeatChoice(goals.people.carla_seller.id, JAN)
        )
    goals.undo()
    assert goals.sheet().total.target == 100


def test_an_annual_total_is_split_to_the_cent(goals: Goals) -> None:
    with as_actor(goals.people.bruno) as tx:
        split_total(
            tx,
            goals.people.bruno,
            goals.goal_id,
            responsible_id=goals.people.carla_seller.id,
            total=Decimal("1000.00"),
            by=SplitBy.EQUAL,
        )
    assert goals.sheet().total.target == Decimal("1000.00")
    assert goals.cell(JAN).target == Decimal("83.34")
    assert goals.cell(DEC).target == Decimal("83.33")


def test_a_closed_month_refuses_changes_until_it_is_reopened(goals: Goals) -> None:
    goals.close(FEB)
    with pytest.raises(MonthClosed):
        goals.set(goals.edit(FEB, "1"))
    with as_actor(goals.people.bruno) as tx:
        reopen_month(tx, goals.people.bruno, FEB, "late credit note")
    goals.set(goals.edit(FEB, "1"))
    assert goals.cell(FEB).target == 1


def test_repeat_steps_over_a_closed_month(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    goals.close(FEB)
    choice = RepeatChoice(goals.people.carla_seller.id, JAN, RepeatMode.OVERWRITE)
    with as_actor(goals.people.bruno) as tx:
        repeat(tx, goals.people.bruno, goals.goal_id, choice)
    assert goals.cell(FEB).target is None
    assert goals.sheet().total.target == 1100


def test_undo_does_not_reach_into_a_month_closed_since(goals: Goals) -> None:
    goals.set(goals.edit(FEB, "1"))
    goals.close(FEB)
    with pytest.raises(ActOverwritten):
        goals.undo()


def test_a_month_that_the_data_have_not_reached_cannot_be_closed(goals: Goals) -> None:
    with pytest.raises(NotCloseable):
        goals.close(DEC)


def test_reopening_needs_a_reason(goals: Goals) -> None:
    goals.close(FEB)
    with as_actor(goals.people.bruno) as tx, pytest.raises(BadEdit):
        reopen_month(tx, goals.people.bruno, FEB, "  ")


def test_a_supervisor_who_sells_does_not_set_their_own_target(goals: Goals) -> None:
    with as_import(0) as tx:
        own = a_seller(tx, name="Bruno")
        tx.execute(
            text("UPDATE seller SET user_id = :user WHERE id = :id"),
            {"user": goals.people.bruno.user_id, "id": own.id},
        )
    with as_actor(goals.people.bruno) as tx, pytest.raises(OwnTargets):
        set_target(tx, goals.people.bruno, goals.goal_id, TargetEdit(own.id, JAN, Decimal(1)))


def test_a_salesperson_sets_no_targets(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    with as_actor(goals.people.carla) as tx, pytest.raises(StaffOnly):
        set_target(tx, goals.people.carla, goals.goal_id, goals.edit(JAN, "1"))


def test_a_salesperson_sees_their_own_row_and_no_other(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    goals.set(TargetEdit(goals.people.dario_seller.id, JAN, Decimal(7)))
    with as_actor(goals.people.carla) as tx:
        sheet = grid(tx, goals.people.carla, goals.goal_id)
    assert [row.name for row in sheet.rows] == ["Carla"]
    assert sheet.total.target == 100


def test_a_goal_without_own_target_does_not_exist_for_a_salesperson(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    with as_actor(goals.people.dario) as tx, pytest.raises(GoalMissing):
        grid(tx, goals.people.dario, goals.goal_id)


def test_there_is_one_goal_for_a_family_and_year(goals: Goals) -> None:
    with as_actor(goals.people.bruno) as tx, pytest.raises(GoalExists):
        create_goal(tx, goals.people.bruno, year_start=JAN)


def test_what_is_left_of_the_stated_total_is_the_gap(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "110"))
    with as_actor(goals.people.bruno) as tx:
        state_total(tx, goals.people.bruno, goals.goal_id, Decimal(100))
    assert goals.sheet().gap == 10


def test_a_total_stated_meanwhile_is_not_overwritten(goals: Goals) -> None:
    with as_actor(goals.people.bruno) as tx:
        state_total(tx, goals.people.bruno, goals.goal_id, Decimal(100), version=1)
    with as_actor(goals.people.ana) as tx, pytest.raises(TargetChangedMeanwhile):
        state_total(tx, goals.people.ana, goals.goal_id, Decimal(90), version=1)


def test_every_act_leaves_who_and_what_in_the_audit(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    with as_actor(goals.people.ana) as tx:
        kept = tx.execute(
            text(
                "SELECT e.verb, e.actor_id, c.prior, c.value FROM audit_event e"
                " JOIN target_change c ON c.act_id = e.id"
            )
        ).all()
    assert kept == [("set_targets", goals.people.bruno.user_id, None, Decimal("100.0000"))]


@pytest.mark.parametrize("month", [Month(2025, 12), Month(2027, 1)])
def test_a_month_outside_the_goals_year_is_refused(goals: Goals, month: Month) -> None:
    with pytest.raises(BadEdit):
        goals.set(goals.edit(month, "1"))


def test_errors_of_goals_say_their_sentence_in_both_languages(goals: Goals) -> None:
    goals.close(FEB)
    with pytest.raises(UserError) as refused:
        goals.set(goals.edit(FEB, "1"))
    assert "2026-02" in refused.value.text("es")
    assert "2026-02" in refused.value.text("en")


def test_a_cell_of_two_codes_that_was_changed_meanwhile_is_refused(goals: Goals) -> None:
    second = _second_code_of_carla(goals)
    first, other = goals.people.carla_seller.id, second
    with as_import(0) as tx:
        tx.execute(
            text("UPDATE seller SET user_id = NULL WHERE id = ANY (:ids)"), {"ids": [first, other]}
        )
    goals.set(TargetEdit(first, JAN, Decimal(100)), TargetEdit(other, JAN, Decimal(50)))
    with as_import(0) as tx:
        tx.execute(
            text("UPDATE seller SET user_id = :user WHERE id = ANY (:ids)"),
            {"user": goals.people.carla.user_id, "ids": [first, other]},
        )
    read = goals.cell(JAN)
    assert read.target == 150
    goals.set(goals.edit(JAN, "200", version=read.version))
    with pytest.raises(TargetChangedMeanwhile):
        goals.set(goals.edit(JAN, "999", version=read.version))


def test_a_cell_of_two_codes_set_to_the_firsts_share_counts_as_changed(goals: Goals) -> None:
    second = _second_code_of_carla(goals)
    with as_actor(goals.people.ana) as tx:
        for seller_id, value in ((goals.people.carla_seller.id, "100"), (second, "50")):
            tx.execute(
                text(
                    "INSERT INTO monthly_target (goal_id, seller_id, month, value)"
                    " VALUES (:goal, :seller, '2026-01-01', :value)"
                ),
                {"goal": goals.goal_id, "seller": seller_id, "value": Decimal(value)},
            )
    read = goals.cell(JAN)
    goals.set(goals.edit(JAN, "100", version=read.version))
    assert goals.cell(JAN).target == 100
    assert goals.cell(JAN).version > read.version


def test_a_target_set_by_any_code_of_a_user_is_that_users(goals: Goals) -> None:
    goals.set(TargetEdit(_second_code_of_carla(goals), JAN, Decimal(100)))
    assert goals.cell(JAN).target == 100


def test_a_cell_named_by_two_codes_of_a_user_is_named_twice(goals: Goals) -> None:
    second = TargetEdit(_second_code_of_carla(goals), JAN, Decimal(100))
    with pytest.raises(BadEdit):
        goals.set(second, goals.edit(JAN, "100"))


def test_repeating_for_any_code_of_a_user_fills_that_users_months(goals: Goals) -> None:
    goals.set(goals.edit(JAN, "100"))
    choice = RepeatChoice(_second_code_of_carla(goals), JAN, until=FEB)
    with as_actor(goals.people.bruno) as tx:
        repeat(tx, goals.people.bruno, goals.goal_id, choice)
    assert goals.cell(FEB).target == 100


def _second_code_of_carla(goals: Goals) -> int:
    with as_import(0) as tx:
        return a_code_of(tx, goals.people.carla).id
