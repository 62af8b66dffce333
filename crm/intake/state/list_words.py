"""Puts the files received into the rows and sentences of their list."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from crm.accounts.company import Company
from crm.intake.rules import Kind
from crm.intake.screen_queries import (
    LIST_SIZE,
    ImportList,
    ListedImport,
    RunningImport,
    Show,
)
from crm.intake.state.address import (
    IMPORTS,
    import_address,
    imports_address,
    lines_address,
    mapping_address,
    original_address,
)
from crm.intake.state.list_parts import Job
from crm.intake.state.result_parts import RowChoices
from crm.intake.states import State, Step
from crm.kit.formats import NOTHING, Formatter
from crm.kit.periods import Month
from crm.kit.texts import Locale, plural, text
from crm.sales.freshness import missing_words
from crm.sales.queries import DataState
from crm.ui.card import Span
from crm.ui.filters import Choice
from crm.ui.table import Cell, Paging, Row

TONES: Final = {
    State.LOADED: "good",
    State.NEEDS_MAPPING: "info",
    State.REJECTED: "bad",
    State.QUEUED: "info",
    State.RUNNING: "info",
}
PARTIAL: Final = "loaded_with_rejects"


class ListWords:
    """The words of the list for one reader."""

    def __init__(self, company: Company, language: Locale) -> None:
        self.formatter: Formatter = company.formatter(language)
        self.language: Locale = language
        self.zone = company.time_zone

    def answer(
        self, data: DataState, waiting: Sequence[tuple[int, str]], missing: int = 0
    ) -> list[Span]:
        """Up to when the sales are known, how late that is, which file waits for an answer."""
        if data.until is None:
            spans = [Span(self._text("page_answer_none"))]
        else:
            until = Span(self.formatter.date(data.until), strong=True)
            spans = [Span(self._text("page_answer_until")), until, *self._late(missing), Span(".")]
        if not waiting:
            return spans
        first, name = waiting[0]
        if len(waiting) == 1:
            link = Span(name, strong=True, href=mapping_address(first))
            return [*spans, Span(" "), link, Span(self._text("page_answer_waits"))]
        href = imports_address({"show": Show.WAITING})
        words = self._plural("page_answer_many", len(waiting))
        return [*spans, Span(" "), Span(words, strong=True, href=href), Span(".")]

    def filters(self, found: ImportList, show: Show, words: str) -> list[Choice]:
        """The filters with how many files each holds."""
        return [
            Choice(
                self._text(f"page_show_{one}"),
                imports_address({"show": "" if one is Show.ALL else one, "words": words}),
                chosen=one is show,
                count=self.formatter.number(found.counts[one]),
            )
            for one in Show
            if one in {Show.ALL, show} or found.counts[one]
        ]

    def rows(self, found: ImportList, place: Mapping[str, object]) -> list[Row]:
        """One row per file; a file that waits opens where it is answered.

        `place` are the parameters of the list, which the panel of a file's lines keeps.
        """
        return [self._row(one, place) for one in found.rows]

    def paging(self, found: ImportList, show: Show, words: str, page: int) -> Paging:
        """Which of the files are shown, and what all of the filter add up to."""
        total = found.counts[show]
        first = (page - 1) * LIST_SIZE + 1
        last = first + len(found.rows) - 1
        kept = {"show": "" if show is Show.ALL else show, "words": words}
        before, after = kept | {"page": page - 1}, kept | {"page": page + 1}
        number = self.formatter.number
        return Paging(
            self._text("page_range", first=number(first), last=number(last), total=number(total)),
            imports_address(before) if page > 1 else "",
            imports_address(after) if last < total else "",
            self._text(
                "page_filter_total",
                lines=number(found.lines),
                amount=self.formatter.money(found.amount),
            ),
        )

    def jobs(self, running: Sequence[RunningImport]) -> list[Job]:
        """The files being loaded, with how far each is."""
        return [self._job(one) for one in running]

    def badge(self, state: str, outcome: str | None) -> tuple[str, str]:
        """The state of an import in words, and its tone."""
        if outcome == PARTIAL and state == State.LOADED:
            return self._text("page_state_partial"), "warn"
        return self._text(f"page_state_{state}"), TONES.get(State(state), "")

    def choices(self, found: ImportList, place: Mapping[str, object]) -> dict[str, RowChoices]:
        """What can be done with each file of the list, by its number."""
        return {str(one.id): self._choices(one, place) for one in found.rows}

    def _late(self, missing: int) -> list[Span]:
        words = missing_words(missing, self.formatter)
        return [Span(": "), Span(words, strong=True, tone="warn")] if words else []

    def _choices(self, one: ListedImport, place: Mapping[str, object]) -> RowChoices:
        is_loaded = one.state == State.LOADED
        is_sales = one.kind == Kind.SALES
        return RowChoices(
            mapping_address(one.id) if one.state == State.NEEDS_MAPPING else "",
            lines_address(IMPORTS, one.id, place) if is_loaded and is_sales else "",
            original_address(one.id),
            self._plural(f"page_undo_{one.kind}", one.accepted) if is_loaded else "",
        )

    def _row(self, one: ListedImport, place: Mapping[str, object]) -> Row:
        words, tone = self.badge(one.state, one.outcome)
        at = one.created_at.astimezone(ZoneInfo(self.zone))
        href = (
            mapping_address(one.id) if one.state == State.NEEDS_MAPPING else import_address(one.id)
        )
        faint = one.state in {State.UNDONE, State.DUPLICATE, State.CANCELLED}
        number = self.formatter.number
        is_read = bool(one.accepted or one.refused)
        return Row(
            id=str(one.id),
            href=href,
            tone="struck" if faint else "",
            cells=[
                Cell(self.formatter.date(at.date()), note=f"{at:%H:%M}"),
                Cell(one.file_name, note=self._origin(one)),
                Cell(words, tone=tone, kind="badge"),
                Cell(number(one.accepted) if is_read else NOTHING),
                Cell(number(one.total_amount, 2), href=self._choices(one, place).lines_href),
                Cell(
                    number(one.refused) if is_read else NOTHING,
                    tone=_bad(one.refused),
                    href=import_address(one.id) if one.refused else "",
                ),
            ],
        )

    def _origin(self, one: ListedImport) -> str:
        """What the file holds, of which months, and how it came; why it was rejected."""
        if one.state == State.REJECTED and one.error_key:
            return first_sentence(text(self.language, one.error_key, **one.error_params))
        parts = [self._text(f"page_way_{one.way}")]
        if one.kind:
            parts.insert(0, self._text(f"page_kind_{one.kind}"))
        if one.date_from and one.date_to:
            parts.insert(1, self.months(Month.of(one.date_from), Month.of(one.date_to)))
        return " · ".join(parts)

    def months(self, first: Month, last: Month) -> str:
        """One month, or from which to which."""
        if first == last:
            return self.formatter.month(first)
        if first.year == last.year:
            return f"{self.formatter.month_name(first)} – {self.formatter.month(last)}"
        return f"{self.formatter.month(first)} – {self.formatter.month(last)}"

    def _job(self, one: RunningImport) -> Job:
        share = _share(one)
        detail = self._text("page_step_queued")
        if one.state == State.RUNNING:
            detail = self._text(f"page_step_{one.step or Step.OPENING}")
        if one.step == Step.READING and share:
            detail = f"{detail} {share}\N{NO-BREAK SPACE}%"
        if one.cancel_requested:
            detail = self._text("page_step_cancelling")
        return Job(str(one.id), one.file_name, share, detail, one.state)

    def _plural(self, name: str, count: int, **params: object) -> str:
        shown: Mapping[str, object] = {"count": self.formatter.number(count), **params}
        return plural(self.language, f"intake.{name}", count, **shown)

    def _text(self, name: str, **params: object) -> str:
        return text(self.language, f"intake.{name}", **params)


def first_sentence(words: str) -> str:
    """What comes before the first full stop that another sentence follows."""
    first, stop, _ = words.partition(". ")
    return first + stop.strip()


def left_out_words(by_reason: Mapping[Any, int], formatter: Formatter) -> str:
    """Why rows of a file are no lines: `75 subtotals, 1 total`."""
    return ", ".join(
        plural(
            formatter.language,
            f"intake.page_left_{reason}",
            count,
            count=formatter.number(count),
        )
        for reason, count in by_reason.items()
    )


def _bad(refused: int) -> str:
    return "bad" if refused else ""


def _share(one: RunningImport) -> int:
    """How far it is, 0 to 100; reading is most of it, what follows is quick."""
    if one.state != State.RUNNING or not one.progress_total:
        return 0
    reached = 100 * one.progress // one.progress_total
    return {Step.READING: reached * 8 // 10, Step.MERGING: 85, Step.ADDING_UP: 95}.get(
        Step(one.step), 0
    )
