"""The first run: the company and its administrator, made together and once."""

from dataclasses import replace

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts import audit, credentials, rules
from crm.accounts.company import Company, company, save_company
from crm.accounts.holidays import Holiday, replace_holidays
from crm.accounts.models import AppUser
from crm.accounts.service import NewUser, insert_user
from crm.db import Actor, as_system, engine
from crm.kit.clock import Clock, SystemClock
from crm.kit.errors import Conflict
from crm.kit.texts import LOCALES

MACHINE = SystemClock()
_ADMIN_EXISTS = text("SELECT EXISTS (SELECT FROM app_user WHERE role = 'admin')")


class AlreadySetUp(Conflict):
    """The installation has an administrator; who comes later signs in."""


class _Known:
    """The database that was seen set up: it never goes back."""

    url: str = ""


def is_set_up() -> bool:
    """Whether an administrator exists; the database is asked until it is so, then no more."""
    if not was_set_up() and ask():
        _Known.url = str(engine().url)
    return was_set_up()


def was_set_up() -> bool:
    """Whether it was seen set up before. Asks nobody; False says nothing."""
    return _Known.url == str(engine().url)


def ask() -> bool:
    """The same, asked of the database each time."""
    with as_system("is the installation set up") as tx:
        return bool(tx.execute(_ADMIN_EXISTS).scalar())


def set_up(
    wanted: Company, admin: NewUser, holidays: list[Holiday], *, clock: Clock = MACHINE
) -> Actor:
    """Keeps the company, its holidays and the administrator, all or nothing.

    Of two people at the same moment the second gets AlreadySetUp. Raises WrongCompany,
    WrongEmail, WeakPassword too.
    """
    email = rules.checked_email(admin.email)
    rules.check_password(admin.password, email=email, name=admin.name)
    checked = wanted.checked()
    with as_system("first run") as tx:
        tx.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('first run', 0))"))
        if tx.execute(_ADMIN_EXISTS).scalar():
            raise AlreadySetUp("accounts.errors.set_up")
        locale = admin.locale if admin.locale in LOCALES else LOCALES[0]
        user = AppUser(email=email, name=admin.name.strip() or email, role="admin", locale=locale)
        insert_user(tx, user)
        credentials.keep_password(tx, user.id, admin.password, clock.now())
        actor = Actor(user.id, "admin", user.name, user.email, locale)
        _keep_company(tx, actor, checked, clock)
        replace_holidays(tx, actor, holidays)
        audit.record(tx, user.id, "set_up", "app_user", user.id, email=email)
    return actor


def _keep_company(tx: Session, actor: Actor, checked: Company, clock: Clock) -> None:
    # A command before the first run may have made the company with defaults.
    save_company(tx, actor, replace(checked, version=company(tx).version), clock=clock)
