"""What people do with accounts; each use case is one transaction with its audit event."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from crm.accounts import audit, credentials, rules, sessions
from crm.accounts.models import AppUser
from crm.db import PROGRAM, Actor, Role, as_import, as_system
from crm.db.actor import ROLES
from crm.db.changes import announce
from crm.kit.clock import Clock, SystemClock
from crm.kit.errors import Conflict, Invalid, NotFound
from crm.kit.texts import LOCALES

MACHINE = SystemClock()
THEMES = ("system", "light", "dark")
"""The installation's owner at the command line: may what an administrator may."""


class EmailTaken(Conflict):
    """Somebody else signs in with that e-mail."""


class NoSuchUser(NotFound):
    """No such person, or not for this one to see."""


class LastAdministrator(Conflict):
    """Without an administrator nobody could let people in again."""


class WrongPassword(Invalid):
    """The present password, asked for before it is changed, is another."""


class AlreadyLinked(Conflict):
    """The salesperson code belongs to another user."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the secret for the cookie, and whose it is."""

    secret: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class NewUser:
    """What is needed to let somebody in."""

    email: str
    name: str
    role: str
    password: str
    locale: str = "es"


def sign_in(
    email: str,
    password: str,
    *,
    address: str = "",
    user_agent: str = "",
    is_long: bool = False,
    clock: Clock = MACHINE,
) -> SignedIn:
    """Opens a session of the person with these credentials.

    Raises WrongCredentials or TooManyTries.
    """
    actor = credentials.check(email, password, address=address, clock=clock)
    return open_session(actor, address=address, user_agent=user_agent, is_long=is_long, clock=clock)


def open_session(
    actor: Actor,
    *,
    address: str = "",
    user_agent: str = "",
    is_long: bool = False,
    clock: Clock = MACHINE,
) -> SignedIn:
    """Opens a session of somebody who has proved who they are."""
    now = clock.now()
    with as_system("sign-in: open a session") as tx:
        secret = sessions.start(
            tx, actor.user_id, now=now, is_long=is_long, user_agent=user_agent, address=address
        )
        tx.execute(
            text("UPDATE app_user SET last_sign_in_at = :now WHERE id = :id"),
            {"now": now, "id": actor.user_id},
        )
        audit.record(tx, actor.user_id, "sign_in", "app_user", actor.user_id, address=address)
    return SignedIn(secret, actor)


def sign_out(secret: str, *, clock: Clock = MACHINE) -> str | None:
    """Ends the session of this cookie; its hash, or None when it was over already."""
    session_hash = sessions.hash_of(secret)
    with as_system("sign-out") as tx:
        user_id = tx.execute(
            text(
                "UPDATE login_session SET revoked_at = :now"
                " WHERE token_hash = :hash AND revoked_at IS NULL RETURNING user_id"
            ),
            {"now": clock.now(), "hash": session_hash},
        ).scalar()
        if user_id is None:
            return None
        audit.record(tx, user_id, "sign_out", "app_user", user_id)
    return session_hash


def sign_out_everywhere(user_id: int, *, clock: Clock = MACHINE) -> list[str]:
    """Ends all sessions and API tokens of a person; the hashes of the sessions ended."""
    with as_system("sign-out everywhere") as tx:
        ended = end_access(tx, user_id, clock.now())
        audit.record(tx, user_id, "sign_out_everywhere", "app_user", user_id, sessions=len(ended))
    return ended


def end_access(
    tx: Session, user_id: int, now: datetime, *, keep_session: int | None = None
) -> list[str]:
    """Revokes sessions and tokens of a person but one session; needs the system's transaction."""
    tx.execute(
        text(
            "UPDATE refresh_token SET revoked_at = :now WHERE user_id = :id AND revoked_at IS NULL"
        ),
        {"now": now, "id": user_id},
    )
    ended = tx.execute(
        text(
            "UPDATE login_session SET revoked_at = :now WHERE user_id = :id"
            " AND revoked_at IS NULL AND id IS DISTINCT FROM :kept RETURNING token_hash"
        ),
        {"now": now, "id": user_id, "kept": keep_session},
    )
    return list(ended.scalars())


