"""The lines of a file on their way in: a temporary table of the import's own transaction."""

import io

import psycopg
import pyarrow as pa
from pyarrow import csv as arrow_csv
from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading.line_columns import COLUMNS

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
# An empty field is NULL, but a series or type that is not given is an empty text.
_COPY = f"COPY incoming ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL (series, doc_type))"


class Staging:
    """The table `incoming`; lines are added in blocks and merged once, by set."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx
        tx.execute(text(_CREATE))

    def add(self, lines: pa.Table) -> None:
        """Append lines; the table has exactly the columns of `COLUMNS`."""
        if not lines.num_rows:
            return
        sink = io.BytesIO()
        arrow_csv.write_csv(lines, sink, arrow_csv.WriteOptions(include_header=False))
        with _driver(self._tx).cursor() as cursor, cursor.copy(_COPY) as copy:
            copy.write(sink.getbuffer())

    def finish(self) -> None:
        """Tell the planner what came: temporary tables are not analysed by themselves."""
        self._tx.execute(text("ANALYZE incoming"))


def _driver(tx: Session) -> psycopg.Connection:
    connection = tx.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)
    return connection
