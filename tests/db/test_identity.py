"""Transactions are opened as somebody, and nothing of it stays behind."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from crm.db import Actor, as_actor, as_import, as_system, engine, writing_credit
from crm.db.engine import ActorSession, NoIdentityError

pytestmark = pytest.mark.usefixtures("database")

CARLA = Actor(user_id=41, role="sales")
BRUNO = Actor(user_id=42, role="supervisor")


def whoami(tx: Session) -> tuple[str, str]:
    row = tx.execute(text("SELECT current_user, current_setting('crm.user_id')")).one()
    return row[0], row[1]


def test_a_transaction_acts_with_the_role_and_id_of_its_person() -> None:
    with as_actor(CARLA) as tx:
        assert whoami(tx) == ("crm_sales", "41")
    with as_actor(BRUNO) as tx:
        assert whoami(tx) == ("crm_supervisor", "42")
    with as_import(42) as tx:
        assert whoami(tx) == ("crm_import", "42")
    with as_system("test") as tx:
        assert whoami(tx) == ("crm_system", "0")


def test_a_person_s_transaction_writes_credit_for_a_moment_and_is_theirs_again() -> None:
    with as_actor(BRUNO) as tx:
        with writing_credit(tx):
            assert whoami(tx) == ("crm_import", "42")
        assert whoami(tx) == ("crm_supervisor", "42")


def test_a_session_without_an_identity_cannot_begin() -> None:
    with ActorSession(engine()) as nobody, pytest.raises(NoIdentityError):
        nobody.execute(text("SELECT 1"))


@pytest.mark.parametrize("ending", ["commit", "rollback", "error"])
def test_nothing_of_the_identity_stays_on_the_connection(ending: str) -> None:
    if ending == "error":
        with pytest.raises(DBAPIError), as_actor(BRUNO) as tx:
            tx.execute(text("SELECT 1 / 0"))
    else:
        with as_actor(BRUNO) as tx:
            whoami(tx)
            if ending == "rollback":
                tx.rollback()
    with engine().connect() as bare:
        assert bare.execute(text("SELECT current_user")).scalar() == "crm_app"
        assert bare.execute(text("SELECT current_setting('crm.user_id', true)")).scalar() in (
            "",
            None,
        )


def test_the_login_role_may_read_nothing_by_itself() -> None:
    with engine().connect() as bare, pytest.raises(DBAPIError, match="permission denied"):
        bare.execute(text("SELECT count(*) FROM client"))


def test_the_login_role_is_no_superuser_and_owns_nothing() -> None:
    with engine().connect() as bare:
        row = bare.execute(
            text(
                "SELECT rolsuper, rolbypassrls, rolinherit,"
                " (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
                " FROM pg_roles r WHERE rolname = current_user"
            )
        ).one()
    assert tuple(row) == (False, False, False, 0)


def test_a_role_of_the_wall_without_a_person_reads_no_own_rows() -> None:
    with engine().connect() as bare:
        bare.execute(text("SET LOCAL ROLE crm_sales"))
        with pytest.raises(DBAPIError, match=r"crm\.user_id|invalid input syntax"):
            bare.execute(text("SELECT count(*) FROM client"))
