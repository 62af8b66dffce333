"""What one does with clients and salespeople: edit contact data, change the owner, link a code."""

import secrets
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts import audit
from crm.accounts.service import NewUser, create_user, link_seller, unlink_seller
from crm.clients import owner_queries
from crm.clients.queries import client_data
from crm.clients.rules import FEWEST_DIGITS, are_emails, is_phone, sells_most
from crm.db import Actor, as_actor, as_import
from crm.db.changes import announce
from crm.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from crm.sales.credit import credit_again, months_of_clients
from crm.sales.facts import rebuild_months
from crm.sales.holding import hold_company

CONTACT_FIELDS = (
    "contact",
    "position",
    "phone",
    "email",
    "address",
    "postal_code",
    "city",
    "region",
    "country",
)
LONGEST_FIELD = 200
ASSIGNED = ("assign_owner", "assign_owners")
"""The acts on record that change owners."""


class BadContact(Invalid):
    """Contact data that cannot be kept; `fault_by_field` has what is wrong with each field."""

    def __init__(self, fault_by_field: Mapping[str, Invalid]) -> None:
        first = next(iter(fault_by_field.values()))
        super().__init__(first.key, **first.params)
        self.fault_by_field = fault_by_field


class StaffOnly(NotAllowed):
    """Only supervisors and administrators change who owns a client."""


class BadOwner(Invalid):
    """The day an ownership begins lies ahead, where credit is not known yet."""


class OwnersMoved(Conflict):
    """The clients were handed on since, or the change was undone already."""


class NothingToGive(Conflict):
    """Every client has an owner, or those without have no sales that are credited to anybody."""


class SellerMissing(NotFound):
    """There is no such salesperson code."""


class Proposal(NamedTuple):
    """The owner each client without one would get; how many would still be without."""

    seller_by_client: Mapping[int, int]
    left: int


class Given(NamedTuple):
    """The act that gave clients an owner, and how many."""

    act_id: int
    clients: int


def edit_contact(tx: Session, actor: Actor, client_id: int, values: Mapping[str, str]) -> None:
    """Store contact data and place of a client; the wall lets only own clients through.

    What the ERP sent and nobody changes is taken as it is. Raises ClientMissing, BadContact.
    """
    before = client_data(tx, client_id)
    changed = {
        name: value.strip()
        for name, value in values.items()
        if value.strip() != getattr(before, name, None)
    }
    faults = {name: fault for name, value in changed.items() if (fault := _fault(name, value))}
    if faults:
        raise BadContact(faults)
    if not changed:
        return
    columns = ", ".join(f"{name} = :{name}" for name in changed)
    tx.execute(text(f"UPDATE client SET {columns} WHERE id = :id"), {**changed, "id": client_id})
    fields = sorted(changed)
    audit.record(tx, actor.user_id, "edit_contact", "client", client_id, fields=fields)


def assign_owner(actor: Actor, client_id: int, seller_id: int, since: date, *, today: date) -> int:
    """Make a responsible the client's owner from a day on; what came after that day is replaced.

    Lines from that day that name no salesperson are credited anew (closed months excepted) and
    the facts of the client's months follow. Returns the act, to take it back by. Raises StaffOnly,
    ClientMissing, SellerMissing, BadOwner.
    """
    _refuse_owner(actor, since, today)
    # Facts and credit are written by the role of imports alone.
    with as_import(actor.user_id) as tx:
        hold_company(tx)
        client_data(tx, client_id)
        _refuse_unknown_seller(tx, seller_id)
        return _hand_over(tx, actor, {client_id: seller_id}, since)


def propose_owners(tx: Session) -> Proposal:
    """Who would get which of the clients that are nobody's: whoever sells most to each."""
    credited = owner_queries.credited_of_unowned(tx)
    chosen = {client: sells_most(sold) for client, sold in credited.items()}
    given = {client: seller for client, seller in chosen.items() if seller is not None}
    return Proposal(given, owner_queries.clients_without_owner(tx) - len(given))


