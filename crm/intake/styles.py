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
from crm.intake.reader.numbers import NumberEvidence, number_column, number_evidence
from crm.intake.reader.source import Source
from crm.intake.rules import (
    DATES,
    NUMBERS,
    REPEATABLE,
    DiscountStyle,
    Meaning,
    NumberStyle,
)
from crm.intake.validation.sales import net_amount
from crm.intake.vocabulary import tokens_of

SCANNED_BYTES = 16 << 20
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Styles:
    """A mapping with its styles filled in as far as the file proves them, and what it does not."""

    mapping: Mapping
    questions: tuple[Question, ...]
    dates: DateEvidence
    numbers: NumberEvidence


def find_styles(source: Source, block: TextBlock, draft: Mapping, today: date) -> Styles:
    """Fill in how dates, numbers and discounts are read, or ask.

    Args:
        source: the opened file, read further where the sample settles nothing.
        block: a sample of its first rows.
        draft: the mapping so far; the styles it states are taken as said.
        today: dates after it speak against a reading.
    """
    places = places_of(draft, source.headers)
    dates = _date_evidence(source, block, draft, places, today)
    date_style = draft.date_style or dates.style
    numbers = _number_evidence(source, block, places)
    number_style = draft.number_style or numbers.style
    discount = draft.discount_style or _discount_style(block, places, number_style, source.headers)
    mapping = replace(
        draft,
        date_style=date_style or dates.proposed,
        number_style=number_style,
        discount_style=discount,
    )
    questions = (
        *(_date_question(dates) if date_style is None else ()),
        *(_number_question(numbers) if number_style is None else ()),
        *(_discount_question(places) if discount is None else ()),
    )
    return Styles(mapping, questions, dates, numbers)


def _date_question(dates: DateEvidence) -> tuple[Question, ...]:
    if not dates.readings:
        return ()
    options = tuple(str(reading.style) for reading in dates.readings)
    proposed = dates.proposed and str(dates.proposed)
    params: dict[str, str | int] = {"value": dates.readings[0].sample}
    return (Question("date_style", "intake.mapping_which_date_style", options, proposed, params),)


def _number_question(numbers: NumberEvidence) -> tuple[Question, ...]:
    options = tuple(map(str, NumberStyle))
    params: dict[str, str | int] = {"value": numbers.either_example or numbers.point_example}
    return (Question("number_style", "intake.mapping_which_number_style", options, None, params),)


def _discount_question(places: dict[Meaning, int]) -> tuple[Question, ...]:
    """Only where the amount depends on it."""
    if Meaning.DISCOUNT not in places or Meaning.AMOUNT in places:
        return ()
    options = tuple(map(str, DiscountStyle))
    return (Question("discount_style", "intake.mapping_which_discount_style", options),)


def _number_evidence(
    source: Source, block: TextBlock, places: dict[Meaning, int]
) -> NumberEvidence:
    """By the sample; where that has whole numbers only, by the first rows that say more."""
    evidence = number_evidence(_number_cells(block, places))
    if evidence.point or evidence.comma or not NUMBERS & places.keys():
        return evidence
    if source.format is FileFormat.SPREADSHEET:
        return evidence
    for part in source.blocks():
        further = number_evidence(_number_cells(part, places))
        if further.point or further.comma:
            return further
        if part.done > SCANNED_BYTES:
            break
    return evidence


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
    """What discounts say: by a % in header or cell, by what fits the amounts, by their size."""
    place = places.get(Meaning.DISCOUNT)
    if place is None:
        return None
    cells = [cell.strip() for cell in block.columns[place].unique().to_pylist()]
    words = tokens_of(headers[place])
    if any(cell.endswith("%") for cell in cells):
        return DiscountStyle.PERCENT
    if "amount" in words:
        return DiscountStyle.AMOUNT
    values = [value for value in _numbers(block, place, style) if value]
    return _by_fit(block, places, style) or _by_size(values, is_percent="percent" in words)


def _by_fit(
    block: TextBlock, places: dict[Meaning, int], style: NumberStyle | None
) -> DiscountStyle | None:
    """The reading under which most discounted lines give their own amount to the cent."""
    needed = (Meaning.QUANTITY, Meaning.UNIT_PRICE, Meaning.DISCOUNT, Meaning.AMOUNT)
    if any(meaning not in places for meaning in needed):
        return None
    fits = Counter[DiscountStyle]()
    lines = 0
    for figures in zip(*(_numbers(block, places[m], style) for m in needed), strict=True):
        quantity, price, discount, amount = figures
        if not quantity or not price or not discount or amount is None:
            continue
        lines += 1
        fits.update(
            reading
            for reading in DiscountStyle
            if abs(net_amount(quantity, price, discount, reading) - amount) <= _CENT
        )
    best = fits.most_common(1)
    return best[0][0] if best and best[0][1] * 2 > lines else None


def _numbers(block: TextBlock, place: int, style: NumberStyle | None) -> list[Decimal | None]:
    cells = pc.utf8_trim_whitespace(block.columns[place])
    return number_column(cells, block.native[place], style or NumberStyle.POINT).values.to_pylist()


def _by_size(values: Sequence[Decimal], *, is_percent: bool) -> DiscountStyle | None:
    """Above 100 it is money; up to 1 a ratio, if not all are ones under a header with %."""
    largest = max(map(abs, values), default=Decimal(0))
    if largest > 100:
        return DiscountStyle.AMOUNT
    if largest <= 1:
        ones = bool(values) and all(value == 1 for value in values)
        return DiscountStyle.PERCENT if is_percent and ones else DiscountStyle.RATIO
    return DiscountStyle.PERCENT if is_percent else None
