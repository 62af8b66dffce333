"""A signed-in browser: from the password to the end of its session."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sqlalchemy import text

from crm.accounts import credentials, service, sessions
from crm.db import as_actor, as_system, engine
from crm.db.server import Server
from crm.kit.clock import FixedClock
from crm.kit.errors import NotAllowed
from tests.builders import PASSWORD, People, sample_people, with_password


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    """The four; Carla and Ana have a password."""
    found = sample_people()
    with as_system("test: passwords") as tx:
        with_password(tx, found.carla.user_id)
        with_password(tx, found.ana.user_id)
    return found


def sign_in(people: People) -> str:
    """Carla's new session."""
    return service.sign_in(people.carla.email, PASSWORD).secret


def test_the_secret_leads_to_its_person(people: People) -> None:
    visitor = sessions.visitor_of(sign_in(people))

    assert visitor is not None
    assert visitor.actor == people.carla


def test_the_database_holds_only_the_secrets_hash(people: People) -> None:
    secret = sign_in(people)

    with as_system("test: what is kept") as tx:
        kept = tx.execute(text("SELECT token_hash FROM login_session")).scalars().all()
    assert kept == [sessions.hash_of(secret)]
    assert secret not in kept


def test_email_is_read_without_regard_to_case(people: People) -> None:
    assert service.sign_in(people.carla.email.upper(), PASSWORD).actor == people.carla


@pytest.mark.parametrize("email", ["carla", "nobody"])
def test_a_wrong_password_and_an_unknown_person_hear_the_same(people: People, email: str) -> None:
    address = people.carla.email if email == "carla" else "nobody@example.org"

    with pytest.raises(credentials.WrongCredentials) as refused:
        service.sign_in(address, "wrong wrong wrong")

    assert refused.value.key == "accounts.errors.wrong_credentials.other"


def test_a_password_without_account_opens_nothing(people: People) -> None:
    with pytest.raises(credentials.WrongCredentials):
        service.sign_in(people.dario.email, PASSWORD)


def test_a_made_up_secret_leads_to_nobody(people: People) -> None:  # noqa: ARG001
    assert sessions.visitor_of("made up") is None
    assert sessions.visitor_of("") is None


def test_a_session_ends_with_the_sign_out(people: People) -> None:
    secret = sign_in(people)

    assert service.sign_out(secret) == sessions.hash_of(secret)
    assert sessions.visitor_of(secret) is None
    assert service.sign_out(secret) is None


def test_signing_out_everywhere_ends_every_session(people: People) -> None:
    secrets = [sign_in(people) for _ in range(2)]

    assert len(service.sign_out_everywhere(people.carla.user_id)) == 2
    assert [sessions.visitor_of(one) for one in secrets] == [None, None]


def test_a_session_ends_unused(people: People) -> None:
    long_ago = FixedClock(datetime.now(UTC) - sessions.SHORT_IDLE - timedelta(seconds=1))

    secret = service.sign_in(people.carla.email, PASSWORD, clock=long_ago).secret

    assert sessions.visitor_of(secret) is None


def test_use_keeps_a_session_alive_for_as_long_again(people: People) -> None:
    before = FixedClock(datetime.now(UTC) - timedelta(hours=11))
    secret = service.sign_in(people.carla.email, PASSWORD, clock=before).secret

    assert sessions.visitor_of(secret) is not None

    with as_system("test: when it ends") as tx:
        left = tx.execute(text("SELECT expires_at - now() FROM login_session")).scalar_one()
    assert timedelta(hours=11, minutes=59) < left <= sessions.SHORT_IDLE


def test_a_closed_account_has_no_session(people: People) -> None:
    secret = sign_in(people)

    with as_actor(people.ana) as tx:
        service.deactivate(tx, people.ana, people.carla.user_id)

    assert sessions.visitor_of(secret) is None


def test_a_new_password_ends_the_other_sessions(people: People) -> None:
    mine, other = sign_in(people), sign_in(people)
    visitor = sessions.visitor_of(mine)
    assert visitor is not None

    service.change_password(
        people.carla, PASSWORD, "another long sentence", session_id=visitor.session_id
    )

    assert sessions.visitor_of(mine) is not None
    assert sessions.visitor_of(other) is None
    assert service.sign_in(people.carla.email, "another long sentence")


