"""The first rows of a file, as they are and as they will be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.intake.columns import Mapping, extra_columns, missing_meanings, resolve
from crm.intake.reader.blocks import TextBlock
from crm.intake.reader.source import Source
from crm.intake.rules import (
    DateStyle,
    LeftOut,
    NumberStyle,
    Refusal,
)
from crm.intake.styles import find_styles, places_of
from crm.intake.typed import TypedBlock
from crm.intake.validation import Plan, validator_of

PREVIEW_ROWS = 40
Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One of the first rows: as it is, and as it is read.

    `values` has a typed value per column, empty where the row is no line or is refused.
    """

    row: int
    cells: tuple[str, ...]
    values: tuple[Value, ...]
    left_out: LeftOut | None
    refusal: Refusal | None


def complete(source: Source, mapping: Mapping, today: date) -> Plan:
    """The plan by which a file is read; styles that the mapping leaves open are detected.

    Raises MappingRefused where the columns do not fit the file.
    """
    resolve(mapping, source.headers)
    style = find_styles(source, source.sample(), mapping, today)
    return _plan(source, style.mapping, today)


def _plan(source: Source, mapping: Mapping, today: date) -> Plan:
    return Plan(
        kind=mapping.kind,
        headers=source.headers,
        header_row=source.header_row,
        places=resolve(mapping, source.headers),
        extras=extra_columns(mapping, source.headers),
        number_style=mapping.number_style or NumberStyle.POINT,
        date_style=mapping.date_style or DateStyle.DMY,
        discount_style=mapping.discount_style,
        sign=mapping.sign,
        today=today,
    )


def preview_rows(
    source: Source, block: TextBlock, mapping: Mapping, today: date
) -> tuple[PreviewRow, ...]:
    """The first 40 rows below the header; only as they are while a needed column is missing."""
    first = block.slice(0, PREVIEW_ROWS)
    if missing_meanings(mapping.kind, places_of(mapping, source.headers)):
        return tuple(_as_sent(first, place) for place in range(first.height))
    plan = _plan(source, mapping, today)
    return tuple(_as_read(first, validator_of(plan).typed(first), plan))


def _as_sent(block: TextBlock, place: int) -> PreviewRow:
    return PreviewRow(block.first_row + place, tuple(block.cells(place)), (), None, None)


def _as_read(block: TextBlock, typed: TypedBlock, plan: Plan) -> Iterator[PreviewRow]:
    refused = {refusal.row: refusal for refusal in typed.refusals}
    left_out = {row.row: row for row in typed.left_out}
    records = {record["row"]: record for record in typed.table.to_pylist()}
    for place in range(block.height):
        row, cells = block.first_row + place, tuple(block.cells(place))
        values = _values(records[row], cells, plan) if row in records else ()
        yield PreviewRow(row, cells, values, left_out.get(row), refused.get(row))


def _values(record: dict[str, Value], cells: tuple[str, ...], plan: Plan) -> tuple[Value, ...]:
    values: list[Value] = list(cells)
    for meaning, place in plan.places.items():
        values[place] = record.get(meaning, cells[place])
    return tuple(values)
