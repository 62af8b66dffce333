"""What a file is found to be: its shape, the mapping it proposes, and what stays open."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pyarrow.compute as pc

from crm.intake.columns import Mapping, extra_columns, missing_meanings, position_of, resolve
from crm.intake.mapping import (
    ColumnProposal,
    Question,
    column_questions,
    guess_kind,
    propose_columns,
)
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
    DateStyle,
    DiscountStyle,
    Kind,
    LeftOut,
    Meaning,
    NumberStyle,
    Refusal,
    layout_fingerprint,
)
from crm.intake.validation import MasterValidator, Plan, SalesValidator
from crm.intake.vocabulary import normalised, tokens_of

PREVIEW_ROWS = 40
_SAMPLE_CELLS = 60
_SCANNED_BYTES = 32 << 20
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


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known of a file before a row of it is loaded.

    `mapping` is complete when there are no `questions`; else it is the best proposal.
    `fingerprint` names the layout, under which a mapping can be kept and found again. `samples`
    are some filled cells of each column. `source` is the opened file, for `read_inspected`.
    """

    format: FileFormat
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    header_row: int
    headers: tuple[str, ...]
    title_rows: tuple[tuple[str, ...], ...]
    period: tuple[date, date] | None
    columns: tuple[ColumnProposal, ...]
    samples: tuple[tuple[str, ...], ...]
    mapping: Mapping
    questions: tuple[Question, ...]
    dates: DateEvidence
    numbers: NumberEvidence
    preview: tuple[PreviewRow, ...]
    fingerprint: str
    source: Source

    @property
    def can_load(self) -> bool:
        """Whether nothing has to be asked."""
        return not self.questions


def inspect_source(
    source: Source, filename: str, today: date, stated: Mapping | None
) -> Inspection:
    """Understand an opened file. What the mapping states is taken as said."""
    block = source.sample()
    samples = _samples(block)
    period = stated_period(source.title_rows)
    guess = guess_kind(source.headers, filename)
    kind = stated.kind if stated else guess.kind or Kind.SALES
    columns = propose_columns(source.headers, samples, kind)
    questions: list[Question] = []
    if stated is None:
        if guess.rivals:
            questions.append(_kind_question(guess.rivals, guess.kind))
        questions += column_questions(columns, kind, samples)
        questions += _twin_questions(columns, kind, source)
        chosen = {column.name: column.meaning for column in columns}
        draft = Mapping(kind, chosen)
    else:
        columns = _stated_columns(columns, stated, source.headers)
        draft = stated
    if source.like_sheets and not (stated and stated.sheet):
        options = (source.sheet or "", *source.like_sheets)
        questions.append(Question("sheet", "intake.mapping_which_sheet", options, options[0]))
    draft = replace(
        draft,
        sheet=source.sheet,
        header_row=source.header_row,
        delimiter=source.delimiter,
        encoding=source.encoding,
        period_from=draft.period_from or (period[0] if period else None),
        period_to=draft.period_to or (period[1] if period else None),
    )
    style = _find_styles(source, block, draft, today)
    questions += style.questions
    return Inspection(
        format=source.format,
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheet=source.sheet,
        sheets=source.sheets,
        header_row=source.header_row,
        headers=source.headers,
        title_rows=source.title_rows,
        period=period,
        columns=columns,
        samples=samples,
        mapping=style.mapping,
        questions=tuple(questions),
        dates=style.dates,
        numbers=style.numbers,
        preview=_preview(source, block, style.mapping, today),
        fingerprint=layout_fingerprint(kind, map(normalised, source.headers)),
        source=source,
    )


def complete(source: Source, mapping: Mapping, today: date) -> Plan:
    """The plan by which a file is read; styles that the mapping leaves open are detected.

    Raises MappingRefused where the columns do not fit the file.
    """
    resolve(mapping, source.headers)
    style = _find_styles(source, source.sample(), mapping, today)
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
        discount_style=mapping.discount_style or DiscountStyle.RATIO,
        sign=mapping.sign,
        today=today,
    )


def _kind_question(rivals: tuple[Kind, ...], likely: Kind | None) -> Question:
    options = tuple(str(kind) for kind in rivals)
    return Question("kind", "intake.mapping_which_kind", options, likely and str(likely))


