"""The strip of a goal: what the sums differ by is said in words, once."""

from decimal import Decimal

import pytest

from crm.db import as_actor
from crm.goals.queries import Grid, grid
from crm.goals.service import TargetEdit, create_goal, set_target, state_total
from crm.goals.state.words import allocation
from crm.kit.formats import Formatter
from crm.kit.periods import Month
from tests.builders import People, sample_people

FORM = Formatter(language="en")
JAN = Month(2026, 1)


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    return sample_people()


def _goal(people: People, stated: str | None) -> Grid:
    edit = TargetEdit(people.carla_seller.id, JAN, Decimal(90))
    with as_actor(people.bruno) as tx:
        goal_id = create_goal(tx, people.bruno, year_start=JAN)
        set_target(tx, people.bruno, goal_id, edit)
        if stated is not None:
            goal = grid(tx, people.bruno, goal_id).goal
            state_total(tx, people.bruno, goal_id, Decimal(stated), goal.version)
        return grid(tx, people.bruno, goal_id)


@pytest.mark.parametrize(
    ("stated", "words"),
    [("100", "short of the company total"), ("80", "over the company total")],
)
def test_the_sum_of_responsibles_says_what_it_differs_by(
    people: People, stated: str, words: str
) -> None:
    assert allocation(_goal(people, stated), FORM).gap.endswith(words)


def test_a_sum_that_equals_the_total_says_so(people: People) -> None:
    assert allocation(_goal(people, "90"), FORM).gap == "Equals the company total"


def test_without_a_stated_total_there_is_nothing_to_differ_from(people: People) -> None:
    assert allocation(_goal(people, None), FORM).gap == ""
