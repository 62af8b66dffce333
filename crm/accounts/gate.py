"""The gate before every event handler and route: nobody passes without a session and a role.

A handler states its role under `@rx.event`; what states nothing asks for a session:

    @rx.event
    @allowed("supervisor")
    async def undo_import(self, import_id: int) -> None: ...
"""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Protocol, TypeVar
from urllib.parse import quote

import reflex as rx
from reflex.app import App
from reflex.event import Event
from reflex.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.registry import RegistrationContext

from crm.accounts import rules, sessions
from crm.accounts.rules import Least
from crm.db import Actor
from crm.kit.errors import NotAllowed, NotSignedIn

Handler = TypeVar("Handler", bound=Callable[..., object])

SIGN_IN: Final = "/login"
SIGNED_OUT_HANDLERS: Final = frozenset(
    {
        "reflex___state____state.hydrate",
        "reflex___state____state.hydrate_and_load",
        "reflex___state____state.set_is_hydrated",
        "reflex___state____state.reflex___state____on_load_internal_state.on_load_internal",
        "reflex___state____state.reflex___state____on_load_internal_state.set_is_hydrated",
        "reflex___state____state.reflex___state____update_vars_internal_state.update_vars_internal",
    }
)
"""What the framework itself needs to connect; they reach no data of ours."""

_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)
_session_id: ContextVar[int] = ContextVar("session_id", default=0)


class Bound(rx.State):
    """Which login session a tab's state belongs to; never sent to the browser."""

    _session_hash: str = ""


class Registered(Protocol):
    """What the framework's registry knows of a handler."""

    @property
    def handler(self) -> rx.EventHandler: ...  # noqa: D102


def allowed(least: Least) -> Callable[[Handler], Handler]:
    """States the least role that may call the handler below; stands under `@rx.event`."""

    def mark(handler: Handler) -> Handler:
        handler.__least_role__ = least  # pyright: ignore[reportFunctionMemberAccess]
        return handler

    return mark


def least_of(event_name: str) -> Least | None:
    """The least role that a registered handler asks for; None when nobody may call it."""
    registered = RegistrationContext.get().event_handlers.get(event_name)
    if registered is None or event_name.rpartition(".")[2] == "setvar":
        # Every state has a `setvar` that calls any setter by name: never let it in.
        return None
    if event_name in SIGNED_OUT_HANDLERS:
        return "anyone"
    return getattr(registered.handler.fn, "__least_role__", "signed_in")


def current_actor() -> Actor:
    """Who sent the event that is being handled. Raises NotSignedIn."""
    actor = _actor.get()
    if actor is None:
        raise NotSignedIn("accounts.errors.not_signed_in")
    return actor


def maybe_actor() -> Actor | None:
    """The same, None for nobody."""
    return _actor.get()


def current_session_id() -> int:
    """The login session of the event that is being handled; 0 for nobody."""
    return _session_id.get()


@contextmanager
def acting(actor: Actor | None) -> Generator[None]:
    """Handlers called inside are this person's: for tests that call them as functions."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def check(actor: Actor | None, least: Least) -> None:
    """Raises NotSignedIn or NotAllowed; the same for handlers, routes and uploads."""
    if rules.may(actor.role if actor else "", least):
        return
    if actor is None:
        raise NotSignedIn("accounts.errors.not_signed_in")
    raise NotAllowed("accounts.errors.not_allowed")


class Gate(Middleware):
    """Sees every event before its handler, also background, chained and on-load ones."""

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """Lets the event pass (None) or answers in its handler's place."""
        secret = sessions.secret_in(state.router.headers.cookie)
        visitor = await asyncio.to_thread(sessions.visitor_of, secret) if secret else None
        await _bind(state, visitor.session_hash if visitor else "")
        _actor.set(visitor.actor if visitor else None)
        _session_id.set(visitor.session_id if visitor else 0)
        least = least_of(event.name)
        if least is not None and rules.may(visitor.actor.role if visitor else "", least):
            return None
        return _refusal(state, is_known=visitor is not None)


async def _bind(state: BaseState, session_hash: str) -> None:
    """A state of another session is emptied before anything reads it.

    The websocket's token carries the session already (crm.api.asgi); this is the second lock.
    """
    root = state._get_root_state()  # noqa: SLF001 - the framework has no public name for it
    bound = await root.get_state(Bound)
    if bound._session_hash not in ("", session_hash):  # noqa: SLF001 - a class of this file
        root.reset()
        bound = await root.get_state(Bound)
    if bound._session_hash != session_hash:  # noqa: SLF001
        bound._session_hash = session_hash  # noqa: SLF001


def _refusal(state: BaseState, *, is_known: bool) -> StateUpdate:
    """Nothing for a person without the role; the sign-in for nobody."""
    if is_known:
        return StateUpdate()
    place = state.router.url.path or "/"
    target = f"{SIGN_IN}?next={quote(place, safe='/')}"
    events = Event.from_event_type(rx.redirect(target, is_external=True))
    return StateUpdate(events=events)
