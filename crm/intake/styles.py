"""How the cells of a file are written: its dates, numbers and discounts, by their evidence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm.intake.columns import Mapping, position_of
from crm.intake.mapping import Question
from crm.intake.reader.arrow import pc
from crm.intake.reader.blocks import TextBlock
from crm.intake.reader.dates import DateEvidence, cells_by_count, date_evidence
from crm.intake.reader.errors import UnreadableFile
from crm.intake.reader.formats import FileFormat
from crm.intake.reader.header import stated_period
from crm.intake.reader.numbers import NumberEvidence, number_evidence, number_of
from crm.intake.reader.source import Source
from crm.intake.rules import (
    DATES,
    NUMBERS,
    REPEATABLE,
    DiscountStyle,
    Meaning,
    NumberStyle,
)
from crm.intake.vocabulary import tokens_of

SCANNED_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Styles:
    """A mapping with its styles filled in as far as the file proves them, and what it does not."""

    mapping: Mapping
    questions: tuple[Question, ...]
    dates: DateEvidence
    numbers: NumberEvidence


def find_styles(source: Source, block: TextBlock, draft: Mapping, today: date) -> Styles:
    """Fill in how dates, numbers and discounts are read, or ask."""
    places = places_of(draft, source.headers)
    dates = _date_evidence(source, block, draft, places, today)
    numbers = number_evidence(_number_cells(block, places))
    questions: list[Question] = []
    date_style = draft.date_style or dates.style
    if date_style is None and dates.readings:
        options = tuple(str(reading.style) for reading in dates.readings)
        params: dict[str, str | int] = {"value": dates.readings[0].sample}
        proposed = dates.proposed and str(dates.proposed)
        questions.append(
            Question("date_style", "intake.mapping_which_date_style", options, proposed, params)
        )
    number_style = draft.number_style or numbers.style
    if number_style is None:
        example = numbers.either_example or numbers.point_example
        questions.append(
            Question(
                "number_style",
                "intake.mapping_which_number_style",
                tuple(map(str, NumberStyle)),
                None,
                {"value": example},
            )
        )
    discount = draft.discount_style or _discount_style(block, places, number_style, source.headers)
    if Meaning.DISCOUNT in places and discount is None and Meaning.AMOUNT not in places:
        options = tuple(map(str, DiscountStyle))
        questions.append(Question("discount_style", "intake.mapping_which_discount_style", options))
    mapping = replace(
        draft,
        date_style=date_style or dates.proposed,
        number_style=number_style,
        discount_style=discount,
    )
    return Styles(mapping, tuple(questions), dates, numbers)


def places_of(mapping: Mapping, headers: tuple[str, ...]) -> dict[Meaning, int]:
    """Position from 0 of the column of each meaning; nothing need be complete."""
    return {
        meaning: position_of(name, headers)
        for name, meaning in mapping.columns.items()
        if meaning not in REPEATABLE
    }


def _number_cells(block: TextBlock, places: dict[Meaning, int]) -> Iterable[str]:
    for meaning in NUMBERS & places.keys():
        place = places[meaning]
        native = block.native[place]
        column = block.columns[place]
        yield from (
            (column if native is None else column.filter(pc.invert(native))).unique().to_pylist()
        )


def _date_evidence(
    source: Source, block: TextBlock, draft: Mapping, places: dict[Meaning, int], today: date
) -> DateEvidence:
    place = next((places[meaning] for meaning in DATES if meaning in places), None)
    if place is None:
        return DateEvidence(None)
    counts, has_native = Counter[str](), False
    needs_all = block.native[place] is None or not pc.all(block.native[place]).as_py()
    blocks = source.blocks() if needs_all and draft.date_style is None else iter([block])
    for part in blocks:
        native = part.native[place]
        has_native = has_native or native is not None
        texts = part.columns[place]
        texts = texts if native is None else texts.filter(pc.invert(native))
        counts.update(cells_by_count(pc.utf8_trim_whitespace(texts)))
        if source.format is FileFormat.DELIMITED and part.done > SCANNED_BYTES:
            break
    evidence = date_evidence(
        counts, has_native=has_native, today=today, period=stated_period(source.title_rows)
    )
    if evidence.mixed and draft.date_style is None:
        raise _two_styles(source, place, *evidence.mixed)
    return evidence


def _two_styles(source: Source, place: int, first: str, second: str) -> UnreadableFile:
    rows: dict[str, int] = {}
    for block in source.blocks():
        texts = pc.utf8_trim_whitespace(block.columns[place])
        for word in (first, second):
            found = pc.index(texts, word).as_py()
            if found >= 0:
                rows.setdefault(word, block.first_row + found)
        if len(rows) == 2:
            break
    return UnreadableFile(
        "intake.file_two_date_styles",
        column=source.headers[place],
        first=first,
        first_row=rows[first],
        second=second,
        second_row=rows[second],
    )


def _discount_style(
    block: TextBlock, places: dict[Meaning, int], style: NumberStyle | None, headers: Sequence[str]
) -> DiscountStyle | None:
    """What discounts say: by a % in header or cell, by their size. None where it stays open."""
    place = places.get(Meaning.DISCOUNT)
    if place is None:
        return None
    cells = [cell.strip() for cell in block.columns[place].unique().to_pylist()]
    native = block.native[place] is not None
    read = NumberStyle.POINT if native or style is None else style
    values = [abs(v) for cell in cells if cell and (v := number_of(cell, read)) is not None]
    largest = max(values, default=Decimal(0))
    words = tokens_of(headers[place])
    if any(cell.endswith("%") for cell in cells):
        return DiscountStyle.PERCENT
    if "amount" in words or largest > 100:
        return DiscountStyle.AMOUNT
    return _by_size(values, largest, is_percent="percent" in words)


def _by_size(
    values: Sequence[Decimal], largest: Decimal, *, is_percent: bool
) -> DiscountStyle | None:
    """Up to 1 it is a ratio, if not all are whole under a header with %."""
    if largest <= 1:
        whole = largest == 1 and all(value in (0, 1) for value in values)
        return DiscountStyle.PERCENT if is_percent and whole else DiscountStyle.RATIO
    return DiscountStyle.PERCENT if is_percent else None
