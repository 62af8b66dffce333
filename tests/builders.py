"""Builders of rows with defaults, so that only what a test is about stands in it.

Each takes the open transaction: people are made in `as_system(...)`, everything else in
`as_import(0)`. `sample_people()` makes the four people every test may rely on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import count
from typing import TypeVar

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts.models import AppUser
from crm.clients.models import Client, ClientOwner, Product, ProductFamily, Seller
from crm.db import Actor, Role, as_import, as_system
from crm.goals.models import Goal, MonthlyTarget
from crm.intake.models import ImportBatch
from crm.sales.models import SaleLine

PASSWORD = "correct horse battery"  # noqa: S105 - of people who exist only in tests
LONG_AGO = date(2020, 1, 1)
Row = TypeVar("Row")
_numbers: Iterator[int] = count(1)


@dataclass(frozen=True, slots=True)
class People:
    """Ana (administrator), Bruno (supervisor), Carla (has clients), Dario (sees none of hers)."""

    ana: Actor
    bruno: Actor
    carla: Actor
    dario: Actor
    carla_seller: Seller
    dario_seller: Seller
    carla_client: Client
    dario_client: Client

    def actor(self, role: Role) -> Actor:
        """Somebody of that role; Carla for sales."""
        return {"admin": self.ana, "supervisor": self.bruno, "sales": self.carla}[role]


def sample_people() -> People:
    """The four people, the codes of the two who sell, and a client of each; committed."""
    with as_system("test: people") as tx:
        ana = a_user(tx, name="Ana", role="admin")
        bruno = a_user(tx, name="Bruno", role="supervisor")
        carla = a_user(tx, name="Carla")
        dario = a_user(tx, name="Dario")
    with as_import(0) as tx:
        carla_seller = a_seller(tx, user=carla, name="Carla")
        dario_seller = a_seller(tx, user=dario, name="Dario")
        carla_client = a_client(tx, owner=carla_seller, name="Almazara Carla")
        dario_client = a_client(tx, owner=dario_seller, name="Bodega Dario")
    return People(
        actor_of(ana),
        actor_of(bruno),
        actor_of(carla),
        actor_of(dario),
        carla_seller,
        dario_seller,
        carla_client,
        dario_client,
    )


def actor_of(user: AppUser) -> Actor:
    """The user as who acts in transactions."""
    role: Role = user.role  # pyright: ignore[reportAssignmentType]
    return Actor(user.id, role, user.name, user.email, user.locale, user.theme)


def a_user(
    tx: Session,
    *,
    name: str = "Nadie",
    role: Role = "sales",
    email: str = "",
    locale: str = "es",
    is_active: bool = True,
) -> AppUser:
    """A person without a password (see `with_password`)."""
    address = email or f"{name.lower().replace(' ', '.')}{next(_numbers)}@example.org"
    return _kept(
        tx, AppUser(name=name, email=address, role=role, locale=locale, is_active=is_active)
    )


def with_password(tx: Session, user_id: int, password: str = PASSWORD) -> None:
    """Gives a person a password, hashed as the product hashes it."""
    tx.execute(
        text(
            "INSERT INTO user_secret (user_id, password_hash) VALUES (:user_id, :hash)"
            " ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash"
        ),
        {"user_id": user_id, "hash": _hashed(password)},
    )


def a_seller(tx: Session, *, user: AppUser | None = None, code: str = "", name: str = "") -> Seller:
    """A salesperson code of the ERP, linked to `user` if given."""
    user_id = None if user is None else user.id
    return _kept(tx, Seller(code=code or f"S{next(_numbers)}", name=name, user_id=user_id))


def a_code_of(tx: Session, person: Actor) -> Seller:
    """A further code of the ERP for somebody who has one: both count as one responsible."""
    number = next(_numbers)
    return _kept(tx, Seller(code=f"S{number}", name=f"Otra {number}", user_id=person.user_id))


def a_client(
    tx: Session,
    *,
    owner: Seller | None = None,
    code: str = "",
    name: str = "Cliente",
    since: date = LONG_AGO,
) -> Client:
    """A client, with its dated ownership when it has an owner."""
    owner_id = None if owner is None else owner.id
    client = _kept(tx, Client(code=code or f"C{next(_numbers)}", name=name, owner_id=owner_id))
    if owner is not None:
        _kept(tx, ClientOwner(client_id=client.id, seller_id=owner.id, from_date=since))
    return client


def a_family(
    tx: Session, *, code: str = "", name: str = "Familia", parent: ProductFamily | None = None
) -> ProductFamily:
    """A family of products, under `parent` if given."""
    parent_id = None if parent is None else parent.id
    return _kept(
        tx, ProductFamily(code=code or f"F{next(_numbers)}", name=name, parent_id=parent_id)
    )


def a_product(tx: Session, *, code: str = "", family: ProductFamily | None = None) -> Product:
    """A product, in `family` if given."""
    family_id = None if family is None else family.id
    number = next(_numbers)
    return _kept(
        tx, Product(code=code or f"P{number}", name=f"Producto {number}", family_id=family_id)
    )


def an_import(
    tx: Session,
    *,
    file_name: str = "ventas.csv",
    kind: str = "sales",
    first: date | None = None,
    last: date | None = None,
) -> ImportBatch:
    """A received file that was loaded, of sales from `first` to `last`."""
    return _kept(
        tx,
        ImportBatch(
            file_name=file_name,
            kind=kind,
            state="done",
            outcome="loaded",
            date_from=first,
            date_to=last,
            as_of=last,
        ),
    )


def a_sale(
    tx: Session,
    *,
    client: Client,
    amount: str = "100",
    day: date = date(2026, 3, 10),
    credited: Seller | None = None,
    family: ProductFamily | None = None,
    quantity: str = "1",
    import_id: int = 0,
) -> SaleLine:
    """A line of an invoice; credited to the client's owner unless said. Facts are not rebuilt."""
    return _kept(
        tx,
        SaleLine(
            doc_no=f"D{next(_numbers)}",
            line_no=1,
            date=day,
            import_id=import_id,
            client_id=client.id,
            family_id=None if family is None else family.id,
            seller_id=None if credited is None else credited.id,
            credited_id=client.owner_id if credited is None else credited.id,
            quantity=Decimal(quantity),
            amount=Decimal(amount),
        ),
    )


def a_goal(tx: Session, *, family: ProductFamily | None = None, year: int = 2026) -> Goal:
    """A revenue goal of a calendar year; needs an administrator's transaction."""
    family_id = None if family is None else family.id
    return _kept(tx, Goal(family_id=family_id, year_start=date(year, 1, 1)))


def a_target(
    tx: Session, *, goal: Goal, seller: Seller, month: date, value: str = "1000"
) -> MonthlyTarget:
    """A target of a responsible; needs an administrator's transaction."""
    return _kept(
        tx,
        MonthlyTarget(goal_id=goal.id, seller_id=seller.id, month=month, value=Decimal(value)),
    )


@cache
def _hashed(password: str) -> str:
    """Hashing is slow on purpose; one hash serves every test of a run."""
    from crm.accounts.passwords import hashed  # argon2 only where it is used

    return hashed(password)


def _kept(tx: Session, row: Row) -> Row:
    tx.add(row)
    tx.flush()
    return row
