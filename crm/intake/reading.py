"""The one door of reading: a file's bytes become an understanding, then typed rows.

    inspection = inspect(path, "ventas.csv", today=today)     # raises UnreadableFile
    if inspection.can_load:
        reading = read(path, inspection.mapping, today=today)
        for block in reading:            # crm.intake.typed.TypedBlock
            ...
        reading.summary                  # crm.intake.rules.ReadSummary, once the blocks are done

What the file cannot say by itself stands in `inspection.questions`; `inspection.mapping` is then
a proposal to be edited and given back (`Mapping.to_json`, `Mapping.from_json`). A mapping that
states only part is completed by `inspect(..., mapping=stated)`, and by `read` itself.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from crm.intake.columns import Mapping
from crm.intake.inspecting import Inspection, inspect_source
from crm.intake.preview import complete
from crm.intake.reader.arrow import pc
from crm.intake.reader.source import Source, open_source
from crm.intake.rules import Kind, LeftOutReason, ReadSummary, ReadWarning
from crm.intake.typed import TypedBlock
from crm.intake.validation import Plan, SalesValidator, validator_of
from crm.intake.validation.sales import dates_of

__all__ = ["Inspection", "Reading", "inspect", "read", "read_inspected"]

_CENT = Decimal("0.01")
_ZERO = Decimal(0)


def inspect(
    data: bytes | Path,
    filename: str,
    *,
    today: date,
    mapping: Mapping | None = None,
    opened: Source | None = None,
) -> Inspection:
    """Understand a file: its shape, its columns, how its first rows would be read, what is open.

    Args:
        data: the file, or its bytes.
        filename: its name, which helps where two kinds of file look alike.
        today: dates after it are not believed.
        mapping: what is known already (a profile, a person's answer); the rest is detected.
        opened: the file from an earlier look at it. It is used again unless the mapping asks for
            another table: unpacking a workbook takes most of the time and of the memory.

    Raises:
        UnreadableFile: it is no table, or one that cannot be read; the text says how to mend it.
        MappingRefused: the mapping given does not fit the file.
    """
    with _as_path(data) as path:
        if opened is None or (mapping and not opened.serves(mapping)):
            opened = open_source(path, mapping)
        return inspect_source(opened, filename, today, mapping)


def read(path: Path, mapping: Mapping, *, today: date) -> "Reading":
    """Read all rows of a file by a mapping; what the mapping leaves open is detected.

    Raises UnreadableFile and MappingRefused before the first block; content never raises, it is
    refused row by row. (A text whose bytes are wrong far into the file raises on its way.)
    """
    source = open_source(path, mapping)
    return Reading(source, complete(source, mapping, today))


def read_inspected(inspection: Inspection, *, today: date) -> "Reading":
    """Read the file that has just been inspected from its path, without opening it again.

    Saves unpacking a workbook a second time. The inspection must have no questions left.
    """
    return Reading(inspection.source, complete(inspection.source, inspection.mapping, today))


class Reading:
    """The typed blocks of one file, once, in its order; and after the last one, their summary."""

    def __init__(self, source: Source, plan: Plan) -> None:
        self.plan = plan
        self._source = source
        self._validator = validator_of(plan)
        self._rows = Counter[str]()
        self._left_out = Counter[LeftOutReason]()
        self._amount = self._quantity = _ZERO
        self._dates: list[date] = []
        self._is_done = False

    def __iter__(self) -> Iterator[TypedBlock]:
        """The blocks, in the file's order."""
        for text_block in self._source.blocks():
            block = replace(self._validator.typed(text_block), total=self._source.size)
            self._count(block)
            yield block
        if isinstance(self._validator, SalesValidator):
            self._validator.control.close()
            if self._validator.control.was_plain:
                self._left_out[LeftOutReason.SUBTOTAL] -= 1
                self._left_out[LeftOutReason.TOTAL] += 1
        self._is_done = True

    @property
    def summary(self) -> ReadSummary:
        """Totals of what has been read. Only to be asked when the blocks are done."""
        if not self._is_done:
            msg = "the blocks have not been read to the end"
            raise RuntimeError(msg)
        sales = self._validator if isinstance(self._validator, SalesValidator) else None
        total = sales.control.amount if sales else None
        refused = sales.refused_amount if sales else _ZERO
        return ReadSummary(
            kind=self.plan.kind,
            lines_read=self._rows["read"],
            accepted=self._rows["accepted"],
            refused=self._rows["refused"],
            left_out=self._rows["left_out"],
            total_amount=self._amount,
            total_quantity=self._quantity,
            refused_amount=refused,
            date_from=min(self._dates, default=None),
            date_to=max(self._dates, default=None),
            control_total=total,
            control_row=sales.control.row if sales else None,
            control_agrees=_agrees(total, self._amount),
            read_agrees=_agrees(total, self._amount + refused),
            left_out_by_reason=dict(+self._left_out),
            warnings=_warnings(sales) if sales else (),
        )

    def _count(self, block: TypedBlock) -> None:
        self._rows["read"] += block.rows_read
        self._rows["accepted"] += block.table.num_rows
        self._rows["refused"] += len(block.refusals)
        self._rows["left_out"] += len(block.left_out)
        self._left_out.update(row.reason for row in block.left_out)
        if block.kind is Kind.SALES and block.table.num_rows:
            self._amount += pc.sum(block.table["amount"]).as_py() or _ZERO
            self._quantity += pc.sum(block.table["quantity"]).as_py() or _ZERO
            self._dates += [day for day in dates_of(block.table) if day]


def _agrees(total: Decimal | None, lines: Decimal) -> bool | None:
    return None if total is None else abs(total - lines) <= _CENT


def _warnings(sales: SalesValidator) -> tuple[ReadWarning, ...]:
    if not sales.odd_amounts:
        return ()
    return (ReadWarning("amount_differs", sales.odd_amounts, sales.first_odd_amount),)


@contextmanager
def _as_path(data: bytes | Path) -> Iterator[Path]:
    if isinstance(data, Path):
        yield data
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        yield path
