"""A file read on trial: what its page shows before a row of it is loaded.

`look` reads the first rows and is quick; `add_up` reads all of them. Both run beside the server,
never inside it: see `crm.intake.desk`.
"""

from collections import defaultdict
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from crm.intake.choices import STYLES, Choices
from crm.intake.columns import Mapping, position_of
from crm.intake.inspecting import Inspection, inspect_source
from crm.intake.mapping import ColumnProposal, Question, propose_columns
from crm.intake.reader.arrow import pc
from crm.intake.reader.source import open_source
from crm.intake.reading import read
from crm.intake.rules import DATES, Kind, LeftOut, LeftOutReason, Meaning, Policy, Refusal
from crm.intake.trial_parts import MonthTotal, Totals
from crm.intake.typed import TypedBlock
from crm.kit.periods import Month

SHOWN_REFUSALS = 200
CODES = {
    Kind.SALES: ("client_code", "product_code", "family", "seller_code"),
    Kind.CLIENTS: ("code", "seller_code"),
    Kind.PRODUCTS: ("code", "family"),
    Kind.SELLERS: ("code",),
}
"""Columns whose codes are compared with what is stored, by kind."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an import has already settled about its file, and what it still asks.

    `mapping` is the one that was proposed or used, None for a file nobody has looked at;
    `questions` are those it waits for.
    """

    mapping: Mapping | None = None
    questions: tuple[Question, ...] = ()

    @classmethod
    def of(cls, mapping: Dict[str, Any] | None, inspection: Dict[str, Any] | None) -> "Known":
        """From what `import_batch` keeps."""
        if not mapping or "columns" not in mapping:
            return cls()
        asked = (inspection or {}).get("questions", [])
        questions = tuple(
            Question(q["about"], q["key"], tuple(q["options"]), q["proposed"], q["params"])
            for q in asked
        )
        return cls(Mapping.from_json(mapping), questions)


@dataclass(frozen=True, slots=True)
class Look:
    """How a file would be read by some choices.

    `found` is what the file says by itself, `shown` what results with the choices; `columns` are
    those of `shown` with the evidence of `found`. `questions` are still open.
    """

    found: Inspection
    shown: Inspection
    columns: tuple[ColumnProposal, ...]
    questions: tuple[Question, ...]

    @property
    def mapping(self) -> Mapping:
        """What loading would be given."""
        return self.shown.mapping


def look(path: Path, filename: str, today: date, choices: Choices, known: Known) -> Look:
    """How the file would be read by these choices, laid over what is known.

    Raises UnreadableFile where they leave no table, MappingRefused where they mean nothing.
    """
    if choices.changes_shape:
        known = Known()  # it was about other cells
    found = _inspected(path, filename, today, _shape(choices, known))
    columns = choices.meant(_proposed(found, choices, known))
    draft = choices.laid_over(_as_settled(found, columns, choices, known), columns, found.headers)
    shown = inspect_source(found.source, filename, today, draft)
    questions = _open_questions(known.questions or found.questions, shown.questions, choices)
    return Look(found, shown, columns, questions)


def add_up(path: Path, mapping: Mapping, today: date) -> Totals:
    """Read every row by a complete mapping and add it up; nothing is stored."""
    reading = read(path, mapping, today=today)
    lines, amounts = defaultdict[Month, int](int), defaultdict[Month, Decimal](Decimal)
    codes: dict[str, set[str]] = {name: set() for name in CODES[mapping.kind]}
    refusals: list[Refusal] = []
    totals: list[LeftOut] = []
    for block in reading:
        refusals += block.refusals[: SHOWN_REFUSALS - len(refusals)]
        totals += [row for row in block.left_out if row.reason is LeftOutReason.TOTAL]
        for name, seen in codes.items():
            seen.update(filter(None, pc.unique(block.table[name]).to_pylist()))
        for part in _by_month(block):
            lines[part.month] += part.lines
            amounts[part.month] += part.amount
    return Totals(
        summary=reading.summary,
        months=tuple(MonthTotal(month, lines[month], amounts[month]) for month in sorted(lines)),
        refusals=tuple(refusals),
        totals=tuple(totals),
        codes={name: frozenset(seen) for name, seen in codes.items()},
    )


