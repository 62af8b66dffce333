"""The state every screen's state derives from: who looks, in which language, what was said."""

from typing import Any
from uuid import uuid4

import reflex as rx

from crm.kit.texts import LOCALES
from crm.ui.feedback import Toast
from crm.ui.texts import Language


class ScreenState(Language):
    """The person, the company and the notices around every screen."""

    # `ready` and not Reflex's is_hydrated: that one drops at every navigation and would
    # remount the page under what is being typed.
    ready: rx.Field[bool] = rx.field(default=False)
    person_name: rx.Field[str] = rx.field("")
    person_initials: rx.Field[str] = rx.field("")
    role: rx.Field[str] = rx.field("")
    company: rx.Field[str] = rx.field("")
    freshness: rx.Field[str] = rx.field("")
    is_late: rx.Field[bool] = rx.field(default=False)
    toasts: rx.Field[list[Toast]] = rx.field(default_factory=list)

    @rx.event
    def enter(self, role: str) -> None:
        """Prepares the frame of the screen that opens; `role` is the least it asks for."""
        self._show_person()
        self.ready = True

    @rx.event
    def choose_language(self, locale: str) -> Any:
        """Changes the language and reloads what the page shows in it."""
        if locale in LOCALES:
            self.locale = locale
        return rx.redirect(str(self.router.url), replace=True)

    @rx.event
    def dismiss_toast(self, toast_id: str) -> None:
        """Takes one notice away."""
        self.toasts = [one for one in self.toasts if one.id != toast_id]

    def say(self, text: str, *, tone: str = "", undo: str = "") -> None:
        """Shows a notice. `undo` is handed to the page's undo handler; "" offers none."""
        self.toasts = [*self.toasts, Toast(id=uuid4().hex, text=text, tone=tone, undo=undo)]

    def _show_person(self) -> None:
        self.person_name, self.person_initials, self.role = "Elena Sanchis", "ES", "admin"
        self.company, self.freshness = "Torrealba", "Datos hasta el 23 nov 2026"