def give_unowned_clients(actor: Actor, since: date, *, today: date) -> Given:
    """Give each client that is nobody's to who sells most to it, from a day on.

    Raises StaffOnly, BadOwner, NothingToGive.
    """
    _refuse_owner(actor, since, today)
    with as_import(actor.user_id) as tx:
        hold_company(tx)
        chosen = propose_owners(tx).seller_by_client
        if not chosen:
            raise NothingToGive("clients.nothing_to_give")
        return Given(_hand_over(tx, actor, chosen, since), len(chosen))


def take_owners_back(actor: Actor, act_id: int) -> int:
    """Undo a change of owners: the clients have whom they had before; how many they are.

    A client that was handed on since is left alone. Raises StaffOnly, OwnersMoved where that is
    so of all of them, or the act was undone already.
    """
    if not actor.is_staff:
        raise StaffOnly("clients.staff_only")
    with as_import(actor.user_id) as tx:
        hold_company(tx)
        done = owner_queries.handed_over(tx, act_id, ASSIGNED)
        clients = owner_queries.take_back(tx, done) if done else set[int]()
        if not clients:
            raise OwnersMoved("clients.owners_moved")
        _credit_anew(tx, clients)
        count = len(clients)
        audit.record(tx, actor.user_id, "take_owners_back", "client", undoes=act_id, clients=count)
        announce(tx, f"owners of {count} clients taken back")
        return count


def create_user_for_seller(actor: Actor, seller_id: int, *, name: str, email: str) -> str:
    """Make a salesperson's user and link the code to it; the password, shown once.

    Raises what `create_user` does, and SellerMissing.
    """
    with as_actor(actor) as tx:
        _refuse_unknown_seller(tx, seller_id)
    password = secrets.token_urlsafe(12)
    user = create_user(actor, NewUser(email=email, name=name, role="sales", password=password))
    with as_actor(actor) as tx:
        link_seller(tx, actor, seller_id, user.user_id)
    return password


def link_seller_to_user(tx: Session, actor: Actor, seller_id: int, user_id: int) -> None:
    """Say whose a code is; own figures are there at once. See `accounts.service.link_seller`."""
    link_seller(tx, actor, seller_id, user_id)


def unlink(tx: Session, actor: Actor, seller_id: int) -> None:
    """Take a code from its user."""
    unlink_seller(tx, actor, seller_id)


def _fault(name: str, value: str) -> Invalid | None:
    if name not in CONTACT_FIELDS:
        return Invalid("clients.not_contact", field=name)
    if len(value) > LONGEST_FIELD:
        return Invalid("clients.field_too_long", longest=LONGEST_FIELD)
    if name == "email" and value and not are_emails(value):
        return Invalid("clients.bad_email")
    if name == "phone" and value and not is_phone(value):
        return Invalid("clients.bad_phone", fewest=FEWEST_DIGITS)
    return None


def _refuse_owner(actor: Actor, since: date, today: date) -> None:
    if not actor.is_staff:
        raise StaffOnly("clients.staff_only")
    if since > today:
        raise BadOwner("clients.owner_in_future")


def _hand_over(tx: Session, actor: Actor, seller_by_client: Mapping[int, int], since: date) -> int:
    done = owner_queries.hand_over(tx, seller_by_client, since, actor.user_id)
    _credit_anew(tx, seller_by_client)
    announce(tx, f"owners of {len(seller_by_client)} clients")
    only = next(iter(seller_by_client)) if len(seller_by_client) == 1 else None
    return audit.record(
        tx,
        actor.user_id,
        "assign_owner" if only else "assign_owners",
        "client",
        only,
        since=since.isoformat(),
        sellers={str(client): seller for client, seller in seller_by_client.items()},
        **done._asdict(),
    )


def _credit_anew(tx: Session, clients: Collection[int]) -> None:
    credit_again(tx, clients)
    rebuild_months(tx, months_of_clients(tx, clients))


def _refuse_unknown_seller(tx: Session, seller_id: int) -> None:
    found = tx.execute(text("SELECT 1 FROM seller WHERE id = :id"), {"id": seller_id}).scalar()
    if found is None:
        raise SellerMissing("clients.seller_missing")
