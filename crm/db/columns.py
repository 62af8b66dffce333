"""Column types shared by every table: money, months, instants, documents of JSON."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Numeric, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

MONEY = Numeric(16, 4)
"""ERP lines are not always rounded to the cent, so four decimals are kept as sent."""

INSTANT = DateTime(timezone=True)


def key() -> Any:
    """A surrogate `bigint` key given by the database."""
    return Field(default=None, primary_key=True, sa_type=BigInteger)


def ref(target: str, *, index: bool = False, ondelete: Any = None) -> Any:
    """A required reference to another table's key, e.g. `ref("app_user.id")`."""
    return Field(foreign_key=target, sa_type=BigInteger, index=index, ondelete=ondelete)


def maybe_ref(target: str, *, index: bool = False, ondelete: Any = None) -> Any:
    """An optional reference to another table's key."""
    return Field(
        default=None,
        foreign_key=target,
        sa_type=BigInteger,
        nullable=True,
        index=index,
        ondelete=ondelete,
    )


def words(default: str | None = "") -> Any:
    """Text without a length limit; `default=None` makes the column nullable."""
    if default is None:
        return Field(default=None, sa_type=Text, nullable=True)
    return Field(default=default, sa_type=Text, sa_column_kwargs={"server_default": default})


def number(default: int = 0) -> Any:
    """A whole number that is never null."""
    return Field(
        default=default, sa_type=BigInteger, sa_column_kwargs={"server_default": str(default)}
    )


def flag(*, default: bool) -> Any:
    """A yes or no that is never null."""
    word = "true" if default else "false"
    return Field(default=default, sa_column_kwargs={"server_default": word})


def money(default: Decimal | None = Decimal(0)) -> Any:
    """An amount in the company's currency; `default=None` makes the column nullable."""
    if default is None:
        return Field(default=None, sa_type=MONEY, nullable=True)
    return Field(default=default, sa_type=MONEY, sa_column_kwargs={"server_default": "0"})


def now() -> Any:
    """An instant in UTC that the database fills in."""
    return Field(default=None, sa_type=INSTANT, sa_column_kwargs={"server_default": func.now()})


def instant() -> Any:
    """An optional instant in UTC."""
    return Field(default=None, sa_type=INSTANT, nullable=True)


def document(default: str | None = "{}") -> Any:
    """A JSON document; `default=None` makes the column nullable."""
    if default is None:
        return Field(default=None, sa_type=JSONB, nullable=True)
    return Field(default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": default})


__all__ = [
    "INSTANT",
    "MONEY",
    "date",
    "datetime",
    "document",
    "flag",
    "instant",
    "key",
    "maybe_ref",
    "money",
    "now",
    "number",
    "ref",
    "words",
]
