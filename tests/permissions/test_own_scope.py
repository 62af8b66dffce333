"""Which rows a role reaches where the matrix says "some": Carla's are Carla's."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from crm.accounts import audit
from crm.accounts.service import choose_language
from crm.db import PROGRAM, Actor, as_actor, as_import
from tests.builders import People, a_goal, a_sale, a_target, sample_people

MARCH = date(2026, 3, 1)


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    """The four, in a database of their own."""
    return sample_people()


def seen(actor: Actor, statement: str) -> list[object]:
    """The first column of what the person sees."""
    with as_actor(actor) as tx:
        return list(tx.execute(text(statement)).scalars())


def changed(actor: Actor, statement: str, **params: object) -> int:
    """How many rows the person changed."""
    with as_actor(actor) as tx:
        return tx.connection().execute(text(statement), params).rowcount


def test_a_salesperson_sees_own_clients_only(people: People) -> None:
    assert seen(people.dario, "SELECT name FROM client") == ["Bodega Dario"]


def test_staff_see_every_client(people: People) -> None:
    for actor in (people.ana, people.bruno):
        assert len(seen(actor, "SELECT id FROM client")) == 2


def test_a_salesperson_sees_lines_of_own_clients_and_those_credited(people: People) -> None:
    with as_import(0) as tx:
        a_sale(tx, client=people.carla_client, amount="10")
        a_sale(tx, client=people.carla_client, credited=people.dario_seller, amount="20")
        a_sale(tx, client=people.dario_client, amount="40")

    assert sum(map(int, seen(people.dario, "SELECT amount FROM sale_line"))) == 60  # type: ignore[call-overload]
    assert sum(map(int, seen(people.carla, "SELECT amount FROM sale_line"))) == 30  # type: ignore[call-overload]


def test_of_anothers_client_only_the_code_is_told(people: People) -> None:
    with as_import(0) as tx:
        a_sale(tx, client=people.carla_client, credited=people.dario_seller)

    [code] = seen(people.dario, f"SELECT crm_client_code({people.carla_client.id})")
    assert code == people.carla_client.code
    assert seen(people.dario, f"SELECT name FROM client WHERE id = {people.carla_client.id}") == []


def test_without_credit_not_even_the_code_is_told(people: People) -> None:
    assert seen(people.dario, f"SELECT crm_client_code({people.carla_client.id})") == [None]


def test_visibility_follows_the_owner_of_today(people: People) -> None:
    with as_import(0) as tx:
        a_sale(tx, client=people.carla_client)
        move(tx, people)

    assert len(seen(people.dario, "SELECT amount FROM sale_line WHERE client_id IS NOT NULL")) == 1
    assert seen(people.carla, "SELECT id FROM client") == []


def move(tx: Session, people: People) -> None:
    """Carla's client goes to Dario."""
    tx.execute(
        text("UPDATE client SET owner_id = :to WHERE owner_id = :of"),
        {"to": people.dario_seller.id, "of": people.carla_seller.id},
    )


def test_ownership_history_is_seen_by_its_seller(people: People) -> None:
    assert seen(people.carla, "SELECT client_id FROM client_owner") == [people.carla_client.id]


def test_a_salesperson_edits_contacts_of_own_clients_only(people: People) -> None:
    edit = "UPDATE client SET phone = '1' WHERE id = :id"

    assert changed(people.carla, edit, id=people.carla_client.id) == 1
    assert changed(people.dario, edit, id=people.carla_client.id) == 0


def test_a_salesperson_cannot_take_a_client(people: People) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        changed(people.dario, "UPDATE client SET owner_id = :me", me=people.dario_seller.id)


def test_a_salesperson_cannot_raise_their_own_role(people: People) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        changed(people.carla, "UPDATE app_user SET role = 'admin'")


def test_a_salesperson_changes_own_language_only(people: People) -> None:
    with as_actor(people.carla) as tx:
        choose_language(tx, people.carla, "en")

    assert seen(people.ana, "SELECT locale FROM app_user ORDER BY id") == ["es", "es", "en", "es"]


