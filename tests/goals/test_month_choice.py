"""Closing a month starts with the last complete one, and says what it does with the one chosen."""

from datetime import date

import pytest

from crm.db import as_actor, as_import
from crm.goals.queries import Grid, grid
from crm.goals.service import close_month, create_goal
from crm.goals.state.words import month_choice
from crm.kit.formats import Formatter
from crm.kit.periods import Month
from tests.builders import People, a_sale, sample_people
from tests.loaded import rebuild_facts

FORM = Formatter(language="en")
JAN, FEB, MAR = Month(2026, 1), Month(2026, 2), Month(2026, 3)


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    """March has begun and is not over."""
    people = sample_people()
    with as_import(0) as tx:
        a_sale(tx, client=people.carla_client, day=date(2026, 1, 8), amount="5")
        a_sale(tx, client=people.carla_client, day=date(2026, 3, 10), amount="5")
        rebuild_facts(tx)
    return people


def _grid(people: People, *closed: Month) -> Grid:
    with as_actor(people.bruno) as tx:
        goal_id = create_goal(tx, people.bruno, year_start=JAN)
        for month in closed:
            close_month(tx, people.bruno, month)
        return grid(tx, people.bruno, goal_id)


def test_the_last_complete_month_comes_first_not_the_one_that_runs(people: People) -> None:
    chosen = month_choice(_grid(people), FORM)
    assert (chosen.month, chosen.is_closed) == (str(FEB), False)


def test_one_that_is_closed_already_gives_way_to_an_open_one(people: People) -> None:
    assert month_choice(_grid(people, FEB), FORM).month == str(JAN)


def test_a_closed_month_that_is_chosen_is_to_be_reopened(people: People) -> None:
    chosen = month_choice(_grid(people, FEB), FORM, FEB)
    assert chosen.is_closed
    assert chosen.action.startswith("Reopen")


def test_an_open_month_that_is_chosen_is_to_be_closed(people: People) -> None:
    assert month_choice(_grid(people), FORM, MAR).action.startswith("Close")
