"""Clients, families and the ERP's salespeople over the API."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from crm.accounts.company import company
from crm.api.access import CurrentActor, Tx, asks_for
from crm.api.paging import Cursor, Limit, PageOut, page_out
from crm.clients import queries, seller_queries, service
from crm.clients.queries import PAGE_SIZE, SORT_FIELDS, ClientFilter, ClientPage, ClientRow
from crm.kit.listing import Sort

router = APIRouter(tags=["clients"])
Word = Annotated[str | None, Field(max_length=service.LONGEST_FIELD)]


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ClientOut(_Out):
    """A client in a list; amounts of the last 12 complete months and of the 12 before.

    `before` is null where not all of those months are known, `change` (0.1 is 10 % more) also
    where there is nothing to compare with; such clients come last in an order by it.
    """

    id: int
    code: str
    name: str
    city: str
    owner_id: int | None
    owner_name: str
    amount: Decimal
    before: Decimal | None
    change: Decimal | None
    last_date: date | None


class OwnedOut(_Out):
    """Somebody's time as owner; `until` is the first day that is no longer theirs."""

    seller_id: int
    name: str
    since: date
    until: date | None


class MonthOut(BaseModel):
    """A month of a client, beside the same month last year."""

    month: str
    amount: Decimal
    last_year: Decimal | None


class ClientDetail(_Out):
    """A client's data, owners and thirteen months."""

    id: int
    code: str
    name: str
    tax_id: str
    contact: str
    position: str
    phone: str
    email: str
    address: str
    postal_code: str
    city: str
    region: str
    country: str
    segment: str
    owners: list[OwnedOut]
    months: list[MonthOut]
    first_date: date | None
    last_date: date | None


class ContactIn(BaseModel):
    """Contact data to store; what is not sent stays as it is."""

    model_config = ConfigDict(extra="forbid")

    contact: Word = None
    position: Word = None
    phone: Word = None
    email: Word = None
    address: Word = None
    postal_code: Word = None
    city: Word = None
    region: Word = None
    country: Word = None


class OwnerIn(BaseModel):
    """Who owns the client from a day on."""

    seller_id: int
    since: date


class DayIn(BaseModel):
    """From which day on."""

    since: date


class GettingOut(BaseModel):
    """How many clients a responsible would get."""

    seller_id: int
    clients: int


class ProposalOut(BaseModel):
    """Who would get the clients that are nobody's; `left` would still be."""

    people: list[GettingOut]
    left: int


class ActOut(_Out):
    """A change of owners, of so many clients; by `act_id` it is undone."""

    act_id: int
    clients: int


class FamilyOut(_Out):
    """A family of products in its tree."""

    id: int
    code: str
    name: str
    parent_id: int | None
    depth: int
    products: int


class SellerOut(_Out):
    """A salesperson code of the ERP and what is credited to it."""

    id: int
    code: str
    name: str
    email: str
    first_date: date | None
    last_date: date | None
    amount: Decimal
    clients: int
    user_id: int | None
    user_name: str


class LinkIn(BaseModel):
    """Whose a code is; null takes it from its user."""

    user_id: int | None


@router.get("/clients", summary="Clients")
def clients(
    tx: Tx,
    search: Annotated[str, Query(max_length=100)] = "",
    owner_id: Annotated[int | None, Query(description="Owner today; 0: nobody")] = None,
    sort: Annotated[
        str, Query(description=f"one of {', '.join(SORT_FIELDS)}; - descends")
    ] = "name",
    cursor: Cursor = None,
    limit: Limit = PAGE_SIZE,
) -> PageOut[ClientOut]:
    """Those the caller may see, with their last 12 months."""
    chosen = ClientFilter(search, owner_id)
    page = queries.clients(tx, chosen, Sort.parse(sort, SORT_FIELDS), cursor, limit)
    return page_out(page, _client)


@router.get("/clients/{client_id}", summary="A client")
def client(tx: Tx, client_id: int) -> ClientDetail:
    """404 also for a client that is not the caller's."""
    return _detail(queries.client_page(tx, client_id))


