"""A month, or last year raised, goes to everybody in one act that one undo takes back."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from crm.db import as_actor, as_import
from crm.goals.queries import Grid, grid
from crm.goals.rules import RepeatRefused
from crm.goals.service import (
    Act,
    RepeatAllPreview,
    RepeatBase,
    RepeatChoice,
    TargetEdit,
    create_goal,
    preview_repeat_all,
    repeat_all,
    set_targets,
    undo_last,
)
from crm.goals.state.words import repeat_shown
from crm.kit.formats import Formatter
from crm.kit.periods import Month
from tests.builders import People, a_sale, sample_people
from tests.loaded import rebuild_facts

JAN, FEB, MAR = Month(2026, 1), Month(2026, 2), Month(2026, 3)
COPY = RepeatChoice(None, JAN, until=MAR)


@dataclass(frozen=True)
class Year:
    """A goal of 2026 as Bruno fills it in for Carla and Dario."""

    people: People
    goal_id: int

    def set(self, seller: int, month: Month, value: str) -> None:
        with as_actor(self.people.bruno) as tx:
            edits = [TargetEdit(seller, month, Decimal(value))]
            set_targets(tx, self.people.bruno, self.goal_id, edits)

    def seen(self, choice: RepeatChoice) -> RepeatAllPreview:
        with as_actor(self.people.bruno) as tx:
            return preview_repeat_all(tx, self.people.bruno, self.goal_id, choice)

    def done(self, choice: RepeatChoice) -> Act:
        with as_actor(self.people.bruno) as tx:
            return repeat_all(tx, self.people.bruno, self.goal_id, choice)

    def undone(self) -> None:
        with as_actor(self.people.bruno) as tx:
            undo_last(tx, self.people.bruno, self.goal_id)

    def sheet(self) -> Grid:
        with as_actor(self.people.bruno) as tx:
            return grid(tx, self.people.bruno, self.goal_id)


@pytest.fixture
def year(database: object) -> Year:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        a_sale(tx, client=people.dario_client, day=date(2025, 1, 8), amount="50")
        a_sale(tx, client=people.dario_client, day=date(2025, 2, 3), amount="10")
        a_sale(tx, client=people.carla_client, day=date(2025, 2, 3), amount="100")
        a_sale(tx, client=people.dario_client, day=date(2025, 3, 3), amount="10")
        a_sale(tx, client=people.carla_client, day=date(2025, 4, 3), amount="10")
        rebuild_facts(tx)
    with as_actor(people.bruno) as tx:
        return Year(people, create_goal(tx, people.bruno, year_start=JAN))


@pytest.fixture
def carla(year: Year) -> int:
    return year.people.carla_seller.id


@pytest.fixture
def dario(year: Year) -> int:
    return year.people.dario_seller.id


def test_each_ones_own_month_is_repeated(year: Year, carla: int, dario: int) -> None:
    year.set(carla, JAN, "100")
    year.set(dario, JAN, "70")
    assert year.done(COPY).cells == 4
    assert year.sheet().total.target == 510


def test_one_undo_takes_it_back_from_everybody(year: Year, carla: int, dario: int) -> None:
    year.set(carla, JAN, "100")
    year.set(dario, JAN, "70")
    year.done(COPY)
    year.undone()
    assert year.sheet().total.target == 170


def test_who_has_no_target_to_repeat_is_told_and_left_alone(
    year: Year, carla: int, dario: int
) -> None:
    year.set(carla, JAN, "100")
    seen = year.seen(COPY)
    assert dario in seen.sourceless
    assert seen.values == {(carla, FEB): 100, (carla, MAR): 100}


def test_nobody_with_a_target_is_nothing_to_repeat(year: Year) -> None:
    with pytest.raises(RepeatRefused):
        year.seen(COPY)


def test_everybody_gets_their_own_last_year_raised(year: Year, carla: int, dario: int) -> None:
    choice = RepeatChoice(None, FEB, growth=Decimal("0.1"), until=FEB, base=RepeatBase.LAST_YEAR)
    assert year.seen(choice).values == {(carla, FEB): 110, (dario, FEB): 11}


def test_the_preview_tells_people_months_and_sum(year: Year, carla: int, dario: int) -> None:
    year.set(carla, JAN, "100")
    year.set(dario, JAN, "70")
    seen = year.seen(replace(COPY, until=FEB))
    shown = repeat_shown(seen, "all", year.sheet(), Formatter(language="en"))
    assert shown.says.startswith("2 responsibles get 2 months, 170,00")
    assert shown.total.startswith("The year would stand at 340")
