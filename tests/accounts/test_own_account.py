"""What everybody changes of themselves: name and theme; kept, and in the audit."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from crm.accounts import rules
from crm.accounts.rules import WrongName
from crm.accounts.service import choose_theme, rename
from crm.db import as_actor
from crm.kit.errors import Invalid
from tests.builders import People, sample_people


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    return sample_people()


def _kept(people: People, column: str) -> str:
    with as_actor(people.ana) as tx:
        return tx.execute(
            text(f"SELECT {column} FROM app_user WHERE id = :id"), {"id": people.carla.user_id}
        ).scalar_one()


def test_a_salesperson_changes_their_own_name(people: People) -> None:
    with as_actor(people.carla) as tx:
        rename(tx, people.carla, "  Carla   Gil ")
    assert _kept(people, "name") == "Carla Gil"


def test_a_changed_name_stays_in_the_audit_with_the_former_one(people: People) -> None:
    with as_actor(people.carla) as tx:
        rename(tx, people.carla, "Carla Gil")
    with as_actor(people.ana) as tx:
        detail = tx.execute(
            text("SELECT detail FROM audit_event WHERE verb = 'rename'")
        ).scalar_one()
    assert detail == {"before": people.carla.name, "after": "Carla Gil"}


def test_a_salesperson_cannot_write_their_email(people: People) -> None:
    with as_actor(people.carla) as tx, pytest.raises(ProgrammingError, match="permission denied"):
        tx.execute(text("UPDATE app_user SET email = 'x@y.example'"))


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(WrongName):
        rules.checked_name(name)


def test_a_theme_is_kept_with_the_person(people: People) -> None:
    with as_actor(people.carla) as tx:
        choose_theme(tx, people.carla, "dark")
    assert _kept(people, "theme") == "dark"


def test_a_theme_that_there_is_not_is_refused(people: People) -> None:
    with as_actor(people.carla) as tx, pytest.raises(Invalid):
        choose_theme(tx, people.carla, "sepia")
