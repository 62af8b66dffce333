"""What offers to undo an act undoes that one or nothing."""

from decimal import Decimal

import pytest

from crm.db import as_actor
from crm.goals.errors import NothingToUndo
from crm.goals.queries import grid
from crm.goals.service import Act, TargetEdit, create_goal, set_target, undo_act, undo_last
from crm.kit.periods import Month
from tests.builders import People, sample_people

JAN = Month(2026, 1)


class Sheet:
    """Carla's January in a goal of 2026, as Bruno fills it in."""

    def __init__(self, people: People) -> None:
        self.people = people
        with as_actor(people.bruno) as tx:
            self.goal_id = create_goal(tx, people.bruno, year_start=JAN)

    def set(self, value: str) -> Act:
        edit = TargetEdit(self.people.carla_seller.id, JAN, Decimal(value))
        with as_actor(self.people.bruno) as tx:
            return set_target(tx, self.people.bruno, self.goal_id, edit)

    def undo(self, act: Act) -> None:
        with as_actor(self.people.bruno) as tx:
            undo_act(tx, self.people.bruno, self.goal_id, act.id)

    @property
    def january(self) -> Decimal | None:
        with as_actor(self.people.bruno) as tx:
            sheet = grid(tx, self.people.bruno, self.goal_id)
        return sheet.row(self.people.carla_seller.id).cells[0].target


@pytest.fixture
def sheet(database: object) -> Sheet:  # noqa: ARG001 - connects crm.db
    return Sheet(sample_people())


def test_the_act_named_is_undone(sheet: Sheet) -> None:
    sheet.set("100")
    sheet.undo(sheet.set("200"))
    assert sheet.january == 100


def test_an_act_undone_already_takes_no_other_with_it(sheet: Sheet) -> None:
    sheet.set("100")
    act = sheet.set("200")
    with as_actor(sheet.people.bruno) as tx:
        undo_last(tx, sheet.people.bruno, sheet.goal_id)
    with pytest.raises(NothingToUndo):
        sheet.undo(act)
    assert sheet.january == 100


def test_an_act_followed_by_another_takes_neither_back(sheet: Sheet) -> None:
    act = sheet.set("100")
    sheet.set("200")
    with pytest.raises(NothingToUndo):
        sheet.undo(act)
    assert sheet.january == 200