def _twin_questions(
    columns: Sequence[ColumnProposal], kind: Kind, source: Source
) -> list[Question]:
    """Two columns with one and the same header: nobody but the sender knows which is meant."""
    repeated = Counter(normalised(header) for header in source.headers if header)
    return [
        Question(
            about=str(column.meaning),
            key="intake.mapping_two_columns",
            options=tuple(
                other.name
                for other in columns
                if normalised(other.header) == normalised(column.header)
            ),
            proposed=column.name,
            params={"header": column.header},
        )
        for column in columns
        if column.meaning not in REPEATABLE and repeated[normalised(column.header)] > 1
    ]


def _stated_columns(
    columns: Sequence[ColumnProposal], stated: Mapping, headers: tuple[str, ...]
) -> tuple[ColumnProposal, ...]:
    meaning_by_place = {
        position_of(name, headers): meaning for name, meaning in stated.columns.items()
    }
    return tuple(
        replace(
            column,
            meaning=meaning_by_place.get(column.position, Meaning.IGNORE),
            confidence=1.0,
            reason="intake.mapping_stated",
            params={},
        )
        for column in columns
    )


def _samples(block: TextBlock) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(list(dict.fromkeys(filter(None, map(str.strip, column.to_pylist()))))[:_SAMPLE_CELLS])
        for column in block.columns
    )


@dataclass(frozen=True, slots=True)
class _Styles:
    mapping: Mapping
    questions: tuple[Question, ...]
    dates: DateEvidence
    numbers: NumberEvidence


def _find_styles(source: Source, block: TextBlock, draft: Mapping, today: date) -> _Styles:
    """Fill in how dates, numbers and discounts are read, or ask."""
    places = _places(draft, source.headers)
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
    return _Styles(mapping, tuple(questions), dates, numbers)


def _places(mapping: Mapping, headers: tuple[str, ...]) -> dict[Meaning, int]:
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
        if source.format is FileFormat.DELIMITED and part.done > _SCANNED_BYTES:
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
    if "amount" in words:
        return DiscountStyle.AMOUNT
    if largest <= 1:
        only_zero_or_one = all(value in (0, 1) for value in values)
        is_percent = "percent" in words and only_zero_or_one and largest == 1
        return DiscountStyle.PERCENT if is_percent else DiscountStyle.RATIO
    if "percent" in words:
        return DiscountStyle.PERCENT
    if largest > 100:
        return DiscountStyle.AMOUNT
    return None


def _preview(
    source: Source, block: TextBlock, mapping: Mapping, today: date
) -> tuple[PreviewRow, ...]:
    first = TextBlock(
        block.first_row,
        tuple(column.slice(0, PREVIEW_ROWS) for column in block.columns),
        tuple(n if n is None else n.slice(0, PREVIEW_ROWS) for n in block.native),
        block.done,
        frozenset(place for place in block.too_wide if place < PREVIEW_ROWS),
    )
    if missing_meanings(mapping.kind, _places(mapping, source.headers)):
        return tuple(_as_sent(first, place) for place in range(first.height))
    plan = _plan(source, mapping, today)
    is_sales = plan.kind is Kind.SALES
    typed = (SalesValidator(plan) if is_sales else MasterValidator(plan)).typed(first)
    refused = {refusal.row: refusal for refusal in typed.refusals}
    left_out = {row.row: row for row in typed.left_out}
    read = {record["row"]: record for record in typed.table.to_pylist()}
    meaning_by_place = {place: meaning for meaning, place in plan.places.items()}
    rows: list[PreviewRow] = []
    for place in range(first.height):
        number, cells = first.first_row + place, first.cells(place)
        record = read.get(number)
        values = (
            tuple(
                record.get(meaning_by_place[p], cell) if p in meaning_by_place else cell
                for p, cell in enumerate(cells)
            )
            if record
            else ()
        )
        rows.append(
            PreviewRow(number, tuple(cells), values, left_out.get(number), refused.get(number))
        )
    return tuple(rows)


def _as_sent(block: TextBlock, place: int) -> PreviewRow:
    return PreviewRow(block.first_row + place, tuple(block.cells(place)), (), None, None)
