"""Puts a file on trial into the words and rows of its page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm.intake.choices import Choices
from crm.intake.mapping import SURE, ColumnProposal, Question
from crm.intake.preview import PreviewRow
from crm.intake.reader.dates import DateReading
from crm.intake.reader.numbers import number_of
from crm.intake.rules import NUMBERS, DateStyle, DiscountStyle, Meaning, NumberStyle, Policy
from crm.intake.trial import Known, Look, look
from crm.intake.trial_parts import (
    Ask,
    AskOption,
    Fact,
    GridCell,
    GridRow,
    Head,
    Reason,
    TrialPage,
    TriedFile,
)
from crm.kit.formats import Formatter
from crm.kit.texts import Locale, plural, text

SHOWN_ROWS = 14
_SHORT_ASK = 4
_WHOLE_FILE = (
    *("kind", "sheet", "date_style", "number_style", "discount_style"),
    "removal_confirmed",
)
_WIDEST = 60
_DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
_EXAMPLES = {DiscountStyle.RATIO: "0,05", DiscountStyle.PERCENT: "5", DiscountStyle.AMOUNT: "12,40"}


def trial_page(file: TriedFile, choices: Choices, view: str) -> TrialPage:
    """The page of a file on trial; `view` is "raw" for the cells as they are, else as read.

    Raises UnreadableFile where the choices leave no table, MappingRefused where they mean nothing.
    """
    known = Known.of(file.mapping, file.inspection)
    seen = look(file.path, file.name, file.today, choices, known)
    words = MappingWords(seen, file.formatter)
    missing = unanswered(seen)
    headed = [column for column in seen.columns if column.header]
    amounts = [c.position for c in seen.columns if c.meaning is Meaning.AMOUNT]
    return TrialPage(
        mapping=seen.mapping.to_json(),
        members=words.members(),
        sheets=seen.found.sheets,
        known=sum(column.reason != "intake.mapping_not_recognised" for column in headed),
        columns=len(headed),
        facts=words.facts(),
        asks=words.asks(),
        heads=words.heads(),
        rows=words.rows(typed=view != "raw"),
        amount_place=amounts[0] if amounts else None,
        subjects=[words.subject(question) for question in seen.questions],
        missing=[words.subject(question) for question in missing],
        first_missing=missing[0].about if missing else "",
    )


@dataclass(frozen=True, slots=True)
class MappingWords:
    """Words of one file for one reader."""

    look: Look
    formatter: Formatter

    @property
    def locale(self) -> Locale:
        """The reader's language."""
        return self.formatter.language

    def facts(self) -> list[Fact]:
        """What was understood of the file's shape and style."""
        shown, mapping = self.look.shown, self.look.mapping
        pairs = [
            ("kind", self._word("kind", mapping.kind)),
            ("sheet", shown.sheet or ""),
            ("header", self._text("page_row_number", row=shown.header_row)),
            ("delimiter", self.delimiter(shown.delimiter)),
            ("encoding", _ENCODINGS.get(shown.encoding or "", shown.encoding or "")),
            ("numbers", mapping.number_style or ""),
            ("dates", self._word("dates", mapping.date_style) if mapping.date_style else ""),
            ("sign", self._word("sign", mapping.sign)),
            ("policy", self._word("policy", mapping.policy)),
        ]
        return [Fact(self._text(f"page_fact_{name}"), value) for name, value in pairs if value]

    def delimiter(self, mark: str | None) -> str:
        """The delimiter by its name; one without a name as it is."""
        if not mark:
            return ""
        return self._text(f"page_delimiter_{_DELIMITERS[mark]}") if mark in _DELIMITERS else mark

    def members(self) -> dict[str, str]:
        """The parts of the mapping in force, as an address writes them."""
        form = self.look.mapping.to_json()
        del form["columns"]
        return {name: "" if value is None else str(value) for name, value in form.items()}

    def subject(self, question: Question) -> str:
        """What a question is about, as a part of a sentence."""
        if question.about in _WHOLE_FILE:
            return self._text(f"page_about_{question.about}")
        meaning = self._word("meaning", question.about)
        return self._text("page_about_column", meaning=meaning)

    def asks(self) -> list[Ask]:
        """The questions, each with the evidence for every answer."""
        return [self._ask(question) for question in self.look.questions]

    def heads(self) -> list[Head]:
        """The columns of the file in their order."""
        asked = {question.about for question in self.look.questions}
        return [self._head(column, asked) for column in self.look.columns]

    def rows(self, *, typed: bool) -> list[GridRow]:
        """The first rows: as they are, or as they will be."""
        lines = [self._line(row, typed=typed) for row in self._first_lines()]
        return [*self._title_rows(), self._header_row(), *lines]

    def _ask(self, question: Question) -> Ask:
        values = question.options
        if question.about == "removal_confirmed":
            values = (*values, str(Policy.APPEND))  # the way out: nothing is removed
        elif question.about not in _WHOLE_FILE:
            values = self._candidates(question)
        options = [self._option(question, value) for value in values]
        choice = chosen_of(question, self.look) or ""
        return Ask(
            about=question.about,
            title=text(self.locale, question.key, **question.params),
            explanation=self._why_asked(question),
            choice=choice,
            is_short=len(options) <= _SHORT_ASK,
            options=[replace(one, chosen=one.value == choice) for one in options],
        )

    def _candidates(self, question: Question) -> tuple[str, ...]:
        """The columns that may be meant: the free ones, and where there are none, all."""
        likely = tuple(filter(None, (question.proposed,)))
        free = tuple(dict.fromkeys((*likely, *question.options)))
        if len(free) > 1:
            return free
        named = (c.name for c in self.look.columns if self.look.found.samples[c.position])
        return tuple(dict.fromkeys((*free, *named)))

    def _why_asked(self, question: Question) -> str:
        if question.about == "date_style" and self.look.shown.dates.readings:
            return self._text(
                "page_why_date_style",
                rows=self.formatter.number(self.look.shown.dates.readings[0].rows),
            )
        known = {"kind", "sheet", "number_style", "removal_confirmed", "discount_style"}
        name = question.about if question.about in known else "column"
        return self._text(f"page_why_{name}")

    def _option(self, question: Question, value: str) -> AskOption:
        match question.about:
            case "date_style":
                return self._date_option(value)
            case "number_style":
                sample = str(question.params.get("value", ""))
                return self._number_option(NumberStyle(value), sample)
            case "discount_style":
                title = self._word("discount", value)
                return AskOption(value, title, _EXAMPLES[DiscountStyle(value)])
            case "sheet":
                return AskOption(value, value)
            case "kind" | "removal_confirmed":
                group = question.about.removesuffix("_confirmed")
                return AskOption(value, self._word(group, value))
            case _:
                return self._column_option(value, question)

    def _date_option(self, value: str) -> AskOption:
        title = self._word("dates", value)
        found = [r for r in self.look.shown.dates.readings if r.style is DateStyle(value)]
        if not found:
            return AskOption(value, title)
        reading = found[0]
        example = f"{reading.sample} → {self.formatter.date(reading.sample_date)}"
        return AskOption(value, title, example, reasons=self._date_reasons(reading))

    def _date_reasons(self, reading: DateReading) -> list[Reason]:
        span = self._text(
            "page_reason_span",
            first=self.formatter.date(reading.date_from),
            last=self.formatter.date(reading.date_to),
        )
        row = "row" if reading.months_in_a_row else "apart"
        months = plural(self.locale, f"intake.page_reason_months_{row}", reading.months)
        reasons = [Reason(span), Reason(months, "good" if reading.months_in_a_row else "bad")]
        if reading.future_rows:
            future = self.formatter.number(reading.future_rows)
            words = plural(
                self.locale, "intake.page_reason_future", reading.future_rows, count=future
            )
            reasons.append(Reason(words, "bad"))
        if reading.in_period is not None:
            inside = "inside" if reading.in_period else "outside"
            tone = "good" if reading.in_period else "bad"
            reasons.append(Reason(self._text(f"page_reason_{inside}"), tone))
        return reasons

    def _number_option(self, style: NumberStyle, sample: str) -> AskOption:
        read = number_of(sample, style)
        example = f"{sample} → {self.formatter.quantity(read)}" if read is not None else ""
        return AskOption(str(style), self._word("numbers", style.name.lower()), example)

    def _column_option(self, value: str, question: Question) -> AskOption:
        column = next(one for one in self.look.columns if one.name == value)
        samples = self.look.found.samples[column.position][:3]
        likely = value == question.proposed
        reasons = [Reason(self._text("page_reason_likely"), "good")] if likely else []
        title = column.header or self._text("page_column_unnamed", place=column.position + 1)
        return AskOption(value, title, " · ".join(samples)[:_WIDEST], reasons=reasons)

    def _head(self, column: ColumnProposal, asked: set[str]) -> Head:
        samples = self.look.found.samples[column.position]
        two_readings = "date_style" in asked and column.meaning is Meaning.DATE
        is_asked = str(column.meaning) in asked or two_readings
        ignored = column.meaning is Meaning.IGNORE
        doubtful = column.confidence < SURE and not ignored
        return Head(
            place=str(column.position + 1),
            name=column.name,
            header=column.header,
            meaning=str(column.meaning),
            share=round(column.confidence * 100),
            sure="" if ignored or two_readings else self._share(column),
            tone="warn" if doubtful or is_asked else "good",
            evidence=self._evidence(column, has_two_readings=two_readings),
            align="end" if column.meaning in NUMBERS else "",
            sample=samples[0] if samples else "",
            state="ask" if is_asked else "off" if ignored else "",
        )

    def _share(self, column: ColumnProposal) -> str:
        return self.formatter.percent(Decimal(str(column.confidence)), 0)

    def _evidence(self, column: ColumnProposal, *, has_two_readings: bool) -> str:
        if has_two_readings and self.look.shown.dates.readings:
            return self._text("page_two_readings")
        return text(self.locale, column.reason, **column.params)

    def _first_lines(self) -> Sequence[PreviewRow]:
        return self.look.shown.preview[:SHOWN_ROWS]

    def _title_rows(self) -> Iterator[GridRow]:
        """The rows above the header; blank ones that follow each other as one."""
        blank: list[int] = []
        for number, cells in enumerate(self.look.shown.title_rows, 1):
            words = "   ".join(cell for cell in cells if cell.strip())
            if not words:
                blank.append(number)
                continue
            yield from self._blank(blank)
            blank = []
            yield GridRow(number=str(number), kind="title", wide=words)
        yield from self._blank(blank)

    def _blank(self, rows: list[int]) -> Iterator[GridRow]:
        if rows:
            number = str(rows[0]) if len(rows) == 1 else f"{rows[0]}–{rows[-1]}"
            words = plural(self.locale, "intake.page_rows_blank", len(rows))
            yield GridRow(number=number, kind="title", wide=words)

    def _header_row(self) -> GridRow:
        shown = self.look.shown
        cells = [GridCell(header) for header in shown.headers]
        number, tag = str(shown.header_row), self._text("page_tag_header")
        return GridRow(number=number, tag=tag, tone="info", kind="head", cells=cells)

    def _line(self, row: PreviewRow, *, typed: bool) -> GridRow:
        number = self.formatter.number(row.row)
        if row.left_out is not None:
            tag = self._text(f"page_tag_{row.left_out.reason}")
            cells = [GridCell(cell) for cell in row.cells]
            return GridRow(number=number, tag=tag, kind="left", cells=cells)
        if row.refusal is not None:
            return GridRow(
                number=number,
                tag=self._text("page_tag_refused"),
                tone="bad",
                kind="bad",
                cells=self._refused_cells(row),
            )
        values = row.values if typed and row.values else row.cells
        return GridRow(number=number, cells=[GridCell(self._value(value)) for value in values])

    def _refused_cells(self, row: PreviewRow) -> list[GridCell]:
        refusal = row.refusal
        if refusal is None:
            return [GridCell(cell) for cell in row.cells]
        why = text(self.locale, refusal.key, **refusal.text_params)
        headers = self.look.shown.headers
        return [
            GridCell(cell or self._text("page_cell_empty"), "bad", why)
            if header == refusal.column
            else GridCell(cell)
            for header, cell in zip(headers, row.cells, strict=False)
        ]

    def _value(self, value: str | int | Decimal | date | None) -> str:
        match value:
            case None:
                return ""
            case Decimal():
                return self.formatter.quantity(value)
            case date():
                return self.formatter.date(value)
            case _:
                return str(value)

    def _word(self, group: str, name: str) -> str:
        return self._text(f"page_{group}_{name}")

    def _text(self, name: str, **params: object) -> str:
        return text(self.locale, f"intake.{name}", **params)


def chosen_of(question: Question, look: Look) -> str | None:
    """The answer in force for a question that is still shown: only one-sided evidence counts.

    An order of dates is proposed where everything speaks for it; a column that is doubtful but
    the only one taken for its meaning stays so. Everything else waits for the person.
    """
    if question.about == "date_style":
        return question.proposed
    if question.key == "intake.mapping_two_columns":
        return None
    taken = [c.name for c in look.columns if str(c.meaning) == question.about]
    return taken[0] if len(taken) == 1 and taken[0] in question.options else None


def unanswered(look: Look) -> list[Question]:
    """The questions without which the file cannot be loaded."""
    return [question for question in look.questions if chosen_of(question, look) is None]
