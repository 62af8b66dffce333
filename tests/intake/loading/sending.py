"""Files sent through the real intake, and what is stored afterwards."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import text

from crm.db import Actor, as_actor, as_import, as_system
from crm.intake.models import ImportBatch
from crm.intake.queries import one_import
from crm.intake.receiving import Way, receive
from crm.intake.service import undo
from crm.intake.undo import Undone
from crm.intake.work import finish
from crm.kit.clock import FixedClock
from tests.builders import a_user, actor_of

NORTHWIND = Path(__file__).parents[2] / "data" / "northwind"
CLOCK = FixedClock(datetime(2026, 11, 24, 12, tzinfo=UTC))
OPERATOR = Actor(0, "admin")
HEADER = (
    "Factura",
    "Línea",
    "Fecha",
    "Cód. cliente",
    "Cód. artículo",
    "Familia",
    "Vendedor",
    "Importe",
)
STORED = (
    "sale_line",
    "client_month",
    "month_fact",
    "day_fact",
    "source_month",
    "client",
    "client_owner",
    "product",
    "product_family",
    "seller",
    "import_change",
    "import_confirmed",
)


@dataclass(frozen=True)
class Line:
    """A line of a sales file with defaults; `None` leaves the cell blank."""

    doc: str = "F1"
    line: int = 1
    day: str = "2026-03-10"
    client: str = "C1"
    product: str | None = "P1"
    family: str | None = "Aceites"
    seller: str | None = "V1"
    amount: str = "100.00"

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells in the order of `HEADER`."""
        values = (
            self.doc, self.line, self.day, self.client, self.product, self.family, self.seller,
            self.amount,
        )  # fmt: skip
        return tuple("" if value is None else str(value) for value in values)


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file."""
    return "\n".join(";".join(cells) for cells in (header, *rows)).encode() + b"\n"


def sales(*lines: Line) -> bytes:
    """A sales file."""
    return table(HEADER, (line.cells for line in lines))


def put_in_queue(
    content: bytes | Path,
    name: str = "ventas.csv",
    mapping: dict[str, Any] | None = None,
    way: Way = "command",
) -> int:
    """Receive a file and leave it waiting; its import's id."""
    if isinstance(content, Path):
        name, content = content.name, content.read_bytes()
    with as_actor(OPERATOR) as tx:
        got = receive(tx, OPERATOR, name, io.BytesIO(content), way=way, mapping=mapping)
    return got.import_id


def send(
    content: bytes | Path,
    name: str = "ventas.csv",
    mapping: dict[str, Any] | None = None,
    way: Way = "command",
) -> ImportBatch:
    """Receive a file, see it through, and return what its import became."""
    import_id = put_in_queue(content, name, mapping, way)
    finish(import_id, CLOCK)
    return batch(import_id)


def batch(import_id: int) -> ImportBatch:
    """What is known of an import."""
    with as_import(0) as tx:
        found = one_import(tx, import_id)
        tx.expunge(found)
        return found


def an_administrator() -> Actor:
    """A person who answers and cancels."""
    with as_system("test: an administrator") as tx:
        return actor_of(a_user(tx, name="Ana", role="admin"))


def take_back(import_id: int) -> Undone:
    """Undo an import."""
    return undo(OPERATOR, import_id)


def rows(query: str, **params: object) -> list[tuple[Any, ...]]:
    """What a query answers."""
    with as_import(0) as tx:
        return [tuple(row) for row in tx.execute(text(query), params)]


def value(query: str, **params: object) -> Any:
    """The one value a query answers."""
    return rows(query, **params)[0][0]


def everything() -> Mapping[str, list[str]]:
    """Every row of every table that imports write, as text, without its instants."""
    return {name: [row[0] for row in rows(_ALL.format(name))] for name in STORED}


_ALL = "SELECT (to_jsonb(t) - 'created_at')::text FROM {0} t ORDER BY 1"


def amount_of(doc: str) -> Decimal:
    """The stored amount of a document."""
    return value("SELECT sum(amount) FROM sale_line WHERE doc_no = :doc", doc=doc)


def facts_differences() -> list[tuple[Any, ...]]:
    """What of the fact tables is not the sum of the lines; empty when all is well."""
    return rows(_DIFFERENCES)


_DIFFERENCES = """
    WITH line AS (
        SELECT l.*, date_trunc('month', l.date::timestamp)::date AS month,
            coalesce(l.family_id, 0) AS family, coalesce(l.credited_id, 0) AS seller,
            coalesce(c.owner_id, 0) AS owner,
            (l.source, l.doc_type, l.series, l.doc_no) AS document
        FROM sale_line l JOIN client c ON c.id = l.client_id
    ), by_client AS (
        SELECT client_id, month, sum(amount), sum(quantity), count(DISTINCT document), count(*),
            min(date), max(date) FROM line GROUP BY 1, 2
    ), by_month AS (
        SELECT month, family, seller, owner, sum(amount), sum(quantity),
            coalesce(sum(cost), 0), count(*), count(DISTINCT document) FROM line GROUP BY 1, 2, 3, 4
    ), by_day AS (
        SELECT date, seller, owner, sum(amount), sum(quantity), count(*) FROM line GROUP BY 1, 2, 3
    ), by_source AS (
        SELECT source, month, max(date) FROM line GROUP BY 1, 2
    )
    (SELECT 'client_month', (s.*)::text FROM (
        (TABLE by_client EXCEPT TABLE client_month) UNION ALL
        (TABLE client_month EXCEPT TABLE by_client)) s)
    UNION ALL
    (SELECT 'month_fact', (s.*)::text FROM (
        (TABLE by_month EXCEPT TABLE month_fact) UNION ALL
        (TABLE month_fact EXCEPT TABLE by_month)) s)
    UNION ALL
    (SELECT 'day_fact', (s.*)::text FROM (
        (TABLE by_day EXCEPT TABLE day_fact) UNION ALL (TABLE day_fact EXCEPT TABLE by_day)) s)
    UNION ALL
    (SELECT 'source_month', (s.*)::text FROM (
        (TABLE by_source EXCEPT TABLE source_month) UNION ALL
        (TABLE source_month EXCEPT TABLE by_source)) s)
"""
