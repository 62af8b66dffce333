"""Copying many rows into a table that is behind row-level security.

PostgreSQL refuses COPY to whoever row policies apply to. The role `crm_loader` passes them, and may
do one thing: insert into the tables that an import fills (where `crm_import` may insert any row
anyhow). Where the server's administrator does not allow such a role, it is not there, and imports
write their rows by INSERT.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlmodel import Session

_MAY_COPY = """
    SELECT EXISTS (
        SELECT FROM pg_roles
        WHERE rolname = 'crm_loader' AND rolbypassrls AND pg_has_role(session_user, oid, 'SET')
          AND has_table_privilege(oid, 'sale_line', 'INSERT')
    )
"""


def may_copy(tx: Session) -> bool:
    """Whether the program may be the loader: the role is the server's, rights the database's."""
    return bool(tx.execute(text(_MAY_COPY)).scalar_one())


@contextmanager
def copying(tx: Session) -> Iterator[None]:
    """Be the loader, and then the import again; a failed statement ends the transaction anyway."""
    tx.execute(text("SET LOCAL ROLE crm_loader"))
    yield
    tx.execute(text("SET LOCAL ROLE crm_import"))
