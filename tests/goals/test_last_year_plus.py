"""Targets from what was sold a year before, raised by a share of it."""

from datetime import date
from decimal import Decimal

import pytest

from crm.db import as_actor, as_import
from crm.goals.rules import RepeatMode, RepeatRefused, last_year_plus
from crm.goals.service import (
    RepeatBase,
    RepeatChoice,
    RepeatPreview,
    create_goal,
    preview_repeat,
)
from crm.kit.periods import Month, months_between
from tests.builders import a_sale, sample_people
from tests.loaded import rebuild_facts

JAN, FEB, MAR, DEC = Month(2026, 1), Month(2026, 2), Month(2026, 3), Month(2026, 12)
EIGHT = Decimal("0.08")


def test_last_years_sales_are_raised_and_rounded_once() -> None:
    found = last_year_plus({}, {JAN: Decimal(100), FEB: Decimal("33.33")}, [JAN, FEB], growth=EIGHT)
    assert found == {JAN: Decimal("108.00"), FEB: Decimal("36.00")}


def test_a_month_that_sold_nothing_or_gave_back_has_no_base() -> None:
    sold = {JAN: Decimal(0), FEB: Decimal(-5)}
    assert last_year_plus({}, sold, [JAN, FEB, MAR], growth=EIGHT) == {}


def test_targets_are_kept_unless_they_are_to_be_overwritten() -> None:
    targets, sold = {JAN: Decimal(7)}, {JAN: Decimal(100)}
    assert last_year_plus(targets, sold, [JAN]) == {}
    assert last_year_plus(targets, sold, [JAN], mode=RepeatMode.OVERWRITE) == {JAN: 100}


def test_a_closed_month_is_never_touched() -> None:
    assert last_year_plus({}, {JAN: Decimal(100)}, [JAN], closed=[JAN]) == {}


def test_an_impossible_raise_is_refused() -> None:
    with pytest.raises(RepeatRefused):
        last_year_plus({}, {JAN: Decimal(100)}, [JAN], growth=Decimal(2))


@pytest.fixture
def preview(database: object) -> RepeatPreview:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        a_sale(tx, client=people.dario_client, day=date(2025, 1, 8), amount="5")
        a_sale(tx, client=people.carla_client, day=date(2025, 2, 3), amount="50")
        a_sale(tx, client=people.carla_client, day=date(2025, 3, 3), amount="100")
        a_sale(tx, client=people.carla_client, day=date(2025, 4, 7), amount="10")
        rebuild_facts(tx)
    choice = RepeatChoice(people.carla_seller.id, MAR, growth=EIGHT, base=RepeatBase.LAST_YEAR)
    with as_actor(people.bruno) as tx:
        goal_id = create_goal(tx, people.bruno, year_start=JAN)
        return preview_repeat(tx, people.bruno, goal_id, choice)


def test_the_first_month_chosen_is_written_and_none_before_it(preview: RepeatPreview) -> None:
    assert preview.values == {MAR: Decimal("108.00")}


def test_months_without_a_base_are_told(preview: RepeatPreview) -> None:
    assert tuple(preview.baseless) == months_between(MAR.next, DEC)
