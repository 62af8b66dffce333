"""The gate before every event handler and route: nobody passes without a session and a role.

A handler states its role under `@rx.event`; what states nothing asks for a session:

    @rx.event
    @allowed("supervisor")
    async def undo_import(self, import_id: int) -> None: ...
"""

import asyncio
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from typing import Final, Protocol, TypeVar
from urllib.parse import quote

import reflex as rx
from reflex.app import App
from reflex.event import Event, IndividualEventType
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.registry import RegistrationContext

from crm.accounts import rules, sessions
from crm.accounts.rules import Least
from crm.db import Actor
from crm.db.refusals import AWAY
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

STALE_AFTER: Final = 5.0
"""Seconds for which the gate's look-up holds; a handler that works for longer is asked again."""


@dataclass(frozen=True, slots=True)
class _Passed:
    """Who the gate let pass, by which secret, and when."""

    actor: Actor | None = None
    session_id: int = 0
    secret: str = ""
    at: float = 0.0


# A thread of its own: the loop's few may all be at work for long, and every click waits for this.
_LOOK_UPS = ThreadPoolExecutor(1, thread_name_prefix="gate")
_passed: ContextVar[_Passed] = ContextVar("passed", default=_Passed())  # noqa: B039 - frozen


class Bound(rx.State):
    """Which login session a tab's state belongs to; never sent to the browser."""

    _session_hash: str = ""


class Registered(Protocol):
    """What the framework's registry knows of a handler."""

    @property
    def handler(self) -> rx.EventHandler:
        """The handler itself."""
        ...


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
    actor = _passed.get().actor
    if actor is None:
        raise NotSignedIn("accounts.errors.not_signed_in")
    return actor


def still_current_actor() -> Actor:
    """The same, asked of the database again when the event began a while ago. Blocks.

    Raises NotSignedIn when the session ended meanwhile, so that a handler in the background
    does not outlive it.
    """
    passed = _passed.get()
    if passed.secret and monotonic() - passed.at > STALE_AFTER:
        _passed.set(_looked_up(passed.secret))
    return current_actor()


def current_session_id() -> int:
    """The login session of the event that is being handled; 0 for nobody."""
    return _passed.get().session_id


@contextmanager
def acting(actor: Actor | None) -> Generator[None]:
    """Handlers called inside are this person's: for tests that call them as functions."""
    token = _passed.set(_Passed(actor))
    try:
        yield
    finally:
        _passed.reset(token)


def check(actor: Actor | None, least: Least) -> None:
    """Raises NotSignedIn or NotAllowed; the same for handlers, routes and uploads."""
    if rules.may(actor.role if actor else "", least):
        return
    if actor is None:
        raise NotSignedIn("accounts.errors.not_signed_in")
    raise NotAllowed("accounts.errors.not_allowed")


class Gate(Middleware):
    """Sees every event before its handler, also background, chained and on-load ones.

    `on_refusal` is the event that tells somebody who is known that this is not theirs to do.
    """

    def __init__(self, on_refusal: IndividualEventType | None = None) -> None:
        self.on_refusal = on_refusal

    async def preprocess(  # the framework names the arguments
        self,
        app: App,  # noqa: ARG002
        state: BaseState,
        event: Event,
    ) -> StateUpdate | None:
        """Lets the event pass (None) or answers in its handler's place."""
        secret = sessions.secret_in(state.router.headers.cookie)
        try:
            passed = await _asked(secret) if secret else _Passed()
        except AWAY:
            # An error raised here would be told by an event, which would have to pass here. The
            # sign-in says what is wrong, and leads back once the database answers.
            return self._refusal(state, is_known=False)
        _passed.set(passed)
        await _bind(state, sessions.hash_of(secret) if passed.actor else "")
        least = least_of(event.name)
        if least is not None and rules.may(passed.actor.role if passed.actor else "", least):
            return None
        return self._refusal(state, is_known=passed.actor is not None)

    def _refusal(self, state: BaseState, *, is_known: bool) -> StateUpdate:
        if is_known:
            return StateUpdate(events=Event.from_event_type(self.on_refusal))
        url = state.router.url
        place = (url.path or "/") + (f"?{url.query}" if url.query else "")
        target = f"{SIGN_IN}?next={quote(place, safe='/')}"
        return StateUpdate(events=Event.from_event_type(rx.redirect(target)))


async def _asked(secret: str) -> _Passed:
    return await asyncio.get_running_loop().run_in_executor(_LOOK_UPS, _looked_up, secret)


def _looked_up(secret: str) -> _Passed:
    visitor = sessions.visitor_of(secret)
    if visitor is None:
        return _Passed()
    return _Passed(visitor.actor, visitor.session_id, secret, monotonic())


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
