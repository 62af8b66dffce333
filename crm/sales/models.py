"""Sale lines as the ERP sent them, and the facts added up from them."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, Text
from sqlmodel import Field, SQLModel

from crm.db.columns import money, number

MONTH_CHECK = "month = date_trunc('month', month)::date"


def _plain(*, primary: bool = False, index: bool = False) -> int:
    """A key of another table, no foreign key: row triggers make loading six times slower."""
    return Field(sa_type=BigInteger, primary_key=primary, index=index)


def _part() -> str:
    """A part of a line's identity, compared byte by byte."""
    return Field(
        default="",
        sa_column=Column(Text(collation="C"), primary_key=True, nullable=False, server_default=""),
    )


class SaleLine(SQLModel, table=True):
    """One line of an invoice or credit note.

    Its identity is (source, doc_type, series, doc_no, line_no).

    `line_family_id` and `seller_id` are what the line itself says. `family_id` is that, else the
    product's family; `credited_id` is that, else the client's owner at the document's date.
    """

    __tablename__ = "sale_line"  # pyright: ignore[reportAssignmentType]
    # By client and by who is credited it is indexed once the first lines are in
    # (`crm_build_line_indexes`): loading a million lines into those indexes takes seconds more.
    __table_args__ = (
        Index("sale_line_date", "date", postgresql_using="brin"),
        Index("sale_line_import", "import_id", postgresql_using="brin"),
    )

    doc_no: str = _part()
    line_no: int = Field(
        sa_column=Column(Integer, primary_key=True, nullable=False, autoincrement=False)
    )
    series: str = _part()
    doc_type: str = _part()
    source: str = _part()
    date: dt.date
    original_date: dt.date | None = Field(default=None, nullable=True)
    import_id: int = _plain()
    client_id: int = _plain()
    product_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    line_family_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    family_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    seller_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    credited_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    quantity: Decimal = money()
    amount: Decimal = money()
    cost: Decimal | None = money(None)


class ClientMonth(SQLModel, table=True):
    """What a client bought in a month: the sum of its lines."""

    __tablename__ = "client_month"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint(MONTH_CHECK, "client_month_first"),
        Index("client_month_month", "month", postgresql_include=["client_id", "amount"]),
    )

    client_id: int = _plain(primary=True)
    month: dt.date = Field(primary_key=True)
    amount: Decimal = money()
    quantity: Decimal = money()
    orders: int = number()
    lines: int = number()
    first_date: dt.date
    last_date: dt.date


class MonthFact(SQLModel, table=True):
    """Sales of a month by family, credited seller and today's owner; 0 stands for none."""

    __tablename__ = "month_fact"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint(MONTH_CHECK, "month_fact_first"),)

    month: dt.date = Field(primary_key=True)
    family_id: int = _plain(primary=True)
    seller_id: int = _plain(primary=True, index=True)
    owner_id: int = _plain(primary=True)
    amount: Decimal = money()
    quantity: Decimal = money()
    cost: Decimal = money()
    lines: int = number()
    orders: int = number()


class SourceMonth(SQLModel, table=True):
    """The last day on which a source (the ERP of a branch, say) sold anything in a month."""

    __tablename__ = "source_month"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint(MONTH_CHECK, "source_month_first"),)

    source: str = Field(sa_column=Column(Text(collation="C"), primary_key=True, nullable=False))
    month: dt.date = Field(primary_key=True)
    last_date: dt.date


class DayFact(SQLModel, table=True):
    """Sales of a day by credited seller and today's owner; 0 stands for none."""

    __tablename__ = "day_fact"  # pyright: ignore[reportAssignmentType]

    date: dt.date = Field(primary_key=True)  # pyright: ignore[reportInvalidTypeForm]
    seller_id: int = _plain(primary=True)
    owner_id: int = _plain(primary=True)
    amount: Decimal = money()
    quantity: Decimal = money()
    lines: int = number()
