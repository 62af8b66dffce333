"""One file from typed blocks to committed figures, inside the transaction of its import."""

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import text
from sqlmodel import Session

from crm.intake.columns import Mapping
from crm.intake.loading import lines
from crm.intake.loading.behind import Behind
from crm.intake.loading.file_facts import FileFacts
from crm.intake.loading.first_lines import FirstLines
from crm.intake.loading.masters import MasterLoad, owned_since
from crm.intake.loading.registers import Registers
from crm.intake.loading.rejects import keep_refusals
from crm.intake.loading.staging import Staging
from crm.intake.reading import Reading
from crm.intake.rules import Kind, Policy, ReadSummary
from crm.intake.states import Step
from crm.sales.facts import (
    MonthAmount,
    check_months,
    keep_source,
    month_amounts,
    rebuild_months,
)

_Item = TypeVar("_Item")

Report = Callable[[str, int, int], None]
"""Told the step, and how far of how much; raises to stop the load."""


class RemovalUnconfirmed(Exception):
    """Replacing the period would remove more than a re-send normally does: somebody must say so."""

    def __init__(self, absent: lines.Absent, refused: int) -> None:
        super().__init__(str(absent))
        self.absent = absent
        self.refused = refused


class LinesMissing(RuntimeError):
    """Not every accepted line is stored: a fault of ours, the transaction must not end."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. Line counts of a master file count its records.

    `counts` are new records by kind (`new_clients` ...); `before` and `after` the amounts of the
    months touched, of which `closed` had been closed.
    """

    summary: ReadSummary
    new: int
    replaced: int
    removed: int
    unchanged: int
    counts: dict[str, int] = field(default_factory=dict)
    before: list[MonthAmount] = field(default_factory=list)
    after: list[MonthAmount] = field(default_factory=list)
    months: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()

    def changes(self) -> dict[str, Any]:
        """The changes as `import_batch.changes` keeps them."""
        before = {month.month: month for month in self.before}
        after = {month.month: month for month in self.after}
        return {
            **self.counts,
            "months": [
                {
                    "month": month.isoformat()[:7],
                    "before": str(before[month].amount) if month in before else "0",
                    "after": str(after[month].amount) if month in after else "0",
                    **({"closed": True} if month in self.closed else {}),
                }
                for month in sorted(self.months)
            ],
            "left_out": {
                str(reason): count for reason, count in self.summary.left_out_by_reason.items()
            },
            "warnings": [
                {"code": warning.code, "count": warning.count, "row": warning.row}
                for warning in self.summary.warnings
            ],
        }


class OfFile(NamedTuple):
    """Facts of a file whose lines are all of one source."""

    facts: FileFacts
    source: str


def load(tx: Session, import_id: int, reading: Reading, mapping: Mapping, report: Report) -> Loaded:
    """Load all blocks of a file; the caller's transaction is an import's that holds the company.

    Raises RemovalUnconfirmed before anything is removed that has to be asked about.
    """
    report(Step.READING, 0, 0)
    if mapping.kind is Kind.SALES:
        return _load_sales(tx, import_id, reading, mapping, report)
    return _load_masters(tx, import_id, reading, mapping, report)


def _load_sales(
    tx: Session, import_id: int, reading: Reading, mapping: Mapping, report: Report
) -> Loaded:
    staging, facts = Staging(tx), FileFacts(tx)
    first = FirstLines.of_empty_company(tx, import_id, mapping.source, staging)
    registers = _take_in(
        tx, import_id, reading, lines_in=first or staging, facts=facts, report=report
    )
    summary = reading.summary
    report(Step.MERGING, 1, 1)
    if first is None:
        staging.finish()
        removed = _remove_absent(tx, import_id, mapping, summary)
        merged = lines.merge(tx, import_id, mapping.source)
    else:
        facts.sum_up()
        removed = lines.Removed(0, frozenset())
        merged = first.finish()
    if merged.new + merged.replaced + merged.unchanged != summary.accepted:
        message = f"{merged} of {summary.accepted} accepted lines"
        raise LinesMissing(message)
    months = merged.months | removed.months | registers.settle()
    is_all = merged.new == summary.accepted and merged.months == months
    of_file = OfFile(facts, mapping.source) if is_all else None
    before, after = _rebuild(tx, months, report, of_file)
    return Loaded(
        summary=summary,
        new=merged.new,
        replaced=merged.replaced,
        removed=removed.lines,
        unchanged=merged.unchanged,
        counts=registers.counts(),
        before=before,
        after=after,
        months=frozenset(months),
        closed=_closed(tx, months),
    )


