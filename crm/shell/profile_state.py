"""What a person's own page holds: who they are, their password, where they are signed in."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import reflex as rx
from sqlmodel import Session

from crm.accounts import gate, rules, service, sessions, sockets
from crm.accounts.company import company
from crm.accounts.gate import allowed
from crm.db import Actor
from crm.kit.errors import UserError
from crm.kit.texts import Locale, locale_named
from crm.kit.texts import text as wording
from crm.shell.state import ScreenState


@dataclass(frozen=True)
class SessionRow:
    """A signed-in browser as the page shows it."""

    browser: str = ""
    seen: str = ""
    is_this: bool = False


class ProfileState(ScreenState):
    """The page "Your account"."""

    email: rx.Field[str] = rx.field("")
    role_name: rx.Field[str] = rx.field("")
    own_sessions: rx.Field[list[SessionRow]] = rx.field(default_factory=list)
    name_error: rx.Field[str] = rx.field("")
    present_error: rx.Field[str] = rx.field("")
    new_error: rx.Field[str] = rx.field("")

    @rx.event
    @allowed("signed_in")
    async def open_profile(self) -> None:
        """Shows the person as the database knows them."""
        locale = locale_named(self.locale)
        self.email = self.actor.email
        self.role_name = wording(locale, f"accounts.profile.role_{self.actor.role}")
        self.name_error = self.present_error = self.new_error = ""
        await self._show_sessions(locale)

    @rx.event
    @allowed("signed_in")
    async def rename(self, form: dict[str, Any]) -> None:
        """Changes the person's own name."""
        locale = locale_named(self.locale)
        self.name_error = ""
        try:
            name = await self.run(service.rename, self.actor, str(form.get("name", "")))
        except rules.WrongName as wrong:
            self.name_error = wrong.text(locale)
            return
        self._show_person(replace(self.actor, name=name))
        self.say(wording(locale, "accounts.profile.renamed"), tone="good")

    @rx.event
    @allowed("signed_in")
    async def change_password(self, form: dict[str, Any]) -> None:
        """Changes the password and ends the other sessions."""
        self.present_error = self.new_error = ""
        locale = locale_named(self.locale)
        present, new = str(form.get("present", "")), str(form.get("new", ""))
        session_id = gate.current_session_id()
        try:
            ended = await asyncio.to_thread(
                service.change_password, self.actor, present, new, session_id=session_id
            )
        except service.WrongPassword as wrong:
            self.present_error = wrong.text(locale)
        except UserError as weak:
            self.new_error = weak.text(locale)
        else:
            await sockets.close(ended)
            await self._show_sessions(locale)
            self.say(wording(locale, "accounts.profile.changed"), tone="good")

    @rx.event
    @allowed("signed_in")
    async def sign_out_everywhere(self) -> None:
        """Ends every session of the person; all their tabs land on the sign-in."""
        ended = await asyncio.to_thread(service.sign_out_everywhere, self.actor.user_id)
        await sockets.close(ended)

    async def _show_sessions(self, locale: Locale) -> None:
        session_id = gate.current_session_id()
        self.own_sessions = await self.run(_session_rows, self.actor, session_id, locale)


def _session_rows(tx: Session, actor: Actor, session_id: int, locale: Locale) -> list[SessionRow]:
    ours = company(tx)
    writer = ours.formatter(locale)
    unnamed = wording(locale, "accounts.profile.unknown_browser")
    return [
        SessionRow(
            browser=rules.browser_name(one.user_agent) or unnamed,
            seen=writer.date_time(one.seen_at, ours.time_zone),
            is_this=one.id == session_id,
        )
        for one in sessions.own_sessions(tx, actor.user_id, datetime.now(UTC))
    ]