def test_a_password_is_changed_by_who_knows_it(people: People) -> None:
    with pytest.raises(service.WrongPassword):
        service.change_password(people.carla, "wrong wrong wrong", "another long sentence")


def test_the_look_up_survives_a_lost_connection(people: People, database: Server) -> None:
    secret = sign_in(people)
    assert sessions.visitor_of(secret)

    with psycopg.connect(database.conninfo("postgres"), autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'crm sessions' AND datname = %s",
            (engine().url.database,),
        )

    assert sessions.visitor_of(secret) is not None


def test_the_eleventh_try_waits_though_the_password_is_right(people: People) -> None:
    for _ in range(10):
        with pytest.raises(credentials.WrongCredentials):
            service.sign_in(people.carla.email, "wrong wrong wrong")

    with pytest.raises(credentials.TooManyTries):
        service.sign_in(people.carla.email, PASSWORD)
    assert service.sign_in(people.ana.email, PASSWORD)


def test_who_was_given_a_new_password_need_not_wait(people: People) -> None:
    for _ in range(10):
        with pytest.raises(credentials.WrongCredentials):
            service.sign_in(people.carla.email, "wrong wrong wrong")

    password = service.reset_password(people.bruno, people.carla.email)
    assert service.sign_in(people.carla.email, password)


def test_a_new_password_frees_no_other_account(people: People) -> None:
    for _ in range(10):
        with pytest.raises(credentials.WrongCredentials):
            service.sign_in(people.dario.email, "wrong wrong wrong")

    service.reset_password(people.bruno, people.carla.email)
    with pytest.raises(credentials.TooManyTries):
        service.sign_in(people.dario.email, PASSWORD)


def what_is_heard(email: str, tries: int) -> list[str]:
    """What so many wrong passwords are answered."""
    heard = []
    for _ in range(tries):
        with pytest.raises(credentials.WrongCredentials) as refused:
            service.sign_in(email, "wrong wrong wrong")
        heard.append(refused.value.text("en"))
    return heard


def test_each_failure_says_how_many_tries_are_left(people: People) -> None:
    heard = what_is_heard(people.carla.email, 10)

    assert "9 tries left before you have to wait up to 15 min" in heard[0]
    assert "1 try left" in heard[8]
    assert "No tries left: wait 15 min" in heard[9]


def test_the_tries_left_do_not_tell_who_exists(people: People) -> None:
    assert what_is_heard(people.carla.email, 10) == what_is_heard("nobody@example.org", 10)


def test_supervisors_reset_the_passwords_of_salespeople_only(people: People) -> None:
    password = service.reset_password(people.bruno, people.carla.email)

    assert service.sign_in(people.carla.email, password)
    with pytest.raises(NotAllowed):
        service.reset_password(people.bruno, people.ana.email)


def test_the_last_administrator_stays_one(people: People) -> None:
    with pytest.raises(service.LastAdministrator), as_actor(people.ana) as tx:
        service.set_role(tx, people.ana, people.ana.user_id, "sales")


def test_a_code_is_linked_to_one_user(people: People) -> None:
    with as_actor(people.bruno) as tx:
        service.unlink_seller(tx, people.bruno, people.carla_seller.id)
        service.link_seller(tx, people.bruno, people.carla_seller.id, people.dario.user_id)
    with pytest.raises(service.AlreadyLinked), as_actor(people.bruno) as tx:
        service.link_seller(tx, people.bruno, people.carla_seller.id, people.carla.user_id)

    with as_actor(people.dario) as tx:
        names = tx.execute(text("SELECT name FROM client ORDER BY name")).scalars().all()
    assert names == ["Almazara Carla", "Bodega Dario"]


def test_every_deed_leaves_its_event(people: People) -> None:
    sign_in(people)
    service.create_user(
        people.ana, service.NewUser("eva@example.org", "Eva", "sales", "una frase larga")
    )

    with as_actor(people.ana) as tx:
        verbs = tx.execute(text("SELECT verb FROM audit_event ORDER BY id")).scalars().all()
    assert verbs == ["sign_in", "create"]


def test_an_email_signs_in_one_person(people: People) -> None:
    with pytest.raises(service.EmailTaken):
        service.create_user(
            people.ana,
            service.NewUser(people.carla.email.upper(), "Otra", "sales", "una frase larga"),
        )
