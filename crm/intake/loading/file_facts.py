"""Facts added up from a file's own lines while they are read: for months that had none before.

The database sums the lines of a month in any case (`crm.sales.facts`). Where all lines of the
touched months come from one file, they pass through memory anyway, and adding them up there, block
by block, takes a fifth of the time. Both give the same rows, which a test compares; where anything
is out of the ordinary, the database does it.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import text
from sqlmodel import Session

from crm.db.bulk import copying, may_copy
from crm.intake.loading.line_columns import say_all
from crm.intake.loading.staging import copy_rows, encoded
from crm.intake.reader.arrow import pc
from crm.intake.validation.repeats import Seen, hashes_of, joined

MOST_LINES = 3_000_000
"""Of more the documents are not kept in memory: they take some 30 bytes a line."""

_DOCUMENT = "document"
_COUNT: tuple[Any, ...] = ([], "count_all")


@dataclass(frozen=True, slots=True)
class Grain:
    """A table of facts: a row for each set of `keys`; how each column is made of a line's."""

    table: str
    keys: tuple[str, ...]
    columns: dict[str, tuple[str, str]]
    has_orders: bool = True


_SUMS = {"amount": ("amount", "sum"), "quantity": ("quantity", "sum")}
GRAINS = (
    Grain(
        "client_month",
        ("client_id", "month"),
        {**_SUMS, "first_date": ("date", "min"), "last_date": ("date", "max")},
    ),
    Grain(
        "month_fact",
        ("month", "family_id", "seller_id", "owner_id"),
        {**_SUMS, "cost": ("cost", "sum")},
    ),
    Grain("day_fact", ("date", "seller_id", "owner_id"), _SUMS, has_orders=False),
)


@dataclass(slots=True)
class _Parts:
    """The facts of each block by themselves, and which documents stand behind them."""

    sums: list[pa.Table] = field(default_factory=list)
    documents: list[pa.Table] = field(default_factory=list)


class FileFacts:
    """The facts of the lines that were read; `is_plain` while they can be used."""

    def __init__(self, tx: Session) -> None:
        self.is_plain = True
        self._lines = 0
        self._parts = {grain: _Parts() for grain in map(_table_of, GRAINS)}
        self._owners = _Owners(tx)
        self._seen = Seen()
        self._returned: list[pa.Array] = []
        self._sums: Future[dict[str, pa.Table]] | None = None

    def add(self, lines: pa.Table) -> None:
        """Add up the lines of a block, given as they are staged.

        A line without seller is credited to an owner, one without family to its product's: the
        database knows these.
        """
        self._lines += lines.num_rows
        if not say_all(lines) or self._lines > MOST_LINES:
            self.is_plain = False
            self._parts.clear()
        if self.is_plain and lines.num_rows:
            narrow = self._narrow(lines)
            for grain in GRAINS:
                _add_up(narrow, grain, self._parts[grain.table])

    def sum_up(self) -> None:
        """Begin to join the blocks, in a thread beside what the database does meanwhile."""
        if self._sums is None and self.is_plain:
            beside = ThreadPoolExecutor(1, "facts")
            self._sums = beside.submit(self._joined)
            beside.shutdown(wait=False)

    def store(self, tx: Session) -> None:
        """Write the facts of all lines; their months have none yet."""
        self.sum_up()
        sums = self._sums.result() if self._sums else {}
        write = _copy if may_copy(tx) else _insert
        for table, facts in sums.items():
            write(tx, table, facts)

    def _narrow(self, lines: pa.Table) -> pa.Table:
        """What facts need of the lines of a block."""
        document = hashes_of(joined([lines[name] for name in ("series", "doc_type", "doc_no")]))
        # With its places, since that way sorts: four times as quick as by hashing.
        distinct, _ = np.unique(document, return_index=True)
        self._returned.append(pa.array(distinct[self._seen.mark(distinct)]))
        columns = {name: lines[name] for name in ("date", "quantity", "amount", "cost")}
        return pa.table(
            {
                "client_id": lines["client_id"].cast(pa.int32()),
                "family_id": lines["line_family_id"].cast(pa.int32()),
                "seller_id": lines["seller_id"].cast(pa.int32()),
                "owner_id": self._owners.of(lines["client_id"]),
                "month": pc.cast(pc.floor_temporal(lines["date"], unit="month"), pa.date32()),
                _DOCUMENT: pa.array(document),
                **columns,
            }
        )

    def _joined(self) -> dict[str, pa.Table]:
        returned = pc.unique(pa.chunked_array(self._returned, pa.int64()))
        return {
            grain.table: _facts(grain, self._parts[grain.table], returned)
            for grain in GRAINS
            if self._parts[grain.table].sums
        }


