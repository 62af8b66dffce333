"""Whether an e-mail and a password belong together, slowly for those who guess."""

from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts import audit, passwords, rules
from crm.db import Actor, Role, as_system
from crm.kit.clock import Clock
from crm.kit.errors import NotSignedIn, UserError


class WrongCredentials(NotSignedIn):
    """The e-mail and the password do not belong together; which one is wrong is not said."""


class TooManyTries(UserError):
    """So many failures that the next try must wait; `wait` says how long."""

    status = 429

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__("accounts.errors.too_many_tries", minutes=_minutes(wait))


class _Known(NamedTuple):
    """A person as the check needs them."""

    actor: Actor
    password_hash: str


def check(email: str, password: str, *, address: str, clock: Clock) -> Actor:
    """The person of these credentials.

    The try is counted as failed before the password is looked at, so that tries at the same
    moment count too. Raises TooManyTries or WrongCredentials; unknown people cost as much time.
    """
    now = clock.now()
    attempt_id, known = _begin(email.strip(), address, now)
    password = password[: rules.LONGEST_PASSWORD + 1]
    if not passwords.matches(password, known.password_hash if known else None) or known is None:
        raise _refusal(email.strip(), address, now)
    with as_system("sign-in: the password was right") as tx:
        _mark_succeeded(tx, attempt_id)
        if passwords.is_outdated(known.password_hash):
            _keep_hash(tx, known.actor.user_id, passwords.hashed(password))
    return known.actor


def confirm_password(tx: Session, user_id: int, password: str) -> bool:
    """Whether it is this person's password; needs the system's transaction."""
    kept = tx.execute(
        text("SELECT password_hash FROM user_secret WHERE user_id = :id"), {"id": user_id}
    ).scalar()
    return passwords.matches(password[: rules.LONGEST_PASSWORD + 1], kept)


def keep_password(tx: Session, user_id: int, password: str, now: datetime) -> None:
    """Makes it the person's password; needs the system's transaction.

    Failures with the password before count no more: who was given a new one need not wait.
    """
    tx.execute(
        text(
            "INSERT INTO user_secret (user_id, password_hash, changed_at)"
            " VALUES (:id, :hash, :now) ON CONFLICT (user_id) DO UPDATE"
            " SET password_hash = excluded.password_hash, changed_at = excluded.changed_at,"
            " must_change = false"
        ),
        {"id": user_id, "hash": passwords.hashed(password), "now": now},
    )
    _forget_failures(tx, user_id)


def _forget_failures(tx: Session, user_id: int) -> None:
    tx.execute(
        text(
            "DELETE FROM login_attempt a USING app_user u"
            " WHERE u.id = :id AND a.email = lower(u.email) AND NOT a.succeeded"
        ),
        {"id": user_id},
    )


def _begin(email: str, address: str, now: datetime) -> tuple[int, _Known | None]:
    with as_system("sign-in: who is this") as tx:
        # One try after another per account and address, or parallel guesses would not count.
        for name in sorted({f"account {email.lower()}", f"address {address}"}):
            tx.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
            )
        wait = rules.wait_before(
            _failures_of_account(tx, email, now), _failures_of_address(tx, address, now), now
        )
        if wait:
            raise TooManyTries(wait)
        attempt_id = tx.execute(
            text(
                "INSERT INTO login_attempt (email, address, at)"
                " VALUES (:email, :address, :now) RETURNING id"
            ),
            {"email": email.lower(), "address": address, "now": now},
        ).scalar_one()
        return attempt_id, _known(tx, email)


def _refusal(email: str, address: str, now: datetime) -> WrongCredentials:
    """How many tries are left, by what was typed: the same for people who do not exist."""
    with as_system("sign-in: the password was wrong") as tx:
        audit.record(tx, None, "sign_in_refused", "login_attempt", email=email.lower())
        failures = _failures_of_account(tx, email, now), _failures_of_address(tx, address, now)
    left, wait = rules.tries_left(*failures, now), rules.wait_before(*failures, now)
    form = {0: "none", 1: "one"}.get(left, "other")
    return WrongCredentials(
        f"accounts.errors.wrong_credentials.{form}",
        count=left,
        minutes=_minutes(wait or rules.WINDOW),
    )


def _minutes(wait: timedelta) -> int:
    return ceil(wait / timedelta(minutes=1))


def _failures_of_account(tx: Session, email: str, now: datetime) -> list[datetime]:
    """Failures since the last success, so that who signs in at last starts afresh."""
    found = tx.execute(
        text(
            "SELECT a.at FROM login_attempt a WHERE a.email = :email AND a.at > :since"
            " AND NOT a.succeeded AND NOT EXISTS (SELECT FROM login_attempt s"
            " WHERE s.email = a.email AND s.succeeded AND s.id > a.id) ORDER BY a.id"
        ),
        {"email": email.lower(), "since": now - rules.WINDOW},
    )
    return list(found.scalars())


def _failures_of_address(tx: Session, address: str, now: datetime) -> list[datetime]:
    """All failures: a success of one's own does not pay for guessing at others."""
    found = tx.execute(
        text(
            "SELECT at FROM login_attempt"
            " WHERE address = :address AND at > :since AND NOT succeeded ORDER BY id"
        ),
        {"address": address, "since": now - rules.WINDOW},
    )
    return list(found.scalars())


def _mark_succeeded(tx: Session, attempt_id: int) -> None:
    tx.execute(text("UPDATE login_attempt SET succeeded = true WHERE id = :id"), {"id": attempt_id})


def _keep_hash(tx: Session, user_id: int, password_hash: str) -> None:
    tx.execute(
        text("UPDATE user_secret SET password_hash = :hash WHERE user_id = :id"),
        {"id": user_id, "hash": password_hash},
    )


def _known(tx: Session, email: str) -> _Known | None:
    row = tx.execute(
        text(
            "SELECT u.id, u.role, u.name, u.email, u.locale, u.theme, s.password_hash"
            " FROM app_user u JOIN user_secret s ON s.user_id = u.id"
            " WHERE lower(u.email) = lower(:email) AND u.is_active"
        ),
        {"email": email},
    ).first()
    if row is None:
        return None
    role: Role = row.role
    actor = Actor(row.id, role, row.name, row.email, row.locale, row.theme)
    return _Known(actor, row.password_hash)
