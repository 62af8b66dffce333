"""What was undone on a goal can be done again, until something new is done."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from crm.db import as_actor
from crm.goals.errors import ActOverwritten, NothingToRedo
from crm.goals.queries import grid
from crm.goals.service import TargetEdit, create_goal, redo_last, set_target, undo_last
from crm.kit.periods import Month
from tests.builders import People, sample_people

JAN = Month(2026, 1)


@dataclass(frozen=True)
class Sheet:
    """Carla's January in a goal of 2026, as Bruno fills it in."""

    people: People
    goal_id: int

    def set(self, value: str) -> None:
        edit = TargetEdit(self.people.carla_seller.id, JAN, Decimal(value))
        with as_actor(self.people.bruno) as tx:
            set_target(tx, self.people.bruno, self.goal_id, edit)

    def undo(self) -> None:
        with as_actor(self.people.bruno) as tx:
            undo_last(tx, self.people.bruno, self.goal_id)

    def redo(self) -> None:
        with as_actor(self.people.bruno) as tx:
            redo_last(tx, self.people.bruno, self.goal_id)

    @property
    def january(self) -> Decimal | None:
        with as_actor(self.people.bruno) as tx:
            sheet = grid(tx, self.people.bruno, self.goal_id)
        return sheet.row(self.people.carla_seller.id).cells[0].target


@pytest.fixture
def sheet(database: object) -> Sheet:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_actor(people.bruno) as tx:
        return Sheet(people, create_goal(tx, people.bruno, year_start=JAN))


def test_redo_does_again_what_was_undone(sheet: Sheet) -> None:
    sheet.set("100")
    sheet.undo()
    sheet.redo()
    assert sheet.january == 100


def test_steps_back_and_forth_end_where_they_began(sheet: Sheet) -> None:
    sheet.set("100")
    sheet.set("200")
    for step in (sheet.undo, sheet.undo, sheet.redo, sheet.redo):
        step()
    assert sheet.january == 200


def test_what_was_done_again_can_be_undone_again(sheet: Sheet) -> None:
    sheet.set("100")
    for step in (sheet.undo, sheet.redo, sheet.undo):
        step()
    assert sheet.january is None


def test_something_new_leaves_nothing_to_redo(sheet: Sheet) -> None:
    sheet.set("100")
    sheet.undo()
    sheet.set("300")
    with pytest.raises(NothingToRedo):
        sheet.redo()


def test_redo_never_overwrites_what_another_person_set_since(sheet: Sheet) -> None:
    sheet.set("100")
    sheet.undo()
    with as_actor(sheet.people.ana) as tx:
        edit = TargetEdit(sheet.people.carla_seller.id, JAN, Decimal(7))
        set_target(tx, sheet.people.ana, sheet.goal_id, edit)
    with pytest.raises(ActOverwritten):
        sheet.redo()