def test_a_supervisor_makes_salespeople_only(people: People) -> None:
    insert = "INSERT INTO app_user (email, name, role) VALUES (:role || '@x', 'X', :role)"

    assert changed(people.bruno, insert, role="sales") == 1
    with pytest.raises(ProgrammingError, match="row-level security"):
        changed(people.bruno, insert, role="supervisor")


def test_a_supervisor_cannot_promote_anybody(people: People) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        changed(people.bruno, "UPDATE app_user SET role = 'admin' WHERE name = 'Carla'")


def test_a_supervisor_cannot_demote_the_administrator(people: People) -> None:
    assert changed(people.bruno, "UPDATE app_user SET is_active = false WHERE name = 'Ana'") == 0


def test_a_supervisor_who_sells_does_not_set_own_targets(people: People) -> None:
    with as_import(0) as tx:
        tx.execute(
            text("UPDATE seller SET user_id = :bruno WHERE id = :id"),
            {"bruno": people.bruno.user_id, "id": people.dario_seller.id},
        )
    with as_actor(people.ana) as tx:
        goal = a_goal(tx)
    with as_actor(people.bruno) as tx:
        a_target(tx, goal=goal, seller=people.carla_seller, month=MARCH)

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        as_actor(people.bruno) as tx,
    ):
        a_target(tx, goal=goal, seller=people.dario_seller, month=MARCH)


def test_a_salesperson_sees_own_targets_and_their_goals(people: People) -> None:
    with as_actor(people.ana) as tx:
        mine, other = a_goal(tx), a_goal(tx, year=2027)
        a_target(tx, goal=mine, seller=people.carla_seller, month=MARCH)
        a_target(tx, goal=other, seller=people.dario_seller, month=date(2027, 3, 1))

    assert seen(people.carla, "SELECT id FROM goal") == [mine.id]
    assert seen(people.carla, "SELECT goal_id FROM monthly_target") == [mine.id]


def test_the_audit_shows_a_salesperson_own_events_only(people: People) -> None:
    for actor in (people.carla, people.dario):
        with as_actor(actor) as tx:
            audit.record(tx, actor.user_id, "try", "client")

    assert len(seen(people.dario, "SELECT id FROM audit_event")) == 1
    assert len(seen(people.bruno, "SELECT id FROM audit_event")) == 2


def test_nobody_writes_the_audit_in_anothers_name(people: People) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        as_actor(people.bruno) as tx,
    ):
        audit.record(tx, people.carla.user_id, "try", "client")


def test_a_salesperson_reads_the_company_and_no_other_setting(people: People) -> None:
    with as_actor(people.ana) as tx:
        tx.execute(text("INSERT INTO setting (key) VALUES ('company'), ('mail')"))

    assert seen(people.carla, "SELECT key FROM setting") == ["company"]


def test_totals_of_a_salesperson_are_sums_of_rows_they_see(people: People) -> None:
    with as_import(0) as tx:
        tx.execute(
            text(
                "INSERT INTO month_fact (month, family_id, seller_id, owner_id, amount)"
                " VALUES (:m, 0, :carla, :carla, 100), (:m, 0, :dario, :carla, 10),"
                " (:m, 0, :dario, :dario, 1)"
            ),
            {"m": MARCH, "carla": people.carla_seller.id, "dario": people.dario_seller.id},
        )

    assert seen(people.carla, "SELECT sum(amount)::int FROM month_fact") == [110]
    assert seen(people.dario, "SELECT sum(amount)::int FROM month_fact") == [11]


def test_what_jobs_did_is_written_by_the_program_and_no_person(people: People) -> None:
    write = "INSERT INTO job_run (job, due_at) VALUES ('a_job', now())"
    with pytest.raises(ProgrammingError):
        changed(people.ana, write)
    assert changed(PROGRAM, write) == 1
    assert changed(people.ana, "UPDATE job_run SET has_failed = true") == 0
