"""What a file is found to be: its shape, the mapping it proposes, and what stays open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm.intake.columns import Mapping, position_of
from crm.intake.evidence import doubted, names_beside_their_codes
from crm.intake.mapping import (
    ColumnProposal,
    KindGuess,
    Question,
    column_questions,
    guess_kind,
    propose_columns,
)
from crm.intake.preview import PreviewRow, preview_rows
from crm.intake.reader.blocks import TextBlock
from crm.intake.reader.dates import DateEvidence
from crm.intake.reader.formats import FileFormat
from crm.intake.reader.header import stated_period
from crm.intake.reader.numbers import NumberEvidence
from crm.intake.reader.source import Source
from crm.intake.rules import REPEATABLE, Kind, Meaning, layout_fingerprint
from crm.intake.styles import find_styles
from crm.intake.vocabulary import normalised

_SAMPLE_CELLS = 60


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
    guess = _guess(source, samples, filename, stated)
    kind = guess.kind or Kind.SALES
    columns = propose_columns(source.headers, samples, kind)
    columns = (
        _stated_columns(columns, stated, source.headers)
        if stated
        else names_beside_their_codes(columns, block)
    )
    draft = _draft(source, kind, columns, stated)
    styles = find_styles(source, block, draft, today)
    asked_columns = column_questions(columns, kind, samples)
    twins = () if stated else _twin_questions(columns, source)
    return Inspection(
        format=source.format,
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheet=source.sheet,
        sheets=source.sheets,
        header_row=source.header_row,
        headers=source.headers,
        title_rows=source.title_rows,
        period=stated_period(source.title_rows),
        columns=columns,
        samples=samples,
        mapping=styles.mapping,
        questions=(
            *_kind_questions(guess),
            *_sheet_questions(source, stated),
            *asked_columns,
            *twins,
            *styles.questions,
        ),
        dates=styles.dates,
        numbers=styles.numbers,
        preview=preview_rows(source, block, styles.mapping, today),
        fingerprint=layout_fingerprint(kind, map(normalised, source.headers)),
        source=source,
    )


def _guess(
    source: Source, samples: Sequence[Sequence[str]], filename: str, stated: Mapping | None
) -> KindGuess:
    if stated:
        return KindGuess(stated.kind, 1)
    return doubted(guess_kind(source.headers, filename), source.headers, samples)


def _draft(
    source: Source, kind: Kind, columns: Sequence[ColumnProposal], stated: Mapping | None
) -> Mapping:
    """What is stated, else proposed, brought to this file: its sheet, its header, its period."""
    draft = stated or Mapping(kind, {column.name: column.meaning for column in columns})
    start, end = stated_period(source.title_rows) or (None, None)
    return replace(
        draft,
        sheet=source.sheet,
        header_row=source.header_row,
        delimiter=source.delimiter,
        encoding=source.encoding,
        period_from=draft.period_from or start,
        period_to=draft.period_to or end,
    )


def _kind_questions(guess: KindGuess) -> tuple[Question, ...]:
    if not guess.rivals:
        return ()
    # The likely ones first; the others too, since headings without sense say little of the kind.
    options = tuple(dict.fromkeys(map(str, (*guess.rivals, *Kind))))
    proposed = guess.kind and str(guess.kind)
    return (Question("kind", "intake.mapping_which_kind", options, proposed),)


def _sheet_questions(source: Source, stated: Mapping | None) -> tuple[Question, ...]:
    if not source.like_sheets or source.sheet is None or (stated and stated.sheet):
        return ()
    options = (source.sheet, *source.like_sheets)
    return (Question("sheet", "intake.mapping_which_sheet", options, source.sheet),)


def _twin_questions(columns: Sequence[ColumnProposal], source: Source) -> list[Question]:
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
