"""The ERP's salespeople: what is credited to each code, and whom it may be linked to."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.db import Actor


class SellerRow(NamedTuple):
    """A salesperson code of the ERP: what is credited to it, whose it is."""

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
    responsible_id: int


class SalesUser(NamedTuple):
    """A person a code may be linked to."""

    id: int
    name: str
    email: str


def sellers(tx: Session) -> list[SellerRow]:
    """The ERP's salesperson codes: sold under and without a user first, then by sales."""
    return [SellerRow(*row) for row in tx.execute(text(_SELLERS))]


def unlinked_sellers(tx: Session) -> int:
    """How many codes with sales have no user yet."""
    return tx.execute(
        text(
            "SELECT count(*) FROM seller s WHERE s.user_id IS NULL"
            " AND EXISTS (SELECT FROM month_fact f WHERE f.seller_id = s.id)"
        )
    ).scalar_one()


def linkable_users(tx: Session, actor: Actor) -> list[SalesUser]:
    """Active people a code may be linked to, salespeople first; staff only."""
    if not actor.is_staff:
        return []
    rows = tx.execute(
        text(
            "SELECT id, name, email FROM app_user WHERE is_active"
            " ORDER BY role <> 'sales', lower(name), id"
        )
    )
    return [SalesUser(*row) for row in rows]


_SELLERS = """
    SELECT s.id, s.code, s.name, s.email, d.first_date, d.last_date, coalesce(d.amount, 0),
        (SELECT count(*) FROM client c WHERE c.owner_id = s.id), s.user_id, coalesce(u.name, ''),
        r.responsible_id
    FROM seller s
    JOIN responsible r ON r.seller_id = s.id
    LEFT JOIN (
        SELECT seller_id, min(date) AS first_date, max(date) AS last_date, sum(amount) AS amount
        FROM day_fact GROUP BY seller_id
    ) d ON d.seller_id = s.id
    LEFT JOIN app_user u ON u.id = s.user_id
    ORDER BY s.user_id IS NOT NULL OR d.last_date IS NULL, coalesce(d.amount, 0) DESC, s.code
"""
