"""The state every screen's state derives from: who looks, in which language, what was said."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import reflex as rx
from sqlmodel import Session

from crm.accounts import rules, service
from crm.accounts.company import Company, company
from crm.accounts.gate import allowed
from crm.db import Actor
from crm.kit.errors import UserError
from crm.kit.texts import LOCALES, locale_named
from crm.kit.texts import text as wording
from crm.shell.acting import Acting
from crm.shell.showing import Showing
from crm.shell.slots import Freshness, Slots
from crm.ui.feedback import Toast
from crm.ui.texts import Language


class Notices:
    """What a handler may say. A plain class: methods of a state class would be events."""

    if TYPE_CHECKING:
        # Of the state that this is mixed into.
        toasts: Any
        locale: Any

    def say(self, text: str, *, tone: str = "", undo: str = "") -> None:
        """Shows a notice. `undo` is handed to the page's undo handler; "" offers none."""
        self.toasts = [*self.toasts, Toast(id=uuid4().hex, text=text, tone=tone, undo=undo)]

    def say_error(self, error: UserError) -> None:
        """Shows what the person can mend, in their language; it stays until closed."""
        self.say(error.text(locale_named(self.locale)), tone="bad")


class ScreenState(Acting, Showing, Notices, Language):
    """The person, the company and the notices around every screen."""

    # `ready` and not Reflex's is_hydrated: that one drops at every navigation and would
    # remount the page under what is being typed.
    ready: rx.Field[bool] = rx.field(False)
    is_forbidden: rx.Field[bool] = rx.field(False)
    refusals: rx.Field[int] = rx.field(0)
    failure_id: rx.Field[str] = rx.field("")
    person_name: rx.Field[str] = rx.field("")
    person_initials: rx.Field[str] = rx.field("")
    role: rx.Field[str] = rx.field("")
    theme: rx.Field[str] = rx.field("")
    company: rx.Field[str] = rx.field("")
    company_about: rx.Field[str] = rx.field("")
    freshness: rx.Field[Freshness] = rx.field(default_factory=Freshness)
    changes: rx.Field[int] = rx.field(0)
    # Told by crm.shell.live to the browser alone; here it stays 0.
    news: rx.Field[int] = rx.field(0)
    toasts: rx.Field[list[Toast]] = rx.field(default_factory=list)

    _has_missed: bool = False

    @rx.event
    @allowed("signed_in")
    async def enter(self, role: str) -> None:
        """Prepares the frame of the screen that opens; `role` is the least it asks for."""
        is_forbidden = bool(role) and not rules.may(self.actor.role, role)  # type: ignore[arg-type]
        self.show(failure_id="", is_forbidden=is_forbidden)
        self._show_person(self.actor)
        await self._refresh_frame()

    @rx.event
    @allowed("signed_in")
    def arrive(self) -> Any:
        """Shows the screen, now that it holds its figures: nothing moves once it is seen."""
        self.show(ready=True)
        return ScreenState.hear_change if self._has_missed else None

    @rx.event
    @allowed("signed_in")
    async def choose_language(self, locale: str) -> Any:
        """Changes the person's language and reloads what the page shows in it."""
        if locale in LOCALES:
            await self.run(service.choose_language, self.actor, locale)
            self.locale = locale
        return rx.redirect(str(self.router.url), replace=True)

    @rx.event
    @allowed("signed_in")
    async def choose_theme(self, theme: str) -> None:
        """Keeps the person's theme; the browser shows it already."""
        await self.run(service.choose_theme, self.actor, theme)
        self.theme = theme

    @rx.event
    @allowed("signed_in")
    def dismiss_toast(self, toast_id: str) -> None:
        """Takes one notice away."""
        self.toasts = [one for one in self.toasts if one.id != toast_id]

    @rx.event
    @allowed("signed_in")
    def hear_error(self, key: str, params: dict[str, str]) -> None:
        """Shows an error that a handler did not catch; sent by the program itself."""
        self.say(wording(locale_named(self.locale), key, **params), tone="bad")

    @rx.event
    @allowed("signed_in")
    def hear_refusal(self) -> None:
        """Says that an event was not theirs to send; a page that says so already need not."""
        self.refusals += 1
        if not self.is_forbidden:
            self.say(wording(locale_named(self.locale), "accounts.errors.not_allowed"), tone="bad")

    @rx.event
    @allowed("signed_in")
    async def hear_change(self) -> Any:
        """The data changed: the page shows anew what it shows; nothing typed or chosen is lost."""
        # While it arrives, some figures may have been read before the change.
        self._has_missed = not self.ready
        if self._has_missed or self.is_forbidden:
            return None
        await self._refresh_frame()
        self.changes += 1
        return list(Slots.live.get(self.router.route_id, ()))

    @rx.event
    @allowed("signed_in")
    def show_failure(self, error_id: str) -> None:
        """Shows that something broke, with the id under which the log has it."""
        self.failure_id = error_id

    @rx.event
    @allowed("signed_in")
    def dismiss_failure(self) -> None:
        """Takes the failure's panel away."""
        self.failure_id = ""

    async def _refresh_frame(self) -> None:
        """Reads again what the frame says of the data: for a page that has just changed them."""
        ours, freshness = await self.run(_surroundings, self.actor)
        self.show(company=ours.name, company_about=ours.subtitle, freshness=freshness)

    def _show_person(self, actor: Actor) -> None:
        words = actor.name.split() or [actor.email]
        initials = "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()
        self.show(person_name=actor.name, person_initials=initials)
        self.show(role=actor.role, locale=actor.locale, theme=actor.theme)


def _surroundings(tx: Session, actor: Actor) -> tuple[Company, Freshness]:
    ours = company(tx)
    if Slots.freshness is None:
        return ours, Freshness()
    return ours, Slots.freshness(tx, ours, actor)
