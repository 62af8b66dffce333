"""The page of a file before it is loaded: what is understood, what is asked, what would result."""

import asyncio
from typing import Any

import reflex as rx

from crm.accounts.gate import allowed
from crm.intake import desk, service
from crm.intake.choices import SHAPE, STYLES, Choices, meanings_for
from crm.intake.columns import Mapping
from crm.intake.rules import Kind, Meaning, Policy
from crm.intake.runner import runner
from crm.intake.state.address import IMPORTS, import_address, import_in, mapping_address
from crm.intake.state.mapping_file import compare, tried_file
from crm.intake.state.mapping_parts import BalanceRow, MonthRow, NewRow, OddRow, Verdict
from crm.intake.state.mapping_sums import Sums
from crm.intake.states import MAPPABLE, REPAIRABLE, State
from crm.intake.trial_parts import Ask, Fact, GridRow, Head, Totals, TrialPage, TriedFile
from crm.kit.errors import UserError
from crm.kit.texts import locale_named, plural, text
from crm.shell.state import ScreenState
from crm.ui.card import Span
from crm.ui.filters import Choice, Option

RAW, TYPED = "raw", "typed"


class MappingState(ScreenState):
    """One file on trial. Everything chosen stands in the address; nothing is stored."""

    # what is chosen
    import_id: rx.Field[int] = rx.field(0)
    members: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    is_changing: rx.Field[bool] = rx.field(default=False)
    views: rx.Field[list[Choice]] = rx.field(default_factory=list)

    # what is shown
    file_name: rx.Field[str] = rx.field("")
    error: rx.Field[str] = rx.field("")
    answer: rx.Field[list[Span]] = rx.field(default_factory=list)
    facts: rx.Field[list[Fact]] = rx.field(default_factory=list)
    asks: rx.Field[list[Ask]] = rx.field(default_factory=list)
    heads: rx.Field[list[Head]] = rx.field(default_factory=list)
    rows: rx.Field[list[GridRow]] = rx.field(default_factory=list)
    last_rows: rx.Field[list[GridRow]] = rx.field(default_factory=list)
    meanings: rx.Field[list[Option]] = rx.field(default_factory=list)
    sheets: rx.Field[list[Option]] = rx.field(default_factory=list)
    known: rx.Field[str] = rx.field("")
    change_href: rx.Field[str] = rx.field("")
    import_href: rx.Field[str] = rx.field("")
    restart_href: rx.Field[str] = rx.field("")
    has_file: rx.Field[bool] = rx.field(default=False)
    can_load: rx.Field[bool] = rx.field(default=False)
    can_discard: rx.Field[bool] = rx.field(default=False)
    can_repair: rx.Field[bool] = rx.field(default=False)
    verdict: rx.Field[Verdict] = rx.field(default_factory=Verdict)
    balance: rx.Field[list[BalanceRow]] = rx.field(default_factory=list)
    months: rx.Field[list[MonthRow]] = rx.field(default_factory=list)
    months_total: rx.Field[MonthRow] = rx.field(default_factory=MonthRow)
    new_records: rx.Field[list[NewRow]] = rx.field(default_factory=list)
    odd: rx.Field[list[OddRow]] = rx.field(default_factory=list)
    load_label: rx.Field[str] = rx.field("")
    missing: rx.Field[str] = rx.field("")

    # what is open or under way
    is_adding: rx.Field[bool] = rx.field(default=False)
    has_sums: rx.Field[bool] = rx.field(default=False)
    is_loading: rx.Field[bool] = rx.field(default=False)
    asks_discard: rx.Field[bool] = rx.field(default=False)
    _choices: Choices = Choices()
    _page: TrialPage | None = None
    _file: TriedFile | None = None
    _turn: int = 0

    @rx.event
    @allowed("supervisor")
    async def open_file(self) -> Any:
        """Reads the address and the file's first rows by it."""
        self._turn += 1
        self.asks_discard = self.is_loading = False
        try:
            self._read_address()
            await self._read_sample()
        except UserError as error:
            self._show_error(error)
            return None
        return None if self._page is None or self.missing else MappingState.add_up

    @rx.event(background=True)
    @allowed("supervisor")
    async def add_up(self) -> None:
        """Reads all rows beside the server; what was changed meanwhile makes the answer void."""
        async with self:
            turn, file, page = self._turn, self._file, self._page
            self.is_adding = True
        if file is None or page is None:
            return
        mapping = Mapping.from_json(page.mapping)
        try:
            totals = await asyncio.to_thread(desk.add_up, file.path, mapping, file.today)
        except UserError as error:
            async with self:
                self._show_error(error)
            return
        async with self:
            if turn == self._turn:
                await self._show_sums(totals, mapping)

    @rx.event
    @allowed("supervisor")
    def choose_member(self, name: str, value: str) -> Any:
        """One thing about the whole file: its sheet, header row, styles, sign, policy."""
        return self._go(self._choices.with_member(name, value))

    @rx.event
    @allowed("supervisor")
    def choose_meaning(self, place: str, meaning: str) -> Any:
        """What a column means; the one that meant it before is freed, and that is said."""
        position, word = int(place) - 1, Meaning(meaning)
        choices, freed = self._choices.with_meaning(position, word, self._held())
        if freed is not None:
            self._say_freed(freed, position, word)
        return self._go(choices)

    @rx.event
    @allowed("supervisor")
    def answer_question(self, about: str, value: str) -> Any:
        """The answer to a question: a style, a kind, a sheet, or the column of a meaning."""
        if value == Policy.APPEND:
            return MappingState.choose_member("policy", value)
        if about in (*SHAPE, *STYLES):
            return MappingState.choose_member(about, value)
        places = [head.place for head in self.heads if head.name == value]
        return MappingState.choose_meaning(places[0], about) if places else None

    @rx.event
    @allowed("supervisor")
    async def load(self) -> Any:
        """Loads the file by what the page shows, and keeps that for the next of its layout."""
        if self._page is None or self.missing:
            return
        self.is_loading = True
        yield
        try:
            await self.run(
                service.confirm_mapping, self.actor, self.import_id, dict(self._page.mapping)
            )
        except UserError as error:
            self.is_loading = False
            self.say_error(error)
            return
        runner.wake()
        self.say(self._text("page_loading_started", file=self.file_name))
        yield rx.redirect(import_address(self.import_id))

    @rx.event
    @allowed("supervisor")
    def ask_discard(self) -> None:
        """Asks before the file is laid aside."""
        self.asks_discard = True

    @rx.event
    @allowed("supervisor")
    def keep(self) -> None:
        """Closes that question."""
        self.asks_discard = False

    @rx.event
    @allowed("supervisor")
    async def discard(self) -> Any:
        """Lays the file aside: nothing is loaded, its original is kept."""
        try:
            await self.run(service.cancel, self.actor, self.import_id)
        except UserError as error:
            self.say_error(error)
            return MappingState.keep
        self.say(self._text("page_discarded", file=self.file_name))
        return rx.redirect(IMPORTS)

    @rx.event
    @allowed("supervisor")
    def undo_choice(self, address: str) -> Any:
        """Takes back what the notice named, and the notice with it."""
        self.toasts = [one for one in self.toasts if one.undo != address]
        return rx.redirect(address)

    def _read_address(self) -> None:
        parameters = dict(self.router.url.query_parameters)
        self.import_id = import_in(self.router.url.path)
        self._choices = Choices.from_address(parameters)
        self.is_changing = "change" in parameters
        chosen = RAW if parameters.get("view") != TYPED else TYPED
        self.views = [
            Choice(self._text(f"page_map_{view}"), self._address(view=view), view == chosen)
            for view in (RAW, TYPED)
        ]
        self.change_href = self._address(change="" if self.is_changing else "1")

    async def _read_sample(self) -> None:
        language = locale_named(self.locale)
        self._file = file = await self.run(tried_file, self.import_id, language)
        self.file_name, self.import_href = file.name, import_address(self.import_id)
        self.restart_href = mapping_address(self.import_id)
        self.can_load = file.state in MAPPABLE
        self.can_discard = file.state == State.NEEDS_MAPPING
        view = TYPED if any(one.chosen for one in self.views[1:]) else RAW
        page = await asyncio.to_thread(desk.trial_page, file, self._choices, view)
        self._page, self.error, self.has_file = page, "", True
        self._show_sample(page)

    def _show_sample(self, page: TrialPage) -> None:
        self.members, self.facts, self.asks = dict(page.members), page.facts, page.asks
        self.heads, self.rows, self.last_rows = page.heads, page.rows, []
        kind = Kind(page.members["kind"])
        self.meanings = [
            Option(str(meaning), self._text(f"page_meaning_{meaning}"))
            for meaning in meanings_for(kind)
        ]
        self.sheets = [Option(sheet, sheet) for sheet in page.sheets]
        self.known = self._text("page_map_known", known=page.known, count=page.columns)
        self.answer = self._answer(page, agrees=None)
        self.missing = self._needs(page)
        self.load_label = self.missing or self._text("page_load")
        self.has_sums = False

    async def _show_sums(self, totals: Totals, mapping: Mapping) -> None:
        file, page = self._file, self._page
        if file is None or page is None:
            return
        stored, unknown = await self.run(compare, totals)
        sums = Sums(totals, file.formatter, stored=stored, unknown=unknown, policy=mapping.policy)
        self.verdict, self.balance = sums.verdict(), sums.balance()
        self.months, self.months_total = sums.months(), sums.months_total()
        self.new_records, self.odd = sums.new_records(), sums.odd()
        sample = sum(row.kind in {"line", "left", "bad"} for row in self.rows)
        self.last_rows = sums.last_rows(sample, len(self.heads), page.amount_place)
        self.answer = self._answer(page, agrees=totals.summary.read_agrees)
        self.load_label = sums.load_label()
        self.missing = "" if totals.summary.accepted else self.load_label
        self.is_adding, self.has_sums = False, True

    def _answer(self, page: TrialPage, *, agrees: bool | None) -> list[Span]:
        columns = self._text("page_map_columns", known=page.known, count=page.columns)
        spans = [Span(self._text("page_map_lead")), Span(columns, strong=True)]
        if agrees is not None:
            spans.append(Span(self._text("page_map_agrees" if agrees else "page_map_differs")))
        return [*spans, Span(". " + self._open(page))]

    def _open(self, page: TrialPage) -> str:
        """What is still to be said, or to be confirmed, in one sentence."""
        subjects = page.missing or page.subjects
        if not subjects:
            return self._text("page_map_ready")
        what = subjects[0]
        if len(subjects) > 1:
            what = f"{', '.join(subjects[:-1])} {self._text('page_and')} {subjects[-1]}"
        key = "page_map_missing" if page.missing else "page_map_proposed"
        return plural(locale_named(self.locale), f"intake.{key}", len(subjects), what=what)

    def _needs(self, page: TrialPage) -> str:
        return self._text("page_load_needs", what=page.missing[0]) if page.missing else ""

    def _show_error(self, error: UserError) -> None:
        self._page = None
        self.is_adding = self.has_file = False
        self.members = {name: self._choices.stated.get(name, "") for name in SHAPE}
        self.can_repair = error.key in REPAIRABLE
        self.error = error.text(locale_named(self.locale))

    def _held(self) -> dict[int, Meaning]:
        return {int(head.place) - 1: Meaning(head.meaning) for head in self.heads}

    def _say_freed(self, freed: int, position: int, meaning: Meaning) -> None:
        words = self._text(
            "page_map_freed",
            header=self.heads[freed].header,
            meaning=self._text(f"page_meaning_{meaning}"),
            other=self.heads[position].header,
        )
        self.say(words, undo=self._address())

    def _go(self, choices: Choices) -> Any:
        self._choices = choices
        return rx.redirect(self._address())

    def _address(self, **changed: str) -> str:
        kept = {
            name: value
            for name, value in self.router.url.query_parameters.items()
            if name in {"view", "change"}
        }
        return mapping_address(self.import_id, {**self._choices.to_address(), **kept, **changed})

    def _text(self, name: str, **params: object) -> str:
        return text(locale_named(self.locale), f"intake.{name}", **params)
