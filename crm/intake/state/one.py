"""The page of one import: its figures, what happened, what it changed, what it refused, undo."""

import asyncio
from typing import Any

import reflex as rx
from sqlmodel import Session

from crm.accounts.company import Company, company
from crm.accounts.gate import allowed
from crm.clients.seller_queries import unlinked_sellers
from crm.intake import service
from crm.intake.screen_queries import (
    OneImport,
    RunningImport,
    one_import,
    refused_rows,
    running_imports,
)
from crm.intake.state.address import (
    import_in,
    mapping_address,
    original_address,
    refusals_address,
)
from crm.intake.state.import_parts import Change, Pair
from crm.intake.state.import_words import ImportWords
from crm.intake.state.list_parts import Job
from crm.intake.state.list_words import ListWords
from crm.intake.state.mapping_parts import Verdict
from crm.intake.state.result_parts import NextSteps
from crm.intake.state.result_words import ResultWords
from crm.intake.states import MAPPABLE, WAITING, State, is_beyond_repair
from crm.kit.addresses import number_in
from crm.kit.errors import NotFound
from crm.kit.texts import Locale, locale_named
from crm.shell.state import ScreenState
from crm.ui.card import Event, Figure, Span
from crm.ui.table import Paging, Row

PAUSE_SECONDS = 0.5


class OneImportState(ScreenState):
    """One file received."""

    # what is shown
    import_id: rx.Field[int] = rx.field(0)
    missing: rx.Field[str] = rx.field("")
    name: rx.Field[str] = rx.field("")
    subtitle: rx.Field[str] = rx.field("")
    badge: rx.Field[str] = rx.field("")
    tone: rx.Field[str] = rx.field("")
    answer: rx.Field[list[Span]] = rx.field(default_factory=list)
    error: rx.Field[str] = rx.field("")
    figures: rx.Field[list[Figure]] = rx.field(default_factory=list)
    verdict: rx.Field[Verdict] = rx.field(default_factory=Verdict)
    events: rx.Field[list[Event]] = rx.field(default_factory=list)
    changed: rx.Field[list[Change]] = rx.field(default_factory=list)
    currency: rx.Field[str] = rx.field("")
    months: rx.Field[list[Row]] = rx.field(default_factory=list)
    refused: rx.Field[list[Row]] = rx.field(default_factory=list)
    refused_paging: rx.Field[Paging] = rx.field(default_factory=Paging)
    mapping: rx.Field[list[Pair]] = rx.field(default_factory=list)
    job: rx.Field[Job] = rx.field(default_factory=Job)
    original_href: rx.Field[str] = rx.field("")
    refusals_href: rx.Field[str] = rx.field("")
    mapping_href: rx.Field[str] = rx.field("")
    can_map: rx.Field[bool] = rx.field(default=False)
    steps: rx.Field[NextSteps] = rx.field(default_factory=NextSteps)
    can_undo: rx.Field[bool] = rx.field(default=False)
    undo_label: rx.Field[str] = rx.field("")
    undo_consequence: rx.Field[str] = rx.field("")

    # what is open or under way
    asks_undo: rx.Field[bool] = rx.field(default=False)
    is_undoing: rx.Field[bool] = rx.field(default=False)
    _page: int = 1
    _is_watching: bool = False

    @rx.event
    @allowed("supervisor")
    async def open_import(self) -> Any:
        """Reads which import from the address, and which page of its refused rows."""
        self.import_id = import_in(self.router.url.path)
        self._page = max(1, number_in(self.router.url.query_parameters.get("page", "1")) or 1)
        try:
            await self._show_import()
        except NotFound as error:
            self.missing, self.name = error.text(locale_named(self.locale)), ""
            return None
        return OneImportState.watch if self.job.id else None

    @rx.event
    @allowed("supervisor")
    async def renew_import(self) -> None:
        """Shows the import anew; a question that stands open stays."""
        if not self.missing:
            await self._show_import()

    @rx.event
    @allowed("supervisor")
    async def cancel(self) -> Any:
        """Stops the loading; nothing of the file stays."""
        await self.run(service.cancel, self.actor, self.import_id)
        await self._show_import()
        return OneImportState.watch

    @rx.event(background=True)
    @allowed("supervisor")
    async def watch(self) -> Any:
        """Follows the import until it has ended or the page is left."""
        async with self:
            if self._is_watching:
                return
            self._is_watching = True
        try:
            # The database is asked, since the work is done by another process.
            while await self._follow():  # noqa: ASYNC110
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            async with self:
                self._is_watching = False

    async def _follow(self) -> bool:
        async with self:
            if self.router.url.path.rstrip("/") != f"/imports/{self.import_id}":
                return False
            await self._show_import()
            if not self.job.id:
                await self._refresh_frame()
            return bool(self.job.id)

    async def _show_import(self) -> None:
        language = locale_named(self.locale)
        seen = await self.run(_read, self.import_id, self._page)
        words = ImportWords(seen.found, seen.company, language)
        self.missing, self.name = "", seen.found.file_name
        self.subtitle, (self.badge, self.tone) = words.subtitle(), words.badge()
        self.answer, self.error = words.answer(), words.error()
        self.figures, self.verdict, self.events = words.figures(), words.verdict(), words.events()
        self.changed, self.months = words.changed(), words.month_rows()
        self.currency = words.formatter.currency_sign
        self.refused = words.refused(seen.refused)
        self.refused_paging = words.refused_paging(self._page, len(seen.refused))
        self.mapping = words.mapping()
        self.job = _job(seen, language)
        self._show_actions(seen, words)

    def _show_actions(self, seen: "_Seen", words: ImportWords) -> None:
        found = seen.found
        self.original_href = original_address(found.id)
        self.refusals_href = refusals_address(found.id)
        self.mapping_href = mapping_address(found.id)
        self.can_map = found.state in MAPPABLE and not is_beyond_repair(found.error_key)
        self.can_undo = found.state == State.LOADED
        self.steps = ResultWords([found], seen.company, words.language, seen.unlinked).steps()
        self.undo_label, self.undo_consequence = words.undo_label(), words.undo_consequence()


class _Seen:
    """What the page is made of, read in one transaction."""

    def __init__(self, tx: Session, import_id: int, page: int) -> None:
        self.company: Company = company(tx)
        self.found: OneImport = one_import(tx, import_id)
        self.refused = refused_rows(tx, import_id, page) if self.found.refused else []
        waits = self.found.state in WAITING
        self.unlinked = unlinked_sellers(tx) if self.found.state == State.LOADED else 0
        self.running: list[RunningImport] = running_imports(tx) if waits else []


def _read(tx: Session, import_id: int, page: int) -> _Seen:
    return _Seen(tx, import_id, page)


def _job(seen: _Seen, language: Locale) -> Job:
    own = [one for one in seen.running if one.id == seen.found.id]
    jobs = ListWords(seen.company, language).jobs(own)
    return jobs[0] if jobs else Job()
