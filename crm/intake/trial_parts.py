"""What a file on trial gives: words and rows for its page, and what its rows add up to.

Plain values only, so that they travel from the reading process to the server, which loads none of
the readers for them.
"""

from collections.abc import Mapping as Dict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from crm.intake.rules import LeftOut, ReadSummary, Refusal
from crm.kit.formats import Formatter
from crm.kit.periods import Month


@dataclass(frozen=True)
class Fact:
    """One thing understood of the file's shape."""

    label: str = ""
    value: str = ""


@dataclass(frozen=True)
class Reason:
    """One piece of evidence for or against a reading."""

    text: str = ""
    tone: str = ""


@dataclass(frozen=True)
class AskOption:
    """One possible answer: what it would mean, and what speaks for it."""

    value: str = ""
    title: str = ""
    example: str = ""
    chosen: bool = False
    reasons: list[Reason] = ()  # type: ignore[assignment]  # a list for the wire


@dataclass(frozen=True)
class Ask:
    """One question to the person. `choice` is the answer in force, "" while there is none."""

    about: str = ""
    title: str = ""
    explanation: str = ""
    choice: str = ""
    is_short: bool = True
    options: list[AskOption] = ()  # type: ignore[assignment]


@dataclass(frozen=True)
class Head:
    """One column of the file: its header, the meaning it has, how sure that is and why.

    `sure` is empty where there is no meaning to be sure of, or another question is open about it.
    """

    place: str = ""
    name: str = ""
    header: str = ""
    meaning: str = ""
    share: int = 0
    sure: str = ""
    tone: str = ""
    evidence: str = ""
    align: str = ""
    sample: str = ""
    state: str = ""  # "", "ask", "off"


@dataclass(frozen=True)
class GridCell:
    """One cell of the sample."""

    text: str = ""
    tone: str = ""
    note: str = ""


@dataclass(frozen=True)
class GridRow:
    """One row of the sample. `kind`: title, head, line, left, bad, total, gap."""

    number: str = ""
    tag: str = ""
    tone: str = ""
    kind: str = "line"
    wide: str = ""  # one text over the whole width, in place of cells
    cells: list[GridCell] = ()  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class TriedFile:
    """A received file to be read on trial.

    `path` is its copy on disk, `today` the company's date, `formatter` writes for who looks;
    `state`, `mapping` and `inspection` are what `import_batch` keeps of it.
    """

    path: Path
    name: str
    today: date
    formatter: Formatter
    state: str = ""
    mapping: Dict[str, Any] | None = None
    inspection: Dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class TrialPage:
    """How a file would be read by some choices, in words.

    `mapping` is what loading would be given, in its JSON form; `missing` are the subjects of the
    questions without an answer, as parts of a sentence: while there are any, nothing is loaded.
    `asked` says what each of them is about. `members` are the mapping's parts as an address writes
    them; `sheets` those of a workbook.
    """

    mapping: Dict[str, Any]
    members: Dict[str, str]
    sheets: tuple[str, ...]
    known: int
    columns: int
    facts: list[Fact]
    asks: list[Ask]
    heads: list[Head]
    rows: list[GridRow]
    amount_place: int | None
    subjects: list[str]
    missing: list[str]
    first_missing: str


class MonthTotal(NamedTuple):
    """The accepted lines of a month."""

    month: Month
    lines: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """What all rows of a file add up to by a mapping.

    `refusals` are the first of them, `totals` the rows that state a grand total; `codes` is what
    the columns that name clients, products, families and salespeople hold, by column.
    """

    summary: ReadSummary
    months: tuple[MonthTotal, ...]
    refusals: tuple[Refusal, ...]
    totals: tuple[LeftOut, ...]
    codes: Dict[str, frozenset[str]]
