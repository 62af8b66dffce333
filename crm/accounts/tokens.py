"""Tokens of API clients: a signed access token of 15 minutes, a refresh token used once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import jwt
from sqlalchemy import Row, text
from sqlmodel import Session

from crm import secrets as keys
from crm.accounts import audit, credentials, sessions
from crm.accounts.models import RefreshToken
from crm.db import Actor, as_system
from crm.kit.clock import Clock, SystemClock
from crm.kit.errors import NotSignedIn

ALGORITHM: Final = "HS256"
ISSUER: Final = "crm"
AUDIENCE: Final = "crm-api"
HEADER: Final = {"alg": ALGORITHM, "typ": "at+jwt"}
REQUIRED: Final = ("iss", "aud", "sub", "iat", "nbf", "exp", "jti", "fam", "role")
ACCESS_LIFE: Final = timedelta(minutes=15)
REFRESH_LIFE: Final = timedelta(days=30)
GRACE: Final = timedelta(seconds=10)
"""Two tabs of one client may send the same refresh token at the same moment."""

MACHINE = SystemClock()


class BadToken(NotSignedIn):
    """An access or refresh token that opens nothing; why is not said."""

    def __init__(self) -> None:
        super().__init__("accounts.errors.bad_token")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an API client receives; `expires_in` in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int = int(ACCESS_LIFE.total_seconds())


def issue(email: str, password: str, *, address: str = "", clock: Clock = MACHINE) -> Tokens:
    """Tokens for these credentials, of a new family. Raises WrongCredentials, TooManyTries."""
    actor = credentials.check(email, password, address=address, clock=clock)
    family = secrets.token_urlsafe(16)
    with as_system("API sign-in: issue tokens") as tx:
        refresh = _new_refresh(tx, actor.user_id, family, clock.now())
        audit.record(tx, actor.user_id, "issue_token", "app_user", actor.user_id, address=address)
    return Tokens(_access(actor, family, clock.now()), refresh)


def rotate(refresh_token: str, *, clock: Clock = MACHINE) -> Tokens:
    """New tokens for a refresh token, which is used up.

    A second use later than the grace means that somebody copied it: the whole family is revoked
    and the event kept. Raises BadToken.
    """
    now = clock.now()
    with as_system("API: rotate a refresh token") as tx:
        row = _locked(tx, refresh_token)
        fresh = None if row is None else _successor(tx, row, now)
    # Raised outside, so that a revocation is committed with its event.
    if row is None or fresh is None:
        raise BadToken
    actor = sessions.holder_of(row.family, row.user_id)
    if actor is None:
        raise BadToken
    return Tokens(_access(actor, row.family, now), fresh)


def revoke(refresh_token: str, *, clock: Clock = MACHINE) -> None:
    """Signs the client out: its family opens nothing from now on. Unknown tokens are let be."""
    with as_system("API sign-out") as tx:
        row = _locked(tx, refresh_token)
        if row is not None:
            _revoke_family(tx, row.family, clock.now())
            audit.record(tx, row.user_id, "sign_out", "app_user", row.user_id)


def actor_of(access_token: str) -> Actor:
    """Who an access token stands for, as the database knows them now. Raises BadToken.

    The database is asked each time: sign-out, a new password, a new role or a closed account
    end a token at once, not after its 15 minutes.
    """
    claims = _claims(access_token)
    actor = sessions.holder_of(claims["fam"], int(claims["sub"]))
    if actor is None or actor.role != claims["role"]:
        raise BadToken
    return actor


def _access(actor: Actor, family: str, now: datetime) -> str:
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(actor.user_id),
        "iat": now,
        "nbf": now,
        "exp": now + ACCESS_LIFE,
        "jti": secrets.token_urlsafe(12),
        "fam": family,
        "role": actor.role,
    }
    return jwt.encode(claims, keys.current().jwt_key, ALGORITHM, headers=HEADER)


def _claims(access_token: str) -> dict[str, Any]:
    try:
        # Only the header that we write: a key named or carried by the token is never looked at.
        if jwt.get_unverified_header(access_token) != HEADER:
            raise BadToken
        claims = jwt.decode(
            access_token,
            keys.current().jwt_key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={"require": list(REQUIRED)},
        )
    except jwt.InvalidTokenError as wrong:
        raise BadToken from wrong
    if not (isinstance(claims["fam"], str) and str(claims["sub"]).isdecimal()):
        raise BadToken
    return claims


def _new_refresh(tx: Session, user_id: int, family: str, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    tx.add(
        RefreshToken(
            family=family,
            user_id=user_id,
            token_hash=_hash(token),
            issued_at=now,
            expires_at=now + REFRESH_LIFE,
        )
    )
    tx.flush()
    return token


def _locked(tx: Session, refresh_token: str) -> Row[Any] | None:
    found = tx.execute(
        text(
            "SELECT id, family, user_id, expires_at, used_at, revoked_at FROM refresh_token"
            " WHERE token_hash = :hash FOR UPDATE"
        ),
        {"hash": _hash(refresh_token)},
    )
    return found.first()


def _successor(tx: Session, row: Row[Any], now: datetime) -> str | None:
    if row.revoked_at is not None or row.expires_at <= now:
        return None
    if row.used_at is not None and now - row.used_at > GRACE:
        _revoke_family(tx, row.family, now)
        audit.record(tx, None, "refresh_token_reused", "app_user", row.user_id)
        return None
    tx.execute(
        text("UPDATE refresh_token SET used_at = coalesce(used_at, :now) WHERE id = :id"),
        {"now": now, "id": row.id},
    )
    return _new_refresh(tx, row.user_id, row.family, now)


def _revoke_family(tx: Session, family: str, now: datetime) -> None:
    tx.execute(
        text(
            "UPDATE refresh_token SET revoked_at = :now"
            " WHERE family = :family AND revoked_at IS NULL"
        ),
        {"now": now, "family": family},
    )


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
