"""Opens a company's data: folder, keys, database server, migrations, connection."""

import contextlib
from collections.abc import Callable, Generator
from dataclasses import dataclass

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

import crm.db
from crm import secrets
from crm.db.embedded import Cluster
from crm.db.migrate import CannotCreateRoles, migrate
from crm.db.server import Server
from crm.db.watching import kept_running
from crm.secrets import Secrets
from crm.settings import Settings

APP_ROLE = "crm_app"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open company: `crm.db` is connected to it as the role that owns nothing."""

    settings: Settings
    secrets: Secrets
    owner_url: str
    """Address with which migrations run, for SQLAlchemy."""
    app_url: str
    server: Server | None
    """The embedded server; None when `CRM_DATABASE_URL` names another."""

    def libpq_url(self) -> str:
        """Address of the owner for psql and other programs."""
        if self.server:
            return self.server.libpq_url()
        url = make_url(self.owner_url).set(drivername="postgresql")
        return url.render_as_string(hide_password=False)


@contextlib.contextmanager
def opened(
    settings: Settings, *, fresh: bool = False, on_wait: Callable[[], None] | None = None
) -> Generator[Opened]:
    """The company of these settings, made where there is none, closed at the end.

    Works beside a running server (the same database server is shared) and without one. `fresh`
    throws away the embedded database's content first.
    """
    with _database(settings, fresh=fresh, on_wait=on_wait) as (server, owner_url, app_url):
        keys = secrets.load(settings.data_dir)
        secrets.use(keys)
        migrate(owner_url)
        address = app_url or _with_password(owner_url, keys.app_password)
        crm.db.connect(address)
        try:
            yield Opened(settings, keys, owner_url, address, server)
        finally:
            crm.db.close()


@contextlib.contextmanager
def _database(
    settings: Settings, *, fresh: bool, on_wait: Callable[[], None] | None
) -> Generator[tuple[Server | None, str, str | None]]:
    """The embedded server, or none; the owner's address; the program's, where it is known."""
    if settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield None, _for_psycopg(settings.database_url), _app_address(settings)
        return
    cluster = Cluster(settings.data_dir)
    with cluster.running(on_wait) as server, kept_running(cluster):
        if fresh:
            server.drop_database()
        server.ensure_database()
        yield server, server.url(), server.url(user=APP_ROLE)


def _app_address(settings: Settings) -> str | None:
    return _for_psycopg(settings.database_app_url) if settings.database_app_url else None


def _for_psycopg(url: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _with_password(owner_url: str, password: str) -> str:
    """Gives the role `crm_app` our password and returns the address to sign in with it."""
    engine = create_engine(owner_url, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            # A statement of the catalogue takes no parameters, so the server quotes it itself.
            alter = "SELECT format('ALTER ROLE crm_app PASSWORD %L', CAST(:password AS text))"
            statement = connection.scalar(text(alter), {"password": password})
            connection.exec_driver_sql(statement.replace("%", "%%"))
    except DBAPIError as error:
        raise CannotCreateRoles("runtime.cannot_create_roles", reason=error.orig) from error
    finally:
        engine.dispose()
    url = make_url(owner_url).set(username=APP_ROLE, password=password)
    return url.render_as_string(hide_password=False)
