"""Puts one import into the figures, events and sentences of its page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from crm.accounts.company import Company
from crm.intake.rules import Kind, Meaning
from crm.intake.screen_queries import REFUSED_SIZE, OneImport, RefusedRow
from crm.intake.state.address import import_address, lines_address
from crm.intake.state.import_parts import Change, Pair
from crm.intake.state.list_words import ListWords, left_out_words
from crm.intake.state.mapping_parts import Verdict
from crm.intake.states import State
from crm.intake.undo import Undone
from crm.kit.formats import MILLION, Formatter
from crm.kit.periods import Month
from crm.kit.texts import Locale, plural, text
from crm.ui.card import Event, Figure, Span
from crm.ui.table import Cell, Paging, Row

_KILO = 1024
NEW = ("clients", "products", "families", "sellers")
DIFFERENCES = ("new", "replaced", "removed", "unchanged")


class ImportWords:
    """The words of one import for one reader."""

    def __init__(self, found: OneImport, company: Company, language: Locale) -> None:
        self.found = found
        self.language: Locale = language
        self.zone = company.time_zone
        self.formatter = company.formatter(language)
        self.list_words = ListWords(company, language)

    @property
    def is_loaded(self) -> bool:
        """Whether its lines are in the figures."""
        return self.found.state == State.LOADED

    def badge(self) -> tuple[str, str]:
        """The state in words, and its tone."""
        return self.list_words.badge(self.found.state, self.found.outcome)

    def subtitle(self) -> str:
        """Which import this is, what it holds, when and how it came."""
        number = self._text("page_number", id=self.found.id)
        kind = [self._text(f"page_kind_{self.found.kind}")] if self.found.kind else []
        received = self.formatter.date_time(self.found.created_at, self.zone)
        return " · ".join([number, *kind, received])

    def answer(self) -> list[Span]:
        """What became of the file, in one sentence."""
        return [Span(self.said())]

    def said(self) -> str:
        """What became of the file, in one sentence without links."""
        said = self._said()
        if self.found.state == State.LOADED and self.found.refused:
            key = "intake.page_said_partial"
            return plural(self.language, key, self.found.refused, **said)
        return self._text(f"page_said_{self.found.state}", **said)

    def count(self) -> str:
        """How many lines or records of the file are loaded; "" where none are."""
        if not self.is_loaded:
            return ""
        return self._plural(f"page_count_{self.found.kind}", self.found.accepted)

    def counts(self, lines_page: str = "") -> list[Figure]:
        """Lines, amount and refused; the first two open the lines on `lines_page`."""
        found, number = self.found, self.formatter.number
        href = (
            lines_address(lines_page or import_address(found.id), found.id) if found.holds else ""
        )
        note = ""
        if self.is_loaded and found.kind == Kind.SALES and found.holds < found.accepted:
            note = self._plural("page_holds", found.holds)
        figures = [Figure(self._count_label(), number(found.accepted), href=href, note=note)]
        if found.total_amount is not None:
            figures.append(replace(self._amount(found.total_amount), href=href))
        read = self._text("page_of_read", count=number(found.lines_read))
        figures.append(Figure(self._text("page_refused"), number(found.refused), note=read))
        return figures

    def figures(self) -> list[Figure]:
        """Lines, amount, refused and months."""
        found = self.found
        if not found.lines_read:
            return []
        figures = self.counts()
        if found.date_from is not None:
            first, last = Month.of(found.date_from), Month.of(found.date_to)
            months = self._number(first.until(last) + 1)
            figures.append(Figure(self._text("page_months_figure"), months, note=self._days()))
        return figures

    def verdict(self) -> Verdict:
        """Whether the lines agree with the total that the file states of itself."""
        found = self.found
        if found.control_total is None or found.state != State.LOADED:
            return Verdict()
        total = self.formatter.money(found.control_total)
        if found.control_agrees:
            note = self._text("page_agrees_note", total=total)
            return Verdict("good", self._text("page_agrees"), note)
        apart = abs(found.control_total - (found.total_amount or Decimal(0)))
        note = self._text("page_differs_note", total=total, difference=self.formatter.money(apart))
        return Verdict("bad", self._text("page_balance_differs"), note)

    def events(self) -> list[Event]:
        """What happened to the file, in order."""
        found = self.found
        sender = found.sender or self._text("page_by_program")
        way = self._text(f"page_way_{found.way}")
        size = self._text("page_event_kept_note", size=self.size())
        events = [
            self._event("upload", "received", f"{way}, {sender}", found.created_at),
            self._event("archive", "kept", size, found.created_at),
        ]
        if found.kind and found.mapping:
            note = self._recognised()
            events.append(self._event("recognise", "recognised", note, found.started_at))
        if found.lines_read and found.state not in {State.LOADED, State.UNDONE}:
            events.append(self._event("checks", "checked", self._checked(), found.finished_at))
        return [*events, *self._last_events()]

    def changed(self) -> list[Change]:
        """New, replaced, withdrawn and unchanged lines; then new records by register."""
        if self.found.state not in {State.LOADED, State.UNDONE}:
            return []
        lines = [
            Change(self._number(self.found.fields[f"{name}_lines"]), self._difference(name))
            for name in DIFFERENCES
            if self.found.fields[f"{name}_lines"] or name == "new"
        ]
        # A file of clients counts its new clients above already.
        others = [name for name in NEW if name != self.found.kind and self._new_count(name)]
        return [*lines, *(self._new(name) for name in others)]

    def month_rows(self) -> list[Row]:
        """Each month that the import touched, before and after; a row opens its dashboard."""
        return [self._month(one) for one in self.found.changes.get("months", ())]

    def refused(self, rows: Sequence[RefusedRow]) -> list[Row]:
        """The refused rows: where, what, why and how to mend it."""
        return [self._refused(one) for one in rows]

    def refused_paging(self, page: int, count: int) -> Paging:
        """Which of the refused rows are shown."""
        first = (page - 1) * REFUSED_SIZE + 1
        last = min(page * REFUSED_SIZE, self.found.refused)
        address = import_address
        return Paging(
            self._text(
                "page_range",
                first=self._number(first),
                last=self._number(min(last, first + count - 1)),
                total=self._number(self.found.refused),
            ),
            address(self.found.id, {"page": page - 1}) if page > 1 else "",
            address(self.found.id, {"page": page + 1}) if last < self.found.refused else "",
        )

    def mapping(self) -> list[Pair]:
        """What each column was taken for, those without use apart."""
        used = {
            name: Meaning(word)
            for name, word in (self.found.mapping or {}).get("columns", {}).items()
            if word != Meaning.IGNORE
        }
        order = list(Meaning)
        return [
            Pair(name, self._text(f"page_meaning_{used[name]}"))
            for name in sorted(used, key=lambda name: (order.index(used[name]), name))
        ]

    def error(self) -> str:
        """Why the file was rejected and how to mend it; "" where it was not."""
        if not self.found.error_key:
            return ""
        return text(self.language, self.found.error_key, **self.found.error_params)

    def undo_label(self) -> str:
        """What undoing takes back, with its count."""
        count = self.found.accepted
        return self._plural(f"page_undo_{self.found.kind or Kind.SALES}", count)

    def undo_consequence(self) -> str:
        """What the figures will be afterwards."""
        months = self.found.changes.get("months", [])
        if self.found.kind != Kind.SALES or not months:
            return self._text("page_undo_masters")
        if len(months) == 1:
            return self._text(
                "page_undo_month",
                month=self.formatter.month(Month.parse(months[0]["month"])),
                amount=self.formatter.money(Decimal(months[0]["before"])),
            )
        return self._text(
            "page_undo_months",
            months=self.list_words.months(
                Month.parse(months[0]["month"]), Month.parse(months[-1]["month"])
            ),
        )

    def size(self) -> str:
        """The size of the file in bytes, kB or MB."""
        if self.found.size < _KILO:
            return f"{self._number(self.found.size)}\N{NO-BREAK SPACE}bytes"
        kilo = Decimal(self.found.size) / _KILO
        if kilo < _KILO:
            return f"{self.formatter.number(kilo)}\N{NO-BREAK SPACE}kB"
        return f"{self.formatter.number(kilo / _KILO, 1)}\N{NO-BREAK SPACE}MB"

    def _amount(self, amount: Decimal) -> Figure:
        """To the cent; from a million on the cents stand below, or a phone is too narrow."""
        exact = self.formatter.money(amount)
        label = self._text("page_column_amount")
        if abs(amount) < MILLION:
            return Figure(label, exact)
        return Figure(label, self.formatter.money_compact(amount), exact=exact, note=exact)

    def _days(self) -> str:
        first, last = self.found.date_from, self.found.date_to
        date = self.formatter.date
        if first == last:
            return self._text("page_one_day", day=date(first))
        return self._text("page_reason_span", first=date(first), last=date(last))

    def _said(self) -> dict[str, str]:
        found = self.found
        return {
            "count": self._plural(f"page_count_{found.kind or Kind.SALES}", found.accepted),
            "refused": self._plural("page_count_refused", found.refused),
            "file": found.duplicate_name or found.file_name,
            "when": self.formatter.date_time(found.undone_at, self.zone),
            "who": found.undone_by or self._text("page_by_program"),
            "lines": self._plural(f"page_count_{found.kind or Kind.SALES}", found.accepted),
        }

    def _last_events(self) -> list[Event]:
        found = self.found
        events: list[Event] = []
        if found.state in {State.LOADED, State.UNDONE}:
            loaded = self._checked()
            events.append(self._event("database", "loaded", loaded, found.finished_at))
        if found.state == State.UNDONE:
            who = found.undone_by or self._text("page_by_program")
            events.append(self._event("undo", "undone", who, found.undone_at))
        if found.state in {State.REJECTED, State.CANCELLED, State.DUPLICATE}:
            tone = "bad" if found.state == State.REJECTED else ""
            name = str(found.state)
            events.append(self._event("info", name, "", found.finished_at, tone=tone))
        if found.state == State.NEEDS_MAPPING:
            events.append(self._event("info", "needs_mapping", "", found.finished_at))
        return events

    def _event(self, icon: str, name: str, note: str, at: Any = None, *, tone: str = "") -> Event:
        when = f"{at.astimezone(ZoneInfo(self.zone)):%H:%M:%S}" if at else ""
        return Event(icon, self._text(f"page_event_{name}"), note, when, tone)

    def _recognised(self) -> str:
        kind = self._text(f"page_kind_{self.found.kind}")
        if not self.found.profile:
            return kind
        return self._text("page_event_recognised_note", kind=kind, profile=self.found.profile)

    def _checked(self) -> str:
        read = self._plural("page_count_rows", self.found.lines_read)
        refused = self._plural("page_count_refused", self.found.refused)
        if not self.found.left_out:
            return f"{read}, {refused}"
        left = self._plural("page_count_left_out", self.found.left_out)
        why = left_out_words(self.found.changes.get("left_out", {}), self.formatter)
        return f"{read}, {refused}, {left}" + (f" ({why})" if why else "")

    def _count_label(self) -> str:
        return self._text(f"page_label_{self.found.kind or Kind.SALES}")

    def _difference(self, name: str) -> str:
        count = self.found.fields[f"{name}_lines"]
        noun = "lines" if self.found.kind == Kind.SALES else "records"
        return plural(self.language, f"intake.page_changed_{name}_{noun}", count)

    def _new(self, name: str) -> Change:
        count = self._new_count(name)
        words = plural(self.language, f"intake.page_changed_new_{name}", count)
        return Change(self._number(count), words)

    def _new_count(self, name: str) -> int:
        return int(self.found.changes.get(f"new_{name}", 0))

    def _month(self, one: Mapping[str, str]) -> Row:
        month = Month.parse(one["month"])
        before, after = Decimal(one["before"]), Decimal(one["after"])
        amount = self.formatter.number
        return Row(
            id=one["month"],
            href=f"/analysis?month={month}",
            tone="" if self.is_loaded else "struck",
            cells=[
                Cell(
                    self.formatter.month(month),
                    note=self._text("page_month_closed") if one.get("closed") else "",
                ),
                Cell(amount(before, 2)),
                Cell(amount(after, 2)),
                self._difference_cell(after - before),
            ],
        )

    def _difference_cell(self, difference: Decimal) -> Cell:
        size = self.formatter.number(abs(difference), 2)
        if not difference:
            return Cell(size)
        mark, tone = ("▲", "good") if difference > 0 else ("▼", "bad")
        return Cell(f"{mark}\N{NO-BREAK SPACE}{size}", tone=tone, kind="delta")

    def _refused(self, one: RefusedRow) -> Row:
        params = {"row": one.row, "column": one.column, "value": one.value, **one.params}
        why = text(self.language, f"intake.refusal_{one.code}", **params)
        return Row(
            id=str(one.id),
            cells=[
                Cell(self._number(one.row)),
                Cell(one.column or self._text("page_whole_row")),
                Cell(one.value or self._text("page_cell_empty"), tone="bad"),
                Cell(why),
            ],
        )

    def _number(self, count: int) -> str:
        return self.formatter.number(count)

    def _plural(self, name: str, count: int) -> str:
        return plural(self.language, f"intake.{name}", count, count=self._number(count))

    def _text(self, name: str, **params: object) -> str:
        return text(self.language, f"intake.{name}", **params)


def undone_words(undone: Undone, file: str, formatter: Formatter) -> str:
    """What an undo did: lines withdrawn, lines brought back, records that others still use."""
    counts = {
        "removed": undone.lines_removed,
        "restored": undone.lines_restored,
        "kept": sum(len(codes) for codes in undone.kept.values()),
    }
    done = [
        plural(
            formatter.language,
            f"intake.page_undone_{name}",
            count,
            count=formatter.number(count),
        )
        for name, count in counts.items()
        if count
    ]
    return " ".join([text(formatter.language, "intake.page_undone", file=file), *done])
