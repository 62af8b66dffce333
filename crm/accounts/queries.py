"""What is asked about people."""

from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.db import as_system


class UserRow(NamedTuple):
    """A person in a list; `sellers` are the codes of the ERP linked to them."""

    id: int
    name: str
    email: str
    role: str
    locale: str
    is_active: bool
    sellers: list[str]


def users(tx: Session) -> list[UserRow]:
    """The people this transaction may see, in the order they came."""
    found = tx.execute(
        text(
            "SELECT u.id, u.name, u.email, u.role, u.locale, u.is_active,"
            " coalesce(array_agg(s.code ORDER BY s.code) FILTER (WHERE s.id IS NOT NULL), '{}')"
            " AS sellers FROM app_user u LEFT JOIN seller s ON s.user_id = u.id"
            " GROUP BY u.id ORDER BY u.id"
        )
    )
    return [UserRow(*row) for row in found]


def all_users() -> list[UserRow]:
    """Everybody, for the command line."""
    with as_system("list of users at the command line") as tx:
        return users(tx)
