"""The only door to the database: transactions opened as somebody.

A session without an identity cannot begin: the listener below refuses it, and the login role
`crm_app` owns nothing and may read nothing by itself, so a forgotten identity is an error and
never an empty page.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from crm.db.actor import DATABASE_ROLES, Actor, Identity

IDENTITY = "identity"
_NOTICED = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""A network that drops a silent connection tells neither end, and the kernel asks after two hours:
pages would cease to follow the data, and nobody would look after the jobs. As libpq names them."""


class NoIdentityError(RuntimeError):
    """A transaction was begun without saying who acts: a fault of ours, never of the user."""


class ActorSession(Session):
    """A session whose every transaction starts by taking the actor's database role."""


class _Doors:
    """The process's engine; set once at start."""

    engine: Engine | None = None


def connect(url: str, *, pool_size: int = 10) -> Engine:
    """Open the process's engine on a `postgresql+psycopg://` URL; the former one is closed."""
    close()
    _Doors.engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=10,
        pool_pre_ping=True,
        # An error's text goes to the log, and must not carry the values of a person's data.
        hide_parameters=True,
        connect_args={"application_name": "crm"},
    )
    return _Doors.engine


def close() -> None:
    """Close all connections of this process."""
    if _Doors.engine is not None:
        _Doors.engine.dispose()
    _Doors.engine = None


def engine() -> Engine:
    """The process's engine; raises when `connect` was not called."""
    if _Doors.engine is None:
        message = "The database is not connected: call crm.db.connect first."
        raise RuntimeError(message)
    return _Doors.engine


def own_connection(name: str) -> dict[str, Any]:
    """What psycopg takes for a connection beside the pool, which the database knows by `name`.

    It commits by itself and belongs to no person: for listening, locks and who stands behind a
    secret. That the other end is gone is found within a minute, also where nothing says so.
    """
    doors = engine()
    _, options = doors.dialect.create_connect_args(doors.url)
    return {**_NOTICED, **options, "autocommit": True, "application_name": name}


@contextmanager
def as_actor(actor: Actor) -> Generator[Session]:
    """One transaction that sees and does what this person may; commits at the end."""
    with _transaction(Identity(actor.database_role, actor.user_id)) as tx:
        yield tx


@contextmanager
def as_import(user_id: int) -> Generator[Session]:
    """One transaction of an import; `user_id` is who sent the file, 0 the program itself."""
    with _transaction(Identity("crm_import", user_id)) as tx:
        yield tx


@contextmanager
def writing_credit(tx: Session) -> Generator[None]:
    """Let a person's transaction do for a moment what imports alone may: write credit and facts.

    For deeds of staff that need both; a failed statement ends the transaction anyway.
    """
    identity: Identity = tx.info[IDENTITY]
    tx.connection().exec_driver_sql("SET LOCAL ROLE crm_import")
    yield
    tx.connection().exec_driver_sql(f"SET LOCAL ROLE {identity.database_role}")


@contextmanager
def as_system(reason: str) -> Generator[Session]:
    """One transaction of the program itself (sign-in, jobs, set-up); the reason is logged.

    The callers are listed in a test: a room that reads data for a person uses `as_actor`.
    """
    with _transaction(Identity("crm_system", 0), reason=reason) as tx:
        yield tx


@contextmanager
def _transaction(identity: Identity, *, reason: str = "") -> Generator[Session]:
    info: dict[str, Any] = {IDENTITY: identity, "reason": reason}
    with ActorSession(engine(), info=info, expire_on_commit=False) as tx, tx.begin():
        yield tx


@event.listens_for(ActorSession, "after_begin")
def _take_identity(
    session: OrmSession, _transaction: SessionTransaction, connection: Connection
) -> None:
    identity = session.info.get(IDENTITY)
    if not isinstance(identity, Identity) or identity.database_role not in DATABASE_ROLES:
        message = "A transaction needs an identity: use as_actor, as_import or as_system."
        raise NoIdentityError(message)
    # The role is one of a closed table, so it may stand in the text; SET takes no parameters.
    connection.exec_driver_sql(f"SET LOCAL ROLE {identity.database_role}")
    connection.execute(
        text("SELECT set_config('crm.user_id', :user_id, true)"),
        {"user_id": str(identity.user_id)},
    )
