"""The lines of a file on their way in: a temporary table of the import's own transaction."""

import io
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import psycopg
import pyarrow as pa
from pyarrow import csv as arrow_csv
from sqlalchemy import text
from sqlmodel import Session

_CREATE = """
    CREATE TEMP TABLE incoming (
        doc_no text COLLATE "C" NOT NULL,
        line_no integer NOT NULL,
        series text COLLATE "C" NOT NULL,
        doc_type text COLLATE "C" NOT NULL,
        date date NOT NULL,
        client_id bigint NOT NULL,
        product_id bigint,
        line_family_id bigint,
        seller_id bigint,
        quantity numeric(16, 4) NOT NULL,
        amount numeric(16, 4) NOT NULL,
        cost numeric(16, 4)
    ) ON COMMIT DROP
"""


EMPTY_TEXTS = "FORCE_NOT_NULL (series, doc_type)"
"""An empty field is NULL, but a series or type that is not given is an empty text."""


class Encoded(NamedTuple):
    """Rows as COPY takes them, and the names of their columns."""

    columns: tuple[str, ...]
    text: memoryview


class Staging:
    """The table `incoming`; lines are added in blocks and merged once, by set."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx
        tx.execute(text(_CREATE))

    def storing(self, lines: pa.Table) -> Callable[[], None]:
        """What appends lines, which have exactly the columns of `COLUMNS`."""
        return partial(copy_rows, self._tx, "incoming", encoded(lines), EMPTY_TEXTS)

    def clear(self) -> None:
        """Forget the lines."""
        self._tx.execute(text("TRUNCATE incoming"))

    def finish(self) -> None:
        """Tell the planner what came: temporary tables are not analysed by themselves."""
        self._tx.execute(text("ANALYZE incoming"))


def encoded(rows: pa.Table) -> Encoded:
    """Rows as CSV text: PostgreSQL's binary form costs what its faster reading saves."""
    sink = io.BytesIO()
    arrow_csv.write_csv(rows, sink, arrow_csv.WriteOptions(include_header=False))
    return Encoded(tuple(rows.column_names), sink.getbuffer())


def copy_rows(tx: Session, table: str, rows: Encoded, options: str = "") -> None:
    """Append rows to a table, whose columns are called as those of `rows`."""
    copied = ", ".join(filter(None, ("FORMAT csv", options)))
    statement = f"COPY {table} ({', '.join(rows.columns)}) FROM STDIN ({copied})"
    connection = tx.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)  # noqa: S101 - the driver of the engine
    with connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[arg-type]
        copy.write(rows.text)
