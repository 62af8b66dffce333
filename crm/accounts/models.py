"""People, what proves who they are, and what they did."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from crm.db.columns import document, flag, instant, key, maybe_ref, now, number, ref, words


class AppUser(SQLModel, table=True):
    """A person who signs in; what proves it is in `UserSecret`."""

    __tablename__ = "app_user"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("app_user_email", text("lower(email)"), unique=True),)

    id: int = key()
    email: str = words()
    name: str = words()
    role: str = words("sales")
    locale: str = words("es")
    theme: str = words("system")
    phone: str = words()
    is_active: bool = flag(default=True)
    last_sign_in_at: datetime | None = instant()
    created_at: datetime = now()
    created_by: int | None = maybe_ref("app_user.id")


class UserSecret(SQLModel, table=True):
    """The password of a user, hashed; only the system's role reads it."""

    __tablename__ = "user_secret"  # pyright: ignore[reportAssignmentType]

    user_id: int = Field(
        primary_key=True, sa_type=BigInteger, foreign_key="app_user.id", ondelete="CASCADE"
    )
    password_hash: str = words()
    must_change: bool = flag(default=False)
    changed_at: datetime = now()


class LoginSession(SQLModel, table=True):
    """One signed-in browser; the cookie holds a secret of which only the hash is kept."""

    __tablename__ = "login_session"  # pyright: ignore[reportAssignmentType]

    id: int = key()
    token_hash: str = Field(unique=True)
    user_id: int = ref("app_user.id", index=True, ondelete="CASCADE")
    created_at: datetime = now()
    seen_at: datetime = now()
    expires_at: datetime = now()
    revoked_at: datetime | None = instant()
    user_agent: str = words()
    address: str = words()


class RefreshToken(SQLModel, table=True):
    """One link of an API client's chain of refresh tokens; a second use revokes the family."""

    __tablename__ = "refresh_token"  # pyright: ignore[reportAssignmentType]

    id: int = key()
    family: str = Field(index=True)
    user_id: int = ref("app_user.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True)
    issued_at: datetime = now()
    expires_at: datetime = now()
    used_at: datetime | None = instant()
    revoked_at: datetime | None = instant()


class LoginAttempt(SQLModel, table=True):
    """A try to sign in, kept to slow down those who guess."""

    __tablename__ = "login_attempt"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("login_attempt_email", "email", "at"),
        Index("login_attempt_address", "address", "at"),
    )

    id: int = key()
    email: str = words()
    address: str = words()
    succeeded: bool = flag(default=False)
    at: datetime = now()


class AuditEvent(SQLModel, table=True):
    """Who did what to which thing, when; never changed afterwards."""

    __tablename__ = "audit_event"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("audit_event_subject", "subject", "subject_id", "id"),)

    id: int = key()
    at: datetime = now()
    actor_id: int | None = maybe_ref("app_user.id", index=True)
    verb: str = words()
    subject: str = words()
    subject_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    detail: dict[str, Any] = document()


class Setting(SQLModel, table=True):
    """A company setting: `company` and the like, one JSON document a key."""

    __tablename__ = "setting"  # pyright: ignore[reportAssignmentType]

    key: str = Field(primary_key=True)
    value: dict[str, Any] = document()
    version: int = number(1)
    updated_at: datetime = now()
    updated_by: int | None = maybe_ref("app_user.id")


class Holiday(SQLModel, table=True):
    """A day on which the company does not work, though its weekday says it would."""

    __tablename__ = "holiday"  # pyright: ignore[reportAssignmentType]

    day: date = Field(primary_key=True)
    name: str = words()
    created_at: datetime = now()
    created_by: int | None = maybe_ref("app_user.id")


class IdempotencyKey(SQLModel, table=True):
    """The answer given to a request that may be sent again with the same key."""

    __tablename__ = "idempotency_key"  # pyright: ignore[reportAssignmentType]

    user_id: int = Field(
        primary_key=True, sa_type=BigInteger, foreign_key="app_user.id", ondelete="CASCADE"
    )
    key: str = Field(primary_key=True)
    request_hash: str = words()
    status: int = number()
    answer: dict[str, Any] | None = document(None)
    created_at: datetime = now()
