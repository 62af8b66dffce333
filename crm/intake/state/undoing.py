"""Taking an import back: the question, and what was restored."""

import asyncio
from typing import Any

import reflex as rx
from sqlmodel import Session

from crm.accounts.company import company
from crm.accounts.gate import allowed
from crm.intake import service
from crm.intake.screen_queries import one_import
from crm.intake.state.import_words import ImportWords, undone_words
from crm.kit.addresses import number_in
from crm.kit.errors import UserError
from crm.kit.formats import Formatter
from crm.kit.texts import Locale, locale_named, text
from crm.shell.slots import Slots
from crm.shell.state import ScreenState


class UndoState(ScreenState):
    """Which import is about to be taken back; for the list and for the page of one."""

    question: rx.Field[str] = rx.field("")
    consequence: rx.Field[str] = rx.field("")
    label: rx.Field[str] = rx.field("")

    is_undoing: rx.Field[bool] = rx.field(default=False)

    _import_id: int = 0
    _file: str = ""

    @rx.event
    @allowed("supervisor")
    async def ask(self, import_id: str) -> None:
        """Asks before the import is taken back."""
        language = locale_named(self.locale)
        words = await self.run(_words, number_in(import_id) or 0, language)
        self._import_id, self._file = words.found.id, words.found.file_name
        self.question = text(language, "intake.page_undo_question", file=self._file)
        self.consequence, self.label = words.undo_consequence(), words.undo_label()

    @rx.event
    @allowed("supervisor")
    def keep(self) -> None:
        """Closes that question."""
        self.question = ""

    @rx.event
    @allowed("supervisor")
    async def undo(self) -> Any:
        """Takes the import back, says what was restored, and has the page read anew."""
        self.is_undoing = True
        yield
        try:
            undone = await asyncio.to_thread(service.undo, self.actor, self._import_id)
        except UserError as error:
            self.say_error(error)
        else:
            formatter = await self.run(_formatter, locale_named(self.locale))
            self.say(undone_words(undone, self._file, formatter))
        self.question, self.is_undoing = "", False
        await self._refresh_frame()
        for renew in Slots.live.get(self.router.route_id, ()):
            yield renew


def _words(tx: Session, import_id: int, language: Locale) -> ImportWords:
    return ImportWords(one_import(tx, import_id), company(tx), language)


def _formatter(tx: Session, language: Locale) -> Formatter:
    return company(tx).formatter(language)
