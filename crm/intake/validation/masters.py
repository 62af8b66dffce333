"""Master files: clients, products and salespeople. A blank cell says nothing and erases nothing."""

import json
from collections.abc import Iterator
from datetime import date

import pyarrow as pa

from crm.intake.reader.blocks import TextBlock
from crm.intake.reader.dates import date_column
from crm.intake.rules import LeftOut, Meaning, Refusal, RefusalCode
from crm.intake.typed import SCHEMA_BY_KIND, TypedBlock
from crm.intake.validation.odd_rows import left_out_record
from crm.intake.validation.plan import Plan, rows_at

_LONGEST_CODE = 80
Record = dict[str, str | int | date | None]


class MasterValidator:
    """Reads the blocks of one master file in order; a code that comes again is refused."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._schema = SCHEMA_BY_KIND[plan.kind]
        self._codes: set[str] = set()

    def typed(self, block: TextBlock) -> TypedBlock:
        """The typed records of a block, its refusals and the rows that are no records."""
        records: list[Record] = []
        refusals: list[Refusal] = []
        left_out: list[LeftOut] = []
        everywhere = pa.array(range(block.height), pa.int32())
        created = self._created(block)
        for place, cells in enumerate(rows_at(block, everywhere)):
            row = block.first_row + place
            odd = None if place in block.too_wide else left_out_record(row, cells, self._plan)
            if odd is not None:
                left_out.append(odd)
                continue
            fault = next(self._faults(place, cells, block, created), None)
            if fault is not None:
                refusals.append(self._plan.refusal(row, cells, *fault))
                continue
            self._codes.add(self._code(cells))
            records.append(self._record(row, cells, created[place]))
        table = pa.Table.from_pylist(records, schema=self._schema)
        kind = self._plan.kind
        return TypedBlock(
            kind, table, tuple(refusals), tuple(left_out), block.height, block.done, 0
        )

    def _code(self, cells: list[str]) -> str:
        return cells[self._plan.places[Meaning.CODE]]

    def _faults(
        self,
        place: int,
        cells: list[str],
        block: TextBlock,
        created: list[date | RefusalCode | None],
    ) -> Iterator[tuple[RefusalCode, Meaning | None]]:
        code = self._code(cells)
        if place in block.too_wide:
            yield RefusalCode.RAGGED, None
        if not code:
            yield RefusalCode.MISSING, Meaning.CODE
        if len(code) > _LONGEST_CODE:
            yield RefusalCode.TOO_LONG, Meaning.CODE
        if isinstance(created[place], RefusalCode):
            yield RefusalCode(created[place]), Meaning.CREATED_ON
        if code in self._codes:
            yield RefusalCode.REPEATED, Meaning.CODE

    def _created(self, block: TextBlock) -> list[date | RefusalCode | None]:
        place = self._plan.places.get(Meaning.CREATED_ON)
        if place is None:
            return [None] * block.height
        texts = block.columns[place]
        plan = self._plan
        read = date_column(texts, block.native[place], plan.date_style, plan.today)
        return [
            day if day is not None else read.faults.get(cell)
            for day, cell in zip(read.values.to_pylist(), texts.to_pylist(), strict=True)
        ]

    def _record(self, row: int, cells: list[str], created: date | RefusalCode | None) -> Record:
        record: Record = {"row": row}
        for meaning, place in self._plan.places.items():
            record[str(meaning)] = cells[place] or None
        if Meaning.CREATED_ON in self._plan.places:
            record[str(Meaning.CREATED_ON)] = created
        kept = {name: cells[place] for name, place in self._plan.extras.items() if cells[place]}
        record["extra"] = json.dumps(kept, ensure_ascii=False) if kept else None
        return record
