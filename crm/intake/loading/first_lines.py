"""The lines of a company that has none yet: nothing can match, so they go straight in."""

from datetime import date
from typing import Self

import pyarrow as pa
from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading.lines import Merged, insert_new
from crm.intake.loading.staging import Staging
from crm.intake.reader.arrow import pc


class FirstLines:
    """Each block is stored while the next is being read; two indexes are built at the end.

    Until the import ends nobody else can read the table of lines, which is empty for them.
    """

    def __init__(self, tx: Session, import_id: int, source: str, staging: Staging) -> None:
        self._tx = tx
        self._import_id = import_id
        self._source = source
        self._staging = staging
        self._stored = 0
        self._months: set[date] = set()

    @classmethod
    def of_empty_company(
        cls, tx: Session, import_id: int, source: str, staging: Staging
    ) -> Self | None:
        """Ready to take lines; None where there are lines, or were some that an import removed."""
        removed = text("SELECT EXISTS (SELECT FROM import_change WHERE subject = 'line')")
        if tx.execute(removed).scalar_one():
            return None
        if not tx.execute(text("SELECT crm_drop_line_indexes()")).scalar_one():
            return None
        return cls(tx, import_id, source, staging)

    def add(self, lines: pa.Table) -> None:
        """Store the lines of a block, given as they are staged."""
        self._staging.add(lines)
        self._stored += insert_new(self._tx, self._import_id, self._source)
        self._staging.clear()
        months = pc.cast(pc.floor_temporal(lines["date"], unit="month"), pa.date32())
        self._months.update(pc.unique(months).to_pylist())

    def finish(self) -> Merged:
        """Build the indexes, after the last block."""
        self._tx.execute(text("SELECT crm_build_line_indexes()"))
        self._tx.execute(text("SELECT crm_analyze_lines()"))
        return Merged(self._stored, 0, 0, frozenset(self._months))
