"""One client: data, months, last lines; contact data edited, owner changed."""

from datetime import date
from typing import Any, NamedTuple

import reflex as rx
from sqlmodel import Session

from crm.accounts.company import Company, company
from crm.accounts.gate import allowed
from crm.clients import service
from crm.clients.queries import ClientMissing, ClientPage, client_page
from crm.clients.state.owner_acts import act_of, owner_act
from crm.clients.state.shown import ClientShown, contact_values, show_client
from crm.db import Actor
from crm.kit.errors import UserError
from crm.kit.formats import Formatter
from crm.kit.texts import Locale, locale_named, text
from crm.sales.namesakes import people_told_apart
from crm.sales.queries import responsible_of, responsibles
from crm.shell.state import ScreenState
from crm.ui.filters import Option


class ClientState(ScreenState):
    """A client's plain page."""

    shown: rx.Field[ClientShown] = rx.field(default_factory=ClientShown)
    is_missing: rx.Field[bool] = rx.field(default=False)

    # what is open
    edit_open: rx.Field[bool] = rx.field(default=False)
    edit_errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    contact: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    owner_open: rx.Field[bool] = rx.field(default=False)
    owner_error: rx.Field[str] = rx.field("")
    owners: rx.Field[list[Option]] = rx.field(default_factory=list)
    owner_now: rx.Field[str] = rx.field("")
    owner_chosen: rx.Field[str] = rx.field("")
    today: rx.Field[str] = rx.field("")

    _is_behind: bool = False

    @rx.event
    @allowed("sales")
    async def open_client(self) -> None:
        """Shows the client of the address, or that there is none for this person."""
        self.edit_open = self.owner_open = False
        await self._show_client()

    @rx.event
    @allowed("sales")
    async def renew_client(self) -> None:
        """Shows the client anew, once nobody is writing about it."""
        self._is_behind = True
        await self._catch_up()

    async def _catch_up(self) -> None:
        if self._is_behind and not (self.edit_open or self.owner_open):
            await self._show_client()

    async def _show_client(self) -> None:
        self._is_behind = False
        try:
            read = await self.run(_read, self._client_id, locale_named(self.locale))
        except ClientMissing:
            self.is_missing, self.shown = True, ClientShown()
            return
        self.is_missing = False
        self.shown = show_client(read.page, read.form)
        self.contact = contact_values(read.page.data)
        self.owners, self.owner_now = _choices(read), read.owner
        self.today = read.ours.today().isoformat()

    @rx.event
    @allowed("sales")
    def open_edit(self) -> None:
        """Opens the contact data for changes."""
        self.edit_open, self.edit_errors = True, _no_errors()

    @rx.event
    @allowed("sales")
    async def close_edit(self) -> None:
        """Leaves the contact data as it was."""
        self.edit_open = False
        await self._catch_up()

    @rx.event
    @allowed("sales")
    async def save_contact(self, form: dict[str, Any]) -> None:
        """Stores contact data and place."""
        values = {name: str(form.get(name, "")) for name in service.CONTACT_FIELDS}
        try:
            await self.run(service.edit_contact, self.actor, self._client_id, values)
        except service.BadContact as error:
            language = locale_named(self.locale)
            faults = {name: one.text(language) for name, one in error.fault_by_field.items()}
            self.edit_errors = _no_errors() | faults
            return
        await self._reload()
        self.say(text(locale_named(self.locale), "clients.contact_saved"), tone="good")

    @rx.event
    @allowed("supervisor")
    def open_owner(self) -> None:
        """Opens the change of responsible."""
        self.owner_open, self.owner_error, self.owner_chosen = True, "", self.owner_now

    @rx.event
    @allowed("supervisor")
    def choose_owner(self, seller: str) -> None:
        """Somebody was chosen; only who is not the responsible already can be kept."""
        self.owner_chosen = seller

    @rx.event
    @allowed("supervisor")
    async def close_owner(self) -> None:
        """Leaves the responsible as it was."""
        self.owner_open = False
        await self._catch_up()

    @rx.event
    @allowed("supervisor")
    async def save_owner(self, form: dict[str, Any]) -> None:
        """Makes somebody the client's responsible from a day on."""
        try:
            since = date.fromisoformat(str(form.get("since", "")))
            seller = int(str(form.get("seller", "")))
            act = await self.run(_assign, self.actor, self._client_id, seller, since)
        except ValueError:
            self.owner_error = service.BadOwner("clients.owner_day").text(locale_named(self.locale))
            return
        except UserError as error:
            self.owner_error = error.text(locale_named(self.locale))
            return
        await self._reload()
        client, owner = self.shown.name, self.shown.owner
        words = text(locale_named(self.locale), "clients.owner_changed", client=client, owner=owner)
        self.say(words, tone="good", undo=owner_act(act))

    @rx.event
    @allowed("supervisor")
    async def undo_owner(self, undo: str) -> None:
        """Gives the client back to whom it had before the change that a notice tells of."""
        act = act_of(undo)
        if act is None:
            return
        self.toasts = [one for one in self.toasts if one.undo != undo]
        await self.run(_take_back, self.actor, act)
        await self._reload()
        self.say(text(locale_named(self.locale), "clients.owner_undone"), tone="good")

    @property
    def _client_id(self) -> int:
        last = self.router.url.path.rstrip("/").rpartition("/")[2]
        if not last.isdecimal():
            raise ClientMissing("clients.missing")
        return int(last)

    async def _reload(self) -> None:
        self.edit_open = self.owner_open = False
        await self._show_client()


def _no_errors() -> dict[str, str]:
    return dict.fromkeys(service.CONTACT_FIELDS, "")


class _Read(NamedTuple):
    page: ClientPage
    people: list[Option]
    owner: str
    ours: Company
    form: Formatter


def _read(tx: Session, client_id: int, locale: Locale) -> _Read:
    ours, page = company(tx), client_page(tx, client_id)
    people = [Option(str(one.id), one.name) for one in people_told_apart(tx, responsibles(tx))]
    owner = responsible_of(tx, page.data.owner_id)
    return _Read(page, people, "" if owner is None else str(owner), ours, ours.formatter(locale))


def _choices(read: _Read) -> list[Option]:
    """Whom the client can have; nobody stands first, and only while it has nobody."""
    nobody = Option("", text(read.form.language, "clients.no_owner"))
    return read.people if read.owner else [nobody, *read.people]


def _assign(tx: Session, actor: Actor, client_id: int, seller_id: int, since: date) -> int:
    return service.assign_owner(actor, client_id, seller_id, since, today=company(tx).today())


def _take_back(_tx: Session, actor: Actor, act_id: int) -> None:
    service.take_owners_back(actor, act_id)