def _shape(choices: Choices, known: Known) -> tuple[tuple[str, str], ...]:
    """Where the table is said to be; empty when the file is to find it."""
    said = {name: choices.stated[name] for name in _PLACE if name in choices.stated}
    if said or known.mapping is None:
        return tuple(said.items())
    kept = known.mapping.to_json()
    return tuple((name, str(kept[name])) for name in _PLACE if kept[name])


_PLACE = ("sheet", "header_row", "delimiter", "encoding")


@lru_cache(maxsize=8)
def _inspected(
    path: Path, filename: str, today: date, shape: tuple[tuple[str, str], ...]
) -> Inspection:
    """What the file says by itself; kept, because every choice on the page asks for it again."""
    stated = Choices(dict(shape)).shape(Kind.SALES) if shape else None
    return inspect_source(open_source(path, stated), filename, today, None)


def _proposed(found: Inspection, choices: Choices, known: Known) -> tuple[ColumnProposal, ...]:
    """The columns before the choices: as was settled, else as found for the kind of file."""
    kind = _kind(found, choices, known)
    columns = found.columns
    if kind is not found.mapping.kind:
        columns = propose_columns(found.headers, found.samples, kind)
    if known.mapping is None or kind is not known.mapping.kind:
        return columns
    settled = {
        position_of(name, found.headers): meaning for name, meaning in known.mapping.columns.items()
    }
    return tuple(_settled(column, settled) for column in columns)


def _settled(column: ColumnProposal, settled: Dict[int, Meaning]) -> ColumnProposal:
    meaning = settled.get(column.position, Meaning.IGNORE)
    if meaning is column.meaning:
        return column
    reason = "intake.mapping_stated"
    return replace(column, meaning=meaning, confidence=1.0, reason=reason, params={})


def _kind(found: Inspection, choices: Choices, known: Known) -> Kind:
    if "kind" in choices.stated:
        return Kind(choices.stated["kind"])
    return known.mapping.kind if known.mapping else found.mapping.kind


def _as_settled(
    found: Inspection, columns: tuple[ColumnProposal, ...], choices: Choices, known: Known
) -> Mapping:
    """The mapping before the choices, without what is only likely: that stays a question.

    The date's style is kept where it is settled, or proved and still about the same column, since
    finding it reads the whole file.
    """
    same_dates = _dated(columns) == _dated(found.columns)
    settled = {
        name: value
        for name, value in (known.mapping.to_json() if known.mapping else {}).items()
        if name in STYLES and name not in {q.about for q in known.questions}
    }
    proved = found.dates.style if same_dates else None
    draft = replace(
        found.mapping,
        kind=_kind(found, choices, known),
        source=known.mapping.source if known.mapping else found.mapping.source,
        number_style=None,
        discount_style=None,
        date_style=proved,
        columns={column.name: column.meaning for column in columns} or found.mapping.columns,
    )
    return Mapping.from_json(draft.to_json() | settled)


def _dated(columns: tuple[ColumnProposal, ...]) -> list[int]:
    return [column.position for column in columns if column.meaning in DATES]


def _open_questions(
    asked: tuple[Question, ...], shown: tuple[Question, ...], choices: Choices
) -> tuple[Question, ...]:
    """Those of the file that no choice has answered, and those that the choices bring up."""
    answered = {str(meaning) for meaning in choices.columns.values()} | choices.stated.keys()
    whole_file = {"kind", "sheet", "removal_confirmed"}
    first = [
        question
        for question in asked
        if question.about not in answered
        and (question.about in whole_file or "kind" not in choices.stated)
        and not _is_style(question)
    ]
    if choices.stated.get("policy") == Policy.APPEND:
        first = [question for question in first if question.about != "removal_confirmed"]
    names = {question.about for question in first}
    return (*first, *(question for question in shown if question.about not in names))


def _is_style(question: Question) -> bool:
    return question.about.endswith("_style")


def _by_month(block: TypedBlock) -> list[MonthTotal]:
    if block.kind is not Kind.SALES or not block.table.num_rows:
        return []
    months = pc.floor_temporal(block.table["date"], unit="month")
    table = block.table.select(["amount"]).append_column("month", months)
    grouped = table.group_by("month").aggregate([("amount", "sum"), ("amount", "count")])
    return [
        MonthTotal(Month.of(row["month"]), row["amount_count"], row["amount_sum"])
        for row in grouped.to_pylist()
    ]
