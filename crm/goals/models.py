"""Goals, their monthly targets, and every change made to a target."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from crm.db.columns import key, maybe_ref, money, now, number, ref, words


class Goal(SQLModel, table=True):
    """What is to be reached in a fiscal year, for a family with its descendants or for all."""

    __tablename__ = "goal"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "goal_scope",
            "variable",
            "family_id",
            "year_start",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("year_start = date_trunc('month', year_start)::date", "goal_year_first"),
    )

    id: int = key()
    variable: str = words("revenue")
    family_id: int | None = maybe_ref("product_family.id")
    year_start: date
    direction: str = words("higher")
    status: str = words("active")
    stated_total: Decimal | None = money(None)
    version: int = number(1)
    created_at: datetime = now()
    created_by: int | None = maybe_ref("app_user.id")


class MonthlyTarget(SQLModel, table=True):
    """The target of a responsible in a month; no row means no target, which is not zero."""

    __tablename__ = "monthly_target"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("monthly_target_cell", "goal_id", "seller_id", "month", unique=True),
        CheckConstraint("month = date_trunc('month', month)::date", "monthly_target_first"),
        CheckConstraint("value >= 0", "monthly_target_not_negative"),
    )

    id: int = key()
    goal_id: int = ref("goal.id", ondelete="CASCADE")
    seller_id: int = ref("seller.id", index=True)
    month: date
    value: Decimal = money()
    version: int = number(1)
    updated_at: datetime = now()
    updated_by: int | None = maybe_ref("app_user.id")


class TargetChange(SQLModel, table=True):
    """One cell changed by one act; the act is an audit event and is undone as a whole."""

    __tablename__ = "target_change"  # pyright: ignore[reportAssignmentType]

    id: int = key()
    act_id: int = ref("audit_event.id", index=True)
    goal_id: int = ref("goal.id", ondelete="CASCADE")
    seller_id: int = ref("seller.id")
    month: date
    prior: Decimal | None = money(None)
    value: Decimal | None = money(None)


class ClosedMonth(SQLModel, table=True):
    """A month whose targets, credit and categories are frozen."""

    __tablename__ = "closed_month"  # pyright: ignore[reportAssignmentType]

    month: date = Field(primary_key=True)
    closed_at: datetime = now()
    closed_by: int | None = maybe_ref("app_user.id")


class ClosedFigure(SQLModel, table=True):
    """What a month came to when it was closed: by family and code credited, 0 for none.

    Later lines and credit change what the facts say, never this.
    """

    __tablename__ = "closed_figure"  # pyright: ignore[reportAssignmentType]

    month: date = Field(primary_key=True, foreign_key="closed_month.month", ondelete="CASCADE")
    family_id: int = Field(primary_key=True, sa_type=BigInteger)
    seller_id: int = Field(primary_key=True, sa_type=BigInteger)
    amount: Decimal = money()
