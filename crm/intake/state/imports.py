"""The list of files received: what came in, what became of it, what is being loaded now."""

import asyncio
from typing import Any

import reflex as rx
from sqlmodel import Session

from crm.accounts.company import Company, company
from crm.accounts.gate import allowed
from crm.clients.seller_queries import unlinked_sellers
from crm.intake.screen_queries import (
    ImportList,
    OneImport,
    RunningImport,
    Show,
    import_list,
    last_arrival,
    one_import,
    running_imports,
    waiting_files,
)
from crm.intake.service import cancel
from crm.intake.state.address import imports_address
from crm.intake.state.list_parts import Job
from crm.intake.state.list_words import ListWords
from crm.intake.state.result_parts import Result, RowChoices
from crm.intake.state.result_words import ResultWords
from crm.kit.addresses import number_in
from crm.kit.listing import BadList
from crm.kit.texts import Locale, locale_named, text
from crm.sales.freshness import sales_missing
from crm.sales.queries import DataState, data_state
from crm.shell.state import ScreenState
from crm.ui.card import Span
from crm.ui.filters import Choice
from crm.ui.table import Paging, Row

PAUSE_SECONDS = 0.5


class ImportsState(ScreenState):
    """The page's list, and the imports that run while it is looked at."""

    # what is chosen
    words: rx.Field[str] = rx.field("")

    # what is shown
    answer: rx.Field[list[Span]] = rx.field(default_factory=list)
    filters: rx.Field[list[Choice]] = rx.field(default_factory=list)
    rows: rx.Field[list[Row]] = rx.field(default_factory=list)
    paging: rx.Field[Paging] = rx.field(default_factory=Paging)
    choices: rx.Field[dict[str, RowChoices]] = rx.field(default_factory=dict)
    jobs: rx.Field[list[Job]] = rx.field(default_factory=list)
    result: rx.Field[Result] = rx.field(default_factory=Result)
    is_first: rx.Field[bool] = rx.field(default=False)

    _show: Show = Show.ALL
    _page: int = 1
    _is_watching: bool = False

    @rx.event
    @allowed("supervisor")
    async def open_list(self) -> Any:
        """Reads the filter and the page from the address."""
        parameters = self.router.url.query_parameters
        self.words = parameters.get("words", "")
        self._show = _show_named(parameters.get("show", ""))
        self._page = max(1, number_in(parameters.get("page", "1")) or 1)
        await self._show_list()
        return ImportsState.watch if self.jobs else None

    @rx.event
    @allowed("supervisor")
    def search(self, words: str) -> Any:
        """Files whose name holds these words."""
        show = "" if self._show is Show.ALL else self._show
        return rx.redirect(imports_address({"show": show, "words": words.strip()}), replace=True)

    @rx.event
    @allowed("supervisor")
    async def file_sent(self, answer: dict[str, Any]) -> Any:
        """A file has arrived, or was refused at the door; what it is will be seen below."""
        if not answer.get("import_id"):
            reason = answer.get("detail") or text(
                locale_named(self.locale), "intake.page_send_failed", file=answer["file"]
            )
            self.say(reason, tone="bad")
            return None
        await self._show_list()
        return ImportsState.watch

    @rx.event
    @allowed("supervisor")
    def sending_failed(self, name: str) -> None:
        """The server was not reached; the file is still where it was."""
        words = text(locale_named(self.locale), "intake.page_send_failed", file=name)
        self.say(words, tone="bad")

    @rx.event
    @allowed("supervisor")
    async def cancel(self, import_id: str) -> Any:
        """Stops a file that is being loaded; nothing of it stays."""
        await self.run(cancel, self.actor, number_in(import_id) or 0)
        await self._show_list()
        return ImportsState.watch

    @rx.event(background=True)
    @allowed("supervisor")
    async def watch(self) -> Any:
        """Follows the running imports until the last has ended or the page is left."""
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
        """Shows how far the imports are, in the list as well; False at the end."""
        running = await self.run(_running, locale_named(self.locale))
        async with self:
            ended = {job.id for job in self.jobs} - {job.id for job in running}
            was, self.jobs = _states(self.jobs), running
            if was != _states(running):
                await self._show_list()
            if ended:
                await self._refresh_frame()
            return bool(running) and self.router.url.path.startswith("/imports")

    async def _show_list(self) -> None:
        language = locale_named(self.locale)
        seen = await self.run(_read, show=self._show, words=self.words, page=self._page)
        words = ListWords(seen.company, language)
        place = {
            "show": "" if self._show is Show.ALL else self._show,
            "words": self.words,
            "page": self._page if self._page > 1 else "",
        }
        self.answer = words.answer(seen.data, seen.waiting, seen.missing)
        self.filters = words.filters(seen.found, self._show, self.words)
        self.rows, self.choices = words.rows(seen.found, place), words.choices(seen.found, place)
        self.paging = words.paging(seen.found, self._show, self.words, self._page)
        self.jobs = words.jobs(seen.running)
        self.result = ResultWords(seen.last, seen.company, language, seen.unlinked).result()
        self.is_first = not seen.found.counts[Show.ALL] and not self.words


class _Seen:
    """What the list is made of, read in one transaction."""

    def __init__(self, tx: Session, show: Show, words: str, page: int) -> None:
        self.company: Company = company(tx)
        self.data: DataState = data_state(tx)
        self.missing = sales_missing(tx, self.company, self.data)
        self.found: ImportList = import_list(tx, show=show, words=words, page=page)
        self.running: list[RunningImport] = running_imports(tx)
        self.waiting: list[tuple[int, str]] = waiting_files(tx)
        self.last: list[OneImport] = [one_import(tx, one) for one in last_arrival(tx)]
        self.unlinked = unlinked_sellers(tx)


def _read(tx: Session, *, show: Show, words: str, page: int) -> _Seen:
    return _Seen(tx, show, words, page)


def _running(tx: Session, language: Locale) -> list[Job]:
    return ListWords(company(tx), language).jobs(running_imports(tx))


def _states(jobs: list[Job]) -> dict[str, str]:
    return {job.id: job.state for job in jobs}


def _show_named(word: str) -> Show:
    try:
        return Show(word or Show.ALL)
    except ValueError:
        raise BadList("kit.bad_filter", value=word) from None