def change_password(
    actor: Actor,
    present: str,
    new: str,
    *,
    session_id: int | None = None,
    clock: Clock = MACHINE,
) -> list[str]:
    """Changes one's own password and ends all other access; the hashes of the sessions ended.

    Raises WrongPassword or WeakPassword.
    """
    rules.check_password(new, email=actor.email, name=actor.name)
    with as_system("change of one's own password") as tx:
        if not credentials.confirm_password(tx, actor.user_id, present):
            raise WrongPassword("accounts.errors.wrong_password")
        credentials.keep_password(tx, actor.user_id, new, clock.now())
        ended = end_access(tx, actor.user_id, clock.now(), keep_session=session_id)
        audit.record(tx, actor.user_id, "change_password", "app_user", actor.user_id)
    return ended


def create_user(actor: Actor, new: NewUser, *, clock: Clock = MACHINE) -> Actor:
    """Lets somebody in. Supervisors make salespeople only.

    Raises NotAllowed, EmailTaken, WrongEmail, WeakPassword.
    """
    role = _role(new.role)
    rules.check_may_manage(actor.role, role)
    email = rules.checked_email(new.email)
    rules.check_password(new.password, email=email, name=new.name)
    locale = new.locale if new.locale in LOCALES else LOCALES[0]
    with as_system("create a user") as tx:
        user = AppUser(
            email=email,
            name=new.name.strip() or email.partition("@")[0],
            role=role,
            locale=locale,
            created_by=actor.user_id or None,
        )
        insert_user(tx, user)
        credentials.keep_password(tx, user.id, new.password, clock.now())
        audit.record(tx, actor.user_id, "create", "app_user", user.id, role=role, email=email)
    return Actor(user.id, role, user.name, user.email, locale)


def reset_password(
    actor: Actor, email: str, password: str | None = None, *, clock: Clock = MACHINE
) -> str:
    """Gives another person a new password (a random one unless given) and ends their access.

    Returns the password, to be handed over. Raises NoSuchUser, NotAllowed, WeakPassword.
    """
    chosen = password or secrets.token_urlsafe(12)
    with as_system("reset of a password") as tx:
        user = _user_by_email(tx, email)
        rules.check_may_manage(actor.role, user.role)
        rules.check_password(chosen, email=user.email, name=user.name)
        credentials.keep_password(tx, user.id, chosen, clock.now())
        end_access(tx, user.id, clock.now())
        audit.record(tx, actor.user_id, "reset_password", "app_user", user.id)
    return chosen


def set_role(tx: Session, actor: Actor, user_id: int, role: str) -> None:
    """Changes what a person may; their API tokens die with the old role.

    Raises NoSuchUser, NotAllowed, LastAdministrator.
    """
    known = _role(role)
    user = _managed(tx, actor, user_id)
    rules.check_may_manage(actor.role, known)
    if user.role == "admin" and known != "admin":
        _check_not_last(tx, user_id)
    was, user.role = user.role, known
    tx.add(user)
    audit.record(tx, actor.user_id, "set_role", "app_user", user_id, before=was, after=known)


def deactivate(tx: Session, actor: Actor, user_id: int) -> None:
    """Closes the door to a person; what they did stays. Their sessions end at once."""
    user = _managed(tx, actor, user_id)
    if user.role == "admin":
        _check_not_last(tx, user_id)
    user.is_active = False
    tx.add(user)
    audit.record(tx, actor.user_id, "deactivate", "app_user", user_id)


def activate(tx: Session, actor: Actor, user_id: int) -> None:
    """Opens the door again."""
    user = _managed(tx, actor, user_id)
    user.is_active = True
    tx.add(user)
    audit.record(tx, actor.user_id, "activate", "app_user", user_id)


def rename(tx: Session, actor: Actor, name: str) -> str:
    """Changes one's own name and returns it as it is kept. Raises WrongName."""
    user = tx.get(AppUser, actor.user_id)
    if user is None:
        raise NoSuchUser("accounts.errors.no_user")
    before, user.name = user.name, rules.checked_name(name)
    tx.add(user)
    audit.record(
        tx, actor.user_id, "rename", "app_user", actor.user_id, before=before, after=user.name
    )
    return user.name


def choose_language(tx: Session, actor: Actor, locale: str) -> None:
    """Keeps one's own language."""
    if locale not in LOCALES:
        raise Invalid("accounts.errors.language")
    _keep_own(tx, actor, "locale", locale)


