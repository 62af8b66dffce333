"""Whatever moves the figures of others is told to the pages that stand open, when it commits."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import psycopg
import pytest

from crm.clients.service import assign_owner, link_seller_to_user, unlink
from crm.db import as_actor, as_import
from crm.db.changes import CHANNEL
from crm.db.engine import engine
from crm.db.server import Server
from crm.goals.service import (
    TargetEdit,
    close_month,
    create_goal,
    redo_last,
    reopen_month,
    set_targets,
    state_total,
    undo_last,
)
from crm.kit.periods import Month
from tests.builders import People, a_sale, a_seller, sample_people
from tests.loaded import rebuild_facts

JAN, MARCH = Month(2026, 1), Month(2026, 3)
Deed = Callable[[People, int], None]


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    people = sample_people()
    with as_import(0) as tx:
        a_sale(tx, client=people.carla_client, day=date(2026, 3, 10), amount="80")
        rebuild_facts(tx)
    return people


@pytest.fixture
def goal_id(people: People) -> int:
    with as_actor(people.bruno) as tx:
        return create_goal(tx, people.bruno, year_start=JAN)


def _set(people: People, goal_id: int) -> None:
    with as_actor(people.bruno) as tx:
        edit = TargetEdit(people.carla_seller.id, JAN, Decimal(100))
        set_targets(tx, people.bruno, goal_id, [edit])


def _undo(people: People, goal_id: int) -> None:
    with as_actor(people.bruno) as tx:
        undo_last(tx, people.bruno, goal_id)


def _redo(people: People, goal_id: int) -> None:
    with as_actor(people.bruno) as tx:
        redo_last(tx, people.bruno, goal_id)


def _state(people: People, goal_id: int) -> None:
    with as_actor(people.bruno) as tx:
        state_total(tx, people.bruno, goal_id, Decimal(1000))


def _begin(people: People, _goal_id: int) -> None:
    with as_actor(people.bruno) as tx:
        create_goal(tx, people.bruno, year_start=Month(2027, 1))


def _close(people: People, _goal_id: int) -> None:
    with as_actor(people.bruno) as tx:
        close_month(tx, people.bruno, MARCH)


def _reopen(people: People, _goal_id: int) -> None:
    with as_actor(people.bruno) as tx:
        reopen_month(tx, people.bruno, MARCH, "an invoice came late")


def _hand_over(people: People, _goal_id: int) -> None:
    to, since = people.dario_seller.id, date(2026, 3, 1)
    assign_owner(people.bruno, people.carla_client.id, to, since, today=date(2026, 3, 31))


def _link(people: People, _goal_id: int) -> None:
    with as_import(0) as tx:
        code = a_seller(tx).id
    with as_actor(people.bruno) as tx:
        link_seller_to_user(tx, people.bruno, code, people.carla.user_id)


def _unlink(people: People, _goal_id: int) -> None:
    with as_actor(people.bruno) as tx:
        unlink(tx, people.bruno, people.dario_seller.id)


@pytest.mark.parametrize(
    ("before", "deed"),
    [
        ((), _set),
        ((_set,), _undo),
        ((_set, _undo), _redo),
        ((), _state),
        ((), _begin),
        ((), _close),
        ((_close,), _reopen),
        ((), _hand_over),
        ((), _link),
        ((), _unlink),
    ],
)
def test_a_deed_that_moves_figures_is_told(
    database: Server, people: People, goal_id: int, before: tuple[Deed, ...], deed: Deed
) -> None:
    for one in before:
        one(people, goal_id)
    address = database.libpq_url(engine().url.database)
    with psycopg.connect(address, autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        deed(people, goal_id)
        assert list(listening.notifies(timeout=5, stop_after=1))


def test_cells_that_hold_already_what_is_written_tell_nothing(
    database: Server, people: People, goal_id: int
) -> None:
    _set(people, goal_id)
    with psycopg.connect(database.libpq_url(engine().url.database), autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        _set(people, goal_id)
        _state(people, goal_id)
        told = list(listening.notifies(timeout=5, stop_after=1))
    assert "total" in told[0].payload