def _take_in(
    tx: Session,
    import_id: int,
    reading: Reading,
    *,
    lines_in: FirstLines | Staging,
    facts: FileFacts,
    report: Report,
) -> Registers:
    """Read all blocks; each is stored while the next is being prepared."""
    store: Callable[[], None] | None = None
    with Behind() as behind:
        registers = Registers(tx, import_id, before_writing=behind.wait)
        for block in ahead(iter(reading)):
            if block.refusals:
                behind.wait()
                keep_refusals(tx, import_id, block.refusals)
            if block.table.num_rows:
                rows = registers.lines(block.table)
                # Only now: new codes need the transaction, and would wait for the block before.
                behind.start(store)
                store = lines_in.storing(rows)
                facts.add(rows)
            report(Step.READING, block.done, block.total)
        behind.start(store)
        behind.wait()
    return registers


def _load_masters(
    tx: Session, import_id: int, reading: Reading, mapping: Mapping, report: Report
) -> Loaded:
    records = MasterLoad(tx, import_id, owned_since(tx, mapping.period_to))
    for block in ahead(iter(reading)):
        keep_refusals(tx, import_id, block.refusals)
        if block.table.num_rows:
            records.add(mapping.kind, block.table)
        report(Step.READING, block.done, block.total)
    before, after = _rebuild(tx, records.months, report)
    return Loaded(
        summary=reading.summary,
        new=records.new,
        replaced=records.changed,
        removed=0,
        unchanged=records.unchanged,
        counts=records.counts(),
        before=before,
        after=after,
        months=frozenset(records.months),
        closed=_closed(tx, records.months),
    )


def _period(mapping: Mapping, summary: ReadSummary) -> tuple[date, date] | None:
    """The days a file speaks for: those declared, else from its first to its last document."""
    start = mapping.period_from or summary.date_from
    end = mapping.period_to or summary.date_to
    return None if start is None or end is None else (start, end)


def _remove_absent(
    tx: Session,
    import_id: int,
    mapping: Mapping,
    summary: ReadSummary,
) -> lines.Removed:
    period = _period(mapping, summary)
    if mapping.policy is not Policy.REPLACE_PERIOD or period is None or not summary.accepted:
        return lines.Removed(0, frozenset())
    absent = lines.find_absent(tx, mapping.source, period)
    # A refused row may be one of the absent lines, so then any removal has to be confirmed.
    doubtful = absent.must_be_asked or (summary.refused and absent.lines)
    if doubtful and not mapping.removal_confirmed:
        raise RemovalUnconfirmed(absent, summary.refused)
    return lines.remove_absent(tx, import_id, mapping.source, period)


def _rebuild(
    tx: Session,
    months: set[date] | frozenset[date],
    report: Report,
    of_file: OfFile | None = None,
) -> tuple[list[MonthAmount], list[MonthAmount]]:
    """Facts of the touched months; `of_file` where the file has all lines that are new in them."""
    report(Step.ADDING_UP, 1, 1)
    before = month_amounts(tx, months)
    if of_file is not None and of_file.facts.is_plain and months and not before:
        of_file.facts.store(tx)
        keep_source(tx, of_file.source, months)
        check_months(tx, months)
    else:
        rebuild_months(tx, months)
    return before, month_amounts(tx, months)


def _closed(tx: Session, months: Collection[date]) -> frozenset[date]:
    """Those of the months that were closed before: what came late has to be seen."""
    closed = text("SELECT month FROM closed_month WHERE month = ANY (:months)")
    return frozenset(tx.execute(closed, {"months": sorted(months)}).scalars())


def ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """The items, each made in another thread while the one before is being used."""
    with ThreadPoolExecutor(1, "read-ahead") as reader:
        coming = reader.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = reader.submit(next, items, None)
            yield item