def choose_theme(tx: Session, actor: Actor, theme: str) -> None:
    """Keeps whether one wants light, dark or what the system says."""
    if theme not in THEMES:
        raise Invalid("accounts.errors.theme")
    _keep_own(tx, actor, "theme", theme)


def link_seller(tx: Session, actor: Actor, seller_id: int, user_id: int) -> None:
    """Says that an ERP's salesperson code is this user; at once, nothing is rebuilt. Staff only.

    Raises NoSuchUser, NotFound, AlreadyLinked when the code is somebody else's.
    """
    rules.check_may_manage(actor.role, "sales")
    if tx.get(AppUser, user_id) is None:
        raise NoSuchUser("accounts.errors.no_user")
    code, holder = _seller(tx, seller_id)
    if holder not in (None, user_id):
        raise AlreadyLinked("accounts.errors.already_linked", code=code)
    _link(tx, seller_id, user_id)
    audit.record(tx, actor.user_id, "link", "seller", seller_id, user_id=user_id)
    announce(tx, f"seller {seller_id} linked")


def link_seller_by_code(user_id: int, code: str) -> None:
    """The same for the owner of the installation, at the command line.

    Raises NotFound for an unknown code, AlreadyLinked.
    """
    with as_import(0) as tx:
        seller_id = tx.execute(
            text("SELECT id FROM seller WHERE code = :code"), {"code": code}
        ).scalar()
        if seller_id is None:
            raise NotFound("accounts.errors.no_seller")
        link_seller(tx, PROGRAM, seller_id, user_id)


def unlink_seller(tx: Session, actor: Actor, seller_id: int) -> None:
    """Takes a salesperson code from its user. Staff only."""
    rules.check_may_manage(actor.role, "sales")
    _, holder = _seller(tx, seller_id)
    _link(tx, seller_id, None)
    audit.record(tx, actor.user_id, "unlink", "seller", seller_id, user_id=holder)
    announce(tx, f"seller {seller_id} unlinked")


def _role(role: str) -> Role:
    if role not in ROLES:
        raise Invalid("accounts.errors.role", role=role)
    return cast("Role", role)


def insert_user(tx: Session, user: AppUser) -> None:
    """Adds a person; raises EmailTaken. Needs the system's transaction."""
    tx.add(user)
    try:
        tx.flush()
    except IntegrityError as taken:
        raise EmailTaken("accounts.errors.email_taken", email=user.email) from taken


def _user_by_email(tx: Session, email: str) -> AppUser:
    user_id = tx.execute(
        text("SELECT id FROM app_user WHERE lower(email) = lower(:email)"),
        {"email": email.strip()},
    ).scalar()
    user = None if user_id is None else tx.get(AppUser, user_id)
    if user is None:
        raise NoSuchUser("accounts.errors.no_user")
    return user


def _managed(tx: Session, actor: Actor, user_id: int) -> AppUser:
    user = tx.get(AppUser, user_id)
    if user is None:
        raise NoSuchUser("accounts.errors.no_user")
    rules.check_may_manage(actor.role, user.role)
    return user


def _check_not_last(tx: Session, user_id: int) -> None:
    # Locked, or two administrators could take each other's role at the same moment.
    others = tx.execute(
        text("SELECT id FROM app_user WHERE role = 'admin' AND is_active ORDER BY id FOR UPDATE")
    ).scalars()
    if set(others) <= {user_id}:
        raise LastAdministrator("accounts.errors.last_administrator")


def _keep_own(tx: Session, actor: Actor, column: str, value: str) -> None:
    user = tx.get(AppUser, actor.user_id)
    if user is None:
        raise NoSuchUser("accounts.errors.no_user")
    setattr(user, column, value)
    tx.add(user)
    audit.record(tx, actor.user_id, f"choose_{column}", "app_user", actor.user_id, value=value)


def _seller(tx: Session, seller_id: int) -> tuple[str, int | None]:
    row = tx.execute(
        text("SELECT code, user_id FROM seller WHERE id = :id FOR UPDATE"), {"id": seller_id}
    ).first()
    if row is None:
        raise NotFound("accounts.errors.no_seller")
    return row.code, row.user_id


def _link(tx: Session, seller_id: int, user_id: int | None) -> None:
    tx.execute(
        text("UPDATE seller SET user_id = :user_id WHERE id = :id"),
        {"user_id": user_id, "id": seller_id},
    )