class _Owners:
    """Today's owner of each client, 0 for none."""

    def __init__(self, tx: Session) -> None:
        rows = tx.execute(
            text("SELECT id, owner_id FROM client WHERE owner_id IS NOT NULL ORDER BY id")
        ).all()
        self._clients = pa.array([row.id for row in rows], pa.int64())
        self._owners = pa.array([row.owner_id for row in rows], pa.int32())

    def of(self, clients: pa.ChunkedArray) -> pa.ChunkedArray:
        """The owner of each."""
        return pc.fill_null(self._owners.take(pc.index_in(clients, self._clients)), 0)


def _table_of(grain: Grain) -> str:
    return grain.table


def _add_up(lines: pa.Table, grain: Grain, parts: _Parts) -> None:
    """Add the facts of a block: first by document, so that those can be counted."""
    if not grain.has_orders:
        sums = [*grain.columns.values(), _COUNT]
        facts = _grouped(lines, grain.keys, sums, [*grain.columns, "lines"])
        parts.sums.append(facts)
        return
    by_document = (*grain.keys, _DOCUMENT)
    names = [*grain.columns, "lines"]
    documents = _grouped(lines, by_document, [*grain.columns.values(), _COUNT], names)
    again = [*_again(grain), _COUNT]
    parts.sums.append(_grouped(documents, grain.keys, again, [*names, "orders"]))
    parts.documents.append(documents.select(by_document))


def _again(grain: Grain) -> list[tuple[str, str]]:
    """How sums are summed."""
    how = [(name, function) for name, (_, function) in grain.columns.items()]
    return [*how, ("lines", "sum")]


def _facts(grain: Grain, parts: _Parts, returned: pa.Array) -> pa.Table:
    """The facts of all blocks, in the order of their table's key."""
    names = [*grain.columns, "lines"]
    again: list[tuple[Any, ...]] = list(_again(grain))
    sums = parts.sums
    if grain.has_orders:
        names, again = [*names, "orders"], [*again, ("orders", "sum")]
        sums = [*sums, _counted_twice(grain, parts.documents, returned)]
    whole = pa.concat_tables(sums, promote_options="default")
    facts = _grouped(whole, grain.keys, again, names)
    if "cost" in names:
        place = facts.column_names.index("cost")
        facts = facts.set_column(place, "cost", pc.fill_null(facts["cost"], 0))
    return facts.sort_by([(key, "ascending") for key in grain.keys])


def _counted_twice(grain: Grain, documents: list[pa.Table], returned: pa.Array) -> pa.Table:
    """How often a document was counted too much because it stands in several blocks; negative."""
    chosen = [part.filter(pc.is_in(part[_DOCUMENT], returned)) for part in documents]
    by_document = (*grain.keys, _DOCUMENT)
    times = _grouped(pa.concat_tables(chosen), by_document, [_COUNT], ["times"])
    more = pc.subtract(1, times["times"])
    return _grouped(
        times.append_column("orders", more), grain.keys, [("orders", "sum")], ["orders"]
    )


def _grouped(
    lines: pa.Table, keys: tuple[str, ...], sums: list[tuple[Any, ...]], names: list[str]
) -> pa.Table:
    """One row for each set of keys. In one thread: the processors are busy with other work."""
    groups = lines.group_by(keys, use_threads=False).aggregate(sums)
    ordered = groups.select([*keys, *(_named(column) for column in sums)])
    return ordered.rename_columns([*keys, *names])


def _named(column: tuple[Any, ...]) -> str:
    return "count_all" if column == _COUNT else "_".join(column)


def _insert(tx: Session, table: str, facts: pa.Table) -> None:
    columns = ", ".join(facts.column_names)
    tx.execute(text(f"CREATE TEMP TABLE new_{table} (LIKE {table}) ON COMMIT DROP"))
    copy_rows(tx, f"new_{table}", encoded(facts))
    tx.execute(text(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM new_{table}"))


def _copy(tx: Session, table: str, facts: pa.Table) -> None:
    with copying(tx):
        copy_rows(tx, table, encoded(facts))
