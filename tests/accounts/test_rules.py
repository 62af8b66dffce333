"""What a password must be, when a sign-in waits, who manages whom."""

from datetime import UTC, datetime, timedelta

import pytest

from crm.accounts import rules
from crm.kit.errors import NotAllowed

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
NOTHING = timedelta(0)


def minutes_ago(*minutes: float) -> list[datetime]:
    """Instants so long before now."""
    return [NOW - timedelta(minutes=one) for one in minutes]


def test_a_long_sentence_is_a_password() -> None:
    rules.check_password("correct horse battery", email="ana@x.es", name="Ana")


@pytest.mark.parametrize(
    "password",
    ["", "short", "a" * 9, "a" * 201, "aaaaaaaaaaaa", "ababababab", "1234567890", "Contraseña123"],
)
def test_what_is_guessed_first_is_no_password(password: str) -> None:
    with pytest.raises(rules.WeakPassword):
        rules.check_password(password)


def test_ones_own_address_is_no_password() -> None:
    with pytest.raises(rules.WeakPassword):
        rules.check_password("Ana.Lopez@x.es", email="ana.lopez@x.es")


@pytest.mark.parametrize("email", ["", "ana", "@x.es", "ana@", "a na@x.es"])
def test_what_no_mail_reaches_is_no_address(email: str) -> None:
    with pytest.raises(rules.WrongEmail):
        rules.checked_email(email)


def test_an_address_loses_the_blanks_around_it() -> None:
    assert rules.checked_email(" ana@x.es ") == "ana@x.es"


def test_nine_failures_do_not_wait() -> None:
    assert rules.wait_before(minutes_ago(*range(9)), [], NOW) == NOTHING


def test_ten_failures_wait_until_the_first_is_a_quarter_of_an_hour_old() -> None:
    failures = minutes_ago(14, *range(9))

    assert rules.wait_before(failures, [], NOW) == timedelta(minutes=1)


def test_failures_older_than_the_window_are_forgotten() -> None:
    assert rules.wait_before(minutes_ago(*range(15, 40)), [], NOW) == NOTHING


def test_an_address_may_fail_fifty_times() -> None:
    many = minutes_ago(*[10] * 49)

    assert rules.wait_before([], many, NOW) == NOTHING
    assert rules.wait_before([], minutes_ago(*[10] * 50), NOW) == timedelta(minutes=5)


def test_the_longer_wait_counts() -> None:
    wait = rules.wait_before(minutes_ago(*[14] * 10), minutes_ago(*[10] * 50), NOW)

    assert wait == timedelta(minutes=5)


def test_tries_left_count_down_to_zero() -> None:
    assert rules.tries_left([], [], NOW) == 10
    assert rules.tries_left(minutes_ago(*[1] * 12), [], NOW) == 0


def test_an_address_that_guesses_much_has_the_fewer_tries() -> None:
    assert rules.tries_left(minutes_ago(1), minutes_ago(*[1] * 48), NOW) == 2


@pytest.mark.parametrize(
    ("role", "least"),
    [("sales", "signed_in"), ("supervisor", "sales"), ("admin", "supervisor"), ("", "anyone")],
)
def test_a_role_may_what_asks_for_less(role: str, least: rules.Least) -> None:
    assert rules.may(role, least)


@pytest.mark.parametrize(
    ("role", "least"),
    [("", "signed_in"), ("", "sales"), ("sales", "supervisor"), ("supervisor", "admin")],
)
def test_a_role_may_not_what_asks_for_more(role: str, least: rules.Least) -> None:
    assert not rules.may(role, least)


def test_supervisors_manage_salespeople_only() -> None:
    rules.check_may_manage("supervisor", "sales")
    for other in ("supervisor", "admin"):
        with pytest.raises(NotAllowed):
            rules.check_may_manage("supervisor", other)
    with pytest.raises(NotAllowed):
        rules.check_may_manage("sales", "sales")
