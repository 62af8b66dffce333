"""A running PostgreSQL server of ours and the addresses of its databases."""

from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

DATABASE = "crm"
OWNER = "postgres"
_PORT = 5432


@dataclass(frozen=True, slots=True)
class Server:
    """Where a running server listens: a socket in a folder that its owner alone can enter."""

    sockets: Path
    pid: int
    pgdata: Path
    programs: Path

    def url(self, database: str = DATABASE, user: str = OWNER) -> str:
        """Address for SQLAlchemy."""
        return self._url("postgresql+psycopg", database, user)

    def libpq_url(self, database: str = DATABASE, user: str = OWNER) -> str:
        """Address for psql, pg_dump and other programs of PostgreSQL."""
        # SQLAlchemy writes a space as `+`, which libpq takes for a plus.
        return self._url("postgresql", database, user).replace("+", "%20")

    def conninfo(self, database: str = DATABASE, user: str = OWNER) -> str:
        """Address for psycopg."""
        return make_conninfo(host=str(self.sockets), port=_PORT, dbname=database, user=user)

    def ensure_database(self, name: str = DATABASE) -> None:
        """Create the database unless it exists; two processes may ask at once."""
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, (name,)).fetchone():
                return
            try:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                return

    def drop_database(self, name: str = DATABASE) -> None:
        """Throw a database away with all it holds, whoever is connected to it."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(name)))

    def _url(self, driver: str, database: str, user: str) -> str:
        url = URL.create(
            driver,
            username=user,
            database=database,
            query={"host": str(self.sockets), "port": str(_PORT)},
        )
        return url.render_as_string(hide_password=False)
