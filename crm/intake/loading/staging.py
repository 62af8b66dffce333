"""The lines of a file on their way in: a temporary table of the import's own transaction."""

import io

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


class Staging:
    """The table `incoming`; lines are added in blocks and merged once, by set."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx
        tx.execute(text(_CREATE))

    def add(self, lines: pa.Table) -> None:
        """Append lines; the table has exactly the columns of `COLUMNS`."""
        # An empty field is NULL, but a series or type that is not given is an empty text.
        copy_rows(self._tx, "incoming", lines, "FORCE_NOT_NULL (series, doc_type)")

    def clear(self) -> None:
        """Forget the lines."""
        self._tx.execute(text("TRUNCATE incoming"))

    def finish(self) -> None:
        """Tell the planner what came: temporary tables are not analysed by themselves."""
        self._tx.execute(text("ANALYZE incoming"))


def copy_rows(tx: Session, table: str, rows: pa.Table, options: str = "") -> None:
    """Append rows to a temporary table, whose columns are called as those of `rows`.

    As CSV text: encoding PostgreSQL's binary form costs what its faster reading saves.
    """
    if not rows.num_rows:
        return
    sink = io.BytesIO()
    arrow_csv.write_csv(rows, sink, arrow_csv.WriteOptions(include_header=False))
    copied = ", ".join(filter(None, ("FORMAT csv", options)))
    statement = f"COPY {table} ({', '.join(rows.column_names)}) FROM STDIN ({copied})"
    connection = tx.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)  # noqa: S101 - the driver of the engine
    with connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[arg-type]
        copy.write(sink.getbuffer())
