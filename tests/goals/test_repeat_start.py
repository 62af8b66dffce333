"""Repeat Values begins at the cell one stands in."""

from decimal import Decimal

import pytest

from crm.db import as_actor
from crm.goals.queries import Grid, grid
from crm.goals.service import TargetEdit, create_goal, set_targets
from crm.goals.state.reading import first_choice
from crm.kit.periods import Month
from tests.builders import People, sample_people

JAN, MAR, MAY, AUG = (Month(2026, number) for number in (1, 3, 5, 8))


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    return sample_people()


@pytest.fixture
def sheet(people: People) -> Grid:
    """Carla has targets in March and August, Dario in January."""
    places = [(people.carla_seller.id, MAR), (people.carla_seller.id, AUG)]
    edits = [TargetEdit(*place, Decimal(100)) for place in (*places, (people.dario_seller.id, JAN))]
    with as_actor(people.bruno) as tx:
        goal_id = create_goal(tx, people.bruno, year_start=JAN)
        set_targets(tx, people.bruno, goal_id, edits)
        return grid(tx, people.bruno, goal_id)


@pytest.mark.parametrize(("stood", "source"), [(MAR, MAR), (MAY, MAR), (AUG, AUG), (JAN, AUG)])
def test_the_last_target_up_to_the_cell_stood_in_is_repeated(
    people: People, sheet: Grid, stood: Month, source: Month
) -> None:
    chosen = first_choice(sheet, people.carla_seller.id, stood)
    assert (chosen.who, chosen.source) == (str(people.carla_seller.id), str(source))


def test_of_a_person_alone_the_last_target_that_can_be_repeated_is(
    people: People, sheet: Grid
) -> None:
    assert first_choice(sheet, people.dario_seller.id).source == str(JAN)


def test_a_cell_of_somebody_else_than_is_shown_leaves_the_choice_to_the_page(sheet: Grid) -> None:
    assert first_choice(sheet, 999_999, MAR).who in {str(row.responsible_id) for row in sheet.rows}
