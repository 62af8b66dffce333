"""What a route asks for: who calls, and a transaction as them.

@router.get("/goals")
def goals(tx: Tx) -> list[GoalOut]: ...

@router.post("/imports/{import_id}/undo", dependencies=[asks_for("supervisor")])
def undo(import_id: int, tx: Tx, actor: CurrentActor) -> ImportOut: ...
"""

from collections.abc import AsyncGenerator
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from fastapi import Depends, Query, Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from fastapi.security import HTTPBearer
from sqlmodel import Session

from crm.accounts import gate, sessions, tokens
from crm.accounts.rules import Least
from crm.db import Actor, as_actor
from crm.kit.errors import NotAllowed, NotSignedIn
from crm.kit.files import StyleName

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
AT_ONCE: Final = 15
"""Transactions at the same moment: fewer than connections of the pool and threads of the server,
or requests that hold a connection would wait for a thread held by one that waits for it."""

_bearer = HTTPBearer(auto_error=False, description="Access token of `POST /auth/token`")


class ForeignOrigin(NotAllowed):
    """A page of another site sent this with the person's cookie."""


_limiter: RunVar[CapacityLimiter] = RunVar("transactions")  # one of its own in each event loop


async def current_actor(request: Request) -> Actor:
    """Who calls: the bearer token, else the session's cookie. Raises NotSignedIn.

    A wrong token is refused even when there is a good cookie. A cookie's write must come from a
    page of ours: Origin's host equals Host.
    """
    authorization = request.headers.get("authorization", "")
    secret = request.cookies.get(sessions.COOKIE, "")
    actor = await run_in_threadpool(caller, authorization, secret)
    origin, host = request.headers.get("origin", ""), request.headers.get("host", "")
    is_by_cookie = not authorization.partition(" ")[0]
    if is_by_cookie and request.method not in SAFE_METHODS and not is_same_origin(origin, host):
        raise ForeignOrigin("api.errors.foreign_origin")
    request.state.locale = actor.locale
    return actor


def caller(authorization: str, secret: str) -> Actor:
    """Whose token that header holds, else whose session has that secret. Raises NotSignedIn."""
    scheme, _, token = authorization.partition(" ")
    if scheme:
        if scheme.lower() != "bearer":
            raise tokens.BadToken
        return tokens.actor_of(token.strip())
    visitor = sessions.visitor_of(secret)
    if visitor is None:
        raise NotSignedIn("accounts.errors.not_signed_in")
    return visitor.actor


def is_same_origin(origin: str, host: str) -> bool:
    """Whether an Origin header names the host that was asked.

    Examples with host `a.example`: `https://a.example` is; `https://a.example.evil.example`,
    `null` and "" are not.
    """
    return bool(origin) and urlsplit(origin).netloc.lower() == host.lower() and bool(host)


def asks_for(least: Least) -> Any:
    """For `dependencies=`: the least role that may call the route."""

    async def check(actor: CurrentActor) -> None:
        gate.check(actor, least)

    check.__least_role__ = least  # type: ignore[attr-defined]
    return Depends(check)


async def transaction(
    actor: Annotated[Actor, Depends(current_actor)],
) -> AsyncGenerator[Session]:
    """One transaction as the caller: committed before the answer is sent, undone by an error."""
    async with _places(), contextmanager_in_threadpool(as_actor(actor)) as tx:
        yield tx


CurrentActor = Annotated[Actor, Depends(current_actor)]
Style = Annotated[
    StyleName,
    Query(description="plain: for programs; company: as spreadsheets of its region read it"),
]
Tx = Annotated[Session, Depends(transaction, scope="function")]
documented = Depends(_bearer)
"""For routers: shows in OpenAPI that their routes take a bearer token."""


def _places() -> CapacityLimiter:
    try:
        return _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(AT_ONCE)
        _limiter.set(limiter)
        return limiter
