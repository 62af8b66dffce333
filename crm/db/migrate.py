"""Brings a database to the schema of this code, one process at a time."""

from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from crm.kit.errors import UserError
from crm.project import project_file

# Any number that no other program is likely to take: "crm" in ASCII.
_LOCK = 0x63726D


class NewerDatabase(UserError):
    """The database was migrated by a later version of this program."""


class CannotCreateRoles(UserError):
    """The user of `CRM_DATABASE_URL` may not create the roles of the wall."""


class DatabaseUnreachable(UserError):
    """The database of `CRM_DATABASE_URL` does not answer."""


def migrate(url: str) -> bool:
    """Apply what is missing and say whether anything was, as the user of the URL (the owner).

    Several processes may start at once: the others wait for the first and then find nothing to
    do. Raises NewerDatabase, CannotCreateRoles or DatabaseUnreachable.
    """
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
            connection.commit()
            return _migrate(connection)
    except OperationalError as error:
        raise DatabaseUnreachable("runtime.database_unreachable", reason=error.orig) from error
    finally:
        engine.dispose()


def schema_version(connection: Connection) -> str | None:
    """The revision that the database stands at; None when it is empty."""
    found = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar()
    if found is None:
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def code_version() -> str:
    """The newest revision that this code brings."""
    return _revisions()[-1]


def _migrate(connection: Connection) -> bool:
    found, ours = schema_version(connection), code_version()
    connection.commit()
    if found == ours:
        return False
    if found is not None and found not in _revisions():
        raise NewerDatabase("runtime.newer_database", found=found, ours=ours)
    try:
        _upgrade(connection)
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) != "42501":  # insufficient_privilege
            raise
        raise CannotCreateRoles("runtime.cannot_create_roles", reason=error.orig) from error
    return True


def _upgrade(connection: Connection) -> None:
    # Here and not above: a second start has nothing to migrate and need not load it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    # Config reads `%` as the start of a variable, and a path may hold one.
    folder = str(project_file("alembic")).replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.attributes["connection"] = connection
    with connection.begin():
        command.upgrade(config, "head")


def _revisions() -> list[str]:
    """Our revisions in order: files are named `0001_what.py`, and history is one line."""
    versions: Path = project_file("alembic") / "versions"
    return sorted(path.name.split("_")[0] for path in versions.glob("[0-9]*_*.py"))
