"""What any program has to pay: a COPY of the lines, already converted, into an equal table."""

import contextlib
from collections.abc import Generator
from pathlib import Path

import psycopg
from psycopg import sql

from crm.bench.worker import timed

Connection = psycopg.Connection
TABLE = sql.Identifier("bench_copy")
_PART_BYTES = 8 << 20


@contextlib.contextmanager
def equal_table(connection: psycopg.Connection) -> Generator[None]:
    """A table beside `sale_line` with the same columns and indexes, dropped at the end."""
    make = sql.SQL("CREATE TABLE {} (LIKE sale_line INCLUDING ALL)").format(TABLE)
    connection.execute(make)
    connection.commit()
    try:
        yield
    finally:
        connection.execute(sql.SQL("DROP TABLE {}").format(TABLE))
        connection.commit()


def write_lines(connection: psycopg.Connection, import_id: int, path: Path) -> None:
    """The stored lines of an import as COPY takes them, in the order of their documents."""
    query = sql.SQL(
        "COPY (SELECT * FROM sale_line WHERE import_id = {}"
        " ORDER BY doc_no, line_no, series, doc_type, source) TO STDOUT"
    ).format(import_id)
    with path.open("wb") as file, connection.cursor().copy(query) as lines:
        for part in lines:
            file.write(part)
    connection.rollback()


def copy_seconds(connection: psycopg.Connection, path: Path) -> float:
    """Seconds from the first byte to the commit."""
    return timed(lambda: _copy(connection, path))


def _copy(connection: psycopg.Connection, path: Path) -> None:
    query = sql.SQL("COPY {} FROM STDIN").format(TABLE)
    with path.open("rb") as file, connection.cursor().copy(query) as lines:
        while part := file.read(_PART_BYTES):
            lines.write(part)
    connection.commit()