@router.patch("/clients/{client_id}", summary="Change a client's contact data")
def edit_client(tx: Tx, actor: CurrentActor, client_id: int, body: ContactIn) -> ClientDetail:
    """A salesperson may for own clients."""
    values = {name: value for name, value in body.model_dump().items() if value is not None}
    service.edit_contact(tx, actor, client_id, values)
    return _detail(queries.client_page(tx, client_id))


@router.put(
    "/clients/{client_id}/owner",
    summary="Make somebody the client's owner",
    dependencies=[asks_for("supervisor")],
)
def assign_owner(tx: Tx, actor: CurrentActor, client_id: int, body: OwnerIn) -> ActOut:
    """From a day on, up to today; sales without a salesperson are credited anew."""
    today = company(tx).today()
    act_id = service.assign_owner(actor, client_id, body.seller_id, body.since, today=today)
    return ActOut(act_id=act_id, clients=1)


@router.get(
    "/owners/proposal",
    summary="Who would own the clients without an owner",
    dependencies=[asks_for("supervisor")],
)
def propose_owners(tx: Tx) -> ProposalOut:
    """Each goes to who is credited with most of its sales."""
    proposal = service.propose_owners(tx)
    count_by_id = Counter(proposal.seller_by_client.values())
    people = [GettingOut(seller_id=one, clients=n) for one, n in count_by_id.most_common()]
    return ProposalOut(people=people, left=proposal.left)


@router.post(
    "/owners/proposal",
    summary="Give the clients without an owner as proposed",
    dependencies=[asks_for("supervisor")],
)
def give_clients(tx: Tx, actor: CurrentActor, body: DayIn) -> ActOut:
    """One act, from a day on, up to today; 409 where there is nothing to give."""
    given = service.give_unowned_clients(actor, body.since, today=company(tx).today())
    return ActOut.model_validate(given)


@router.post(
    "/owners/acts/{act_id}/undo",
    summary="Undo a change of owners",
    dependencies=[asks_for("supervisor")],
)
def take_owners_back(actor: CurrentActor, act_id: int) -> ActOut:
    """Clients that were handed on since are left alone; 409 where that is so of all."""
    return ActOut(act_id=act_id, clients=service.take_owners_back(actor, act_id))


@router.get("/families", summary="The tree of families")
def families(tx: Tx) -> list[FamilyOut]:
    """Each after its parent."""
    return [FamilyOut.model_validate(one) for one in queries.family_tree(tx)]


@router.get("/sellers", summary="The ERP's salesperson codes")
def sellers(tx: Tx) -> list[SellerOut]:
    """A salesperson finds their own."""
    return [SellerOut.model_validate(one) for one in seller_queries.sellers(tx)]


@router.put(
    "/sellers/{seller_id}/user",
    summary="Link a code to a user",
    dependencies=[asks_for("supervisor")],
    status_code=204,
)
def link_seller(tx: Tx, actor: CurrentActor, seller_id: int, body: LinkIn) -> None:
    """The user sees own figures at once."""
    if body.user_id is None:
        service.unlink(tx, actor, seller_id)
    else:
        service.link_seller_to_user(tx, actor, seller_id, body.user_id)


def _client(row: ClientRow) -> ClientOut:
    return ClientOut.model_validate(row)


def _detail(page: ClientPage) -> ClientDetail:
    months = [
        MonthOut(month=str(one.month), amount=one.amount, last_year=one.last_year)
        for one in page.months
    ]
    kept = {name: getattr(page.data, name) for name in _DATA}
    return ClientDetail(
        **kept,
        owners=[OwnedOut.model_validate(one) for one in page.owners],
        months=months,
        first_date=page.first_date,
        last_date=page.last_date,
    )


_DATA = (
    *("id", "code", "name", "tax_id", "contact", "position", "phone", "email"),
    *("address", "postal_code", "city", "region", "country", "segment"),
)
