"""The ERP's salespeople: whose each code is, and whose the clients without anybody could be."""

from datetime import date
from typing import Any, NamedTuple

import reflex as rx
from sqlmodel import Session

from crm.accounts.company import company
from crm.accounts.gate import allowed
from crm.clients import service
from crm.clients.owner_queries import clients_without_owner
from crm.clients.seller_queries import SalesUser, SellerRow, linkable_users, sellers
from crm.clients.state.giving_shown import Giving, show_giving, without_owner_words
from crm.clients.state.owner_acts import act_of, owner_act
from crm.clients.state.sellers_shown import SellerShown, answer_of, show_seller, user_options
from crm.db import Actor
from crm.kit.errors import UserError
from crm.kit.formats import Formatter
from crm.kit.texts import Locale, locale_named, plural, text
from crm.sales.namesakes import people_told_apart
from crm.sales.queries import responsibles
from crm.shell.state import ScreenState
from crm.ui.card import Span
from crm.ui.filters import Option


class SellersState(ScreenState):
    """Codes with their sales and their users."""

    # what is shown
    answer: rx.Field[list[Span]] = rx.field(default_factory=list)
    rows: rx.Field[list[SellerShown]] = rx.field(default_factory=list)
    users: rx.Field[list[Option]] = rx.field(default_factory=list)
    without_owner: rx.Field[str] = rx.field("")

    # what is open
    create_open: rx.Field[bool] = rx.field(default=False)
    create_name: rx.Field[str] = rx.field("")
    create_email: rx.Field[str] = rx.field("")
    create_error: rx.Field[str] = rx.field("")
    password: rx.Field[str] = rx.field("")
    password_of: rx.Field[str] = rx.field("")

    giving_open: rx.Field[bool] = rx.field(default=False)
    giving_error: rx.Field[str] = rx.field("")
    giving: rx.Field[Giving] = rx.field(default_factory=Giving)

    _seller_id: int = 0

    @rx.event
    @allowed("supervisor")
    async def open_sellers(self) -> None:
        """Shows the codes, those that wait for a user first."""
        self.create_open, self.giving_open, self.password = False, False, ""
        await self._read()

    @rx.event
    @allowed("supervisor")
    async def renew_sellers(self) -> None:
        """Shows the codes anew: some may be new."""
        await self._read()

    @rx.event
    @allowed("supervisor")
    async def link(self, seller_id: int, user_id: str) -> None:
        """A user was chosen for a code; empty takes it from its user."""
        if user_id.isdecimal():
            await self.run(service.link_seller_to_user, self.actor, seller_id, int(user_id))
            self.say(text(locale_named(self.locale), "clients.linked"), tone="good")
        else:
            await self.run(service.unlink, self.actor, seller_id)
        await self._read()

    @rx.event
    @allowed("supervisor")
    def open_create(self, seller_id: int) -> None:
        """Opens the form for a new user of a code, filled with what the ERP says."""
        row = next((one for one in self.rows if one.id == seller_id), SellerShown())
        self._seller_id, self.create_name, self.create_email = seller_id, row.name, row.email
        self.create_open, self.create_error, self.password = True, "", ""

    @rx.event
    @allowed("supervisor")
    def close_create(self) -> None:
        """Closes the form; a password that was shown is gone."""
        self.create_open, self.password = False, ""

    @rx.event
    @allowed("supervisor")
    async def create_user(self, form: dict[str, Any]) -> None:
        """Makes the user of the code and shows the password, once."""
        name, email = str(form.get("name", "")), str(form.get("email", ""))
        try:
            self.password = await self.run(_create, self.actor, self._seller_id, name, email)
        except UserError as error:
            self.create_error = error.text(locale_named(self.locale))
            return
        self.password_of = email
        await self._read()

    @rx.event
    @allowed("supervisor")
    async def open_giving(self) -> None:
        """Shows how many of the clients without a responsible each person would get."""
        self.giving = await self.run(_giving, locale_named(self.locale))
        self.giving_open, self.giving_error = True, ""

    @rx.event
    @allowed("supervisor")
    def close_giving(self) -> None:
        """Leaves the clients as they are."""
        self.giving_open = False

    @rx.event
    @allowed("supervisor")
    async def give_clients(self, form: dict[str, Any]) -> None:
        """Gives each client without a responsible to who sells most to it."""
        language = locale_named(self.locale)
        try:
            since = date.fromisoformat(str(form.get("since", "")))
            given = await self.run(_give, self.actor, since)
        except ValueError:
            self.giving_error = text(language, "clients.giving_day")
            return
        except UserError as error:
            self.giving_error = error.text(language)
            return
        self.giving_open = False
        await self._read()
        words = plural(language, "clients.given", given.clients)
        self.say(words, tone="good", undo=owner_act(given.act_id))

    @rx.event
    @allowed("supervisor")
    async def undo_giving(self, undo: str) -> None:
        """Takes the clients back that a notice tells of."""
        act = act_of(undo)
        if act is None:
            return
        self.toasts = [one for one in self.toasts if one.undo != undo]
        count = await self.run(_take_back, self.actor, act)
        await self._read()
        self.say(plural(locale_named(self.locale), "clients.given_back", count), tone="good")

    async def _read(self) -> None:
        read = await self.run(_read, self.actor, locale_named(self.locale))
        self.answer = answer_of(read.rows, read.form)
        self.rows = [show_seller(one, read.form) for one in read.rows]
        nobody = text(read.form.language, "clients.no_user")
        self.users = [Option("", nobody), *user_options(read.users)]
        self.without_owner = without_owner_words(read.without_owner, read.form)


class _Read(NamedTuple):
    rows: list[SellerRow]
    users: list[SalesUser]
    without_owner: int
    form: Formatter


def _read(tx: Session, actor: Actor, locale: Locale) -> _Read:
    return _Read(
        rows=sellers(tx),
        users=linkable_users(tx, actor),
        without_owner=clients_without_owner(tx),
        form=company(tx).formatter(locale),
    )


def _giving(tx: Session, locale: Locale) -> Giving:
    ours = company(tx)
    people = people_told_apart(tx, responsibles(tx))
    proposal = service.propose_owners(tx)
    return show_giving(proposal, people, ours.today(), ours.formatter(locale))


def _give(tx: Session, actor: Actor, since: date) -> service.Given:
    return service.give_unowned_clients(actor, since, today=company(tx).today())


def _take_back(_tx: Session, actor: Actor, act_id: int) -> int:
    return service.take_owners_back(actor, act_id)


def _create(_tx: Session, actor: Actor, seller_id: int, name: str, email: str) -> str:
    return service.create_user_for_seller(actor, seller_id, name=name, email=email)
