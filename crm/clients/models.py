"""Clients, the catalogue, the ERP's salespeople, and who owns which client since when."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Computed, Index, Numeric, Text, text
from sqlmodel import Field, SQLModel

from crm.db.columns import document, flag, key, maybe_ref, now, ref, words


class Seller(SQLModel, table=True):
    """A salesperson code of the ERP: the responsible of clients, lines and targets."""

    __tablename__ = "seller"  # pyright: ignore[reportAssignmentType]

    id: int = key()
    code: str = Field(unique=True)
    name: str = words()
    position: str = words()
    email: str = words()
    manager_code: str = words()
    user_id: int | None = maybe_ref("app_user.id", index=True)
    import_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    extra: dict[str, Any] = document()
    created_at: datetime = now()


class ProductFamily(SQLModel, table=True):
    """A node of the tree of families; a goal on a node includes its descendants."""

    __tablename__ = "product_family"  # pyright: ignore[reportAssignmentType]

    id: int = key()
    code: str = Field(unique=True)
    name: str = words()
    parent_id: int | None = maybe_ref("product_family.id", index=True)
    import_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    created_at: datetime = now()


class Product(SQLModel, table=True):
    """Something sold; in one family, or in none."""

    __tablename__ = "product"  # pyright: ignore[reportAssignmentType]

    id: int = key()
    code: str = Field(unique=True)
    name: str = words()
    family_id: int | None = maybe_ref("product_family.id", index=True)
    unit: str = words()
    is_active: bool = flag(default=True)
    import_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    extra: dict[str, Any] = document()
    created_at: datetime = now()


class Client(SQLModel, table=True):
    """A company that buys; `owner_id` is today's responsible, `ClientOwner` the history."""

    __tablename__ = "client"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "client_search",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
        ),
        Index("client_sort", "sort_name", "id"),
    )

    id: int = key()
    code: str = Field(unique=True)
    name: str = words()
    tax_id: str = words()
    contact: str = words()
    position: str = words()
    phone: str = words()
    email: str = words()
    address: str = words()
    postal_code: str = words()
    city: str = words()
    region: str = words()
    country: str = words()
    segment: str = words()
    created_on: date | None = Field(default=None, nullable=True)
    latitude: Decimal | None = Field(default=None, sa_type=Numeric(9, 6), nullable=True)  # pyright: ignore[reportArgumentType]
    longitude: Decimal | None = Field(default=None, sa_type=Numeric(9, 6), nullable=True)  # pyright: ignore[reportArgumentType]
    owner_id: int | None = maybe_ref("seller.id", index=True)
    extra: dict[str, Any] = document()
    import_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    created_at: datetime = now()
    sort_name: str = Field(
        default=None, sa_column=Column(Text, Computed("crm_fold(name)", persisted=True))
    )
    search: str = Field(
        default=None,
        sa_column=Column(
            Text,
            Computed(
                "crm_fold(code || ' ' || name || ' ' || tax_id || ' ' || city"
                " || ' ' || postal_code)",
                persisted=True,
            ),
        ),
    )


class ClientOwner(SQLModel, table=True):
    """Who was responsible for a client in [from, until); intervals never overlap."""

    __tablename__ = "client_owner"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("client_owner_one_start", "client_id", "from_date", unique=True),
        CheckConstraint("until_date IS NULL OR until_date > from_date", "client_owner_half_open"),
        Index(
            "client_owner_one_current",
            "client_id",
            unique=True,
            postgresql_where=text("until_date IS NULL"),
        ),
    )

    id: int = key()
    client_id: int = ref("client.id", ondelete="CASCADE")
    seller_id: int = ref("seller.id", index=True)
    from_date: date = Field()
    until_date: date | None = Field(default=None, nullable=True)
    import_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    created_at: datetime = now()
    created_by: int | None = maybe_ref("app_user.id")
