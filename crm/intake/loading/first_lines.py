"""The lines of a company that has none yet: nothing can match, so they go straight in."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Self

import pyarrow as pa
from sqlalchemy import text
from sqlmodel import Session

from crm.db.bulk import copying, may_copy
from crm.intake.loading.line_columns import say_all
from crm.intake.loading.lines import Merged, insert_new
from crm.intake.loading.staging import EMPTY_TEXTS, Encoded, Staging, copy_rows, encoded
from crm.intake.reader.arrow import pc


class FirstLines:
    """Each block is stored while the next is being read; two indexes are built at the end.

    Whoever reads the table of lines meanwhile finds it empty, and waits for nothing: the indexes
    are not there before the first lines are, so none has to be dropped under a lock.
    """

    def __init__(self, tx: Session, import_id: int, source: str, staging: Staging) -> None:
        self._tx = tx
        self._import_id = import_id
        self._source = source
        self._staging = staging
        self._stored = 0
        self._may_copy = may_copy(tx)
        self._months: set[date] = set()

    @classmethod
    def of_empty_company(
        cls, tx: Session, import_id: int, source: str, staging: Staging
    ) -> Self | None:
        """Ready to take lines; None where there are lines, or were some that an import removed."""
        held = text(
            "SELECT EXISTS (SELECT FROM sale_line)"
            " OR EXISTS (SELECT FROM import_change WHERE subject = 'line')"
            " OR EXISTS (SELECT FROM import_confirmed)"
        )
        return None if tx.execute(held).scalar_one() else cls(tx, import_id, source, staging)

    def storing(self, lines: pa.Table) -> Callable[[], None]:
        """What stores the lines of a block."""
        months = pc.cast(pc.floor_temporal(lines["date"], unit="month"), pa.date32())
        self._months.update(pc.unique(months).to_pylist())
        if self._may_copy and say_all(lines):
            return partial(self._copy, encoded(self._whole(lines)), lines.num_rows)
        return partial(self._insert, self._staging.storing(lines))

    def _whole(self, lines: pa.Table) -> pa.Table:
        """The lines with what follows from them, as the table has them."""
        same = {"import_id": pa.scalar(self._import_id), "source": pa.scalar(self._source)}
        columns = {name: pa.repeat(value, lines.num_rows) for name, value in same.items()}
        columns |= {"family_id": lines["line_family_id"], "credited_id": lines["seller_id"]}
        return pa.table({**dict(zip(lines.column_names, lines.columns, strict=True)), **columns})

    def _copy(self, lines: Encoded, count: int) -> None:
        with copying(self._tx):
            copy_rows(self._tx, "sale_line", lines, EMPTY_TEXTS)
        self._stored += count

    def _insert(self, stage: Callable[[], None]) -> None:
        stage()
        self._stored += insert_new(self._tx, self._import_id, self._source)
        self._staging.clear()

    def finish(self) -> Merged:
        """Build the indexes, after the last block."""
        self._tx.execute(text("SELECT crm_build_line_indexes()"))
        self._tx.execute(text("SELECT crm_analyze_lines()"))
        return Merged(self._stored, 0, 0, frozenset(self._months))
