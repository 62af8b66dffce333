"""Which tabs hold which login session: to tell them news, and to send them to the sign-in."""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Collection
from typing import ClassVar, Final

import reflex as rx
from reflex.event import Event
from reflex.state import StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from sqlalchemy import bindparam, text

from crm.accounts.gate import SIGN_IN
from crm.db import as_system
from crm.db.refusals import AWAY

_log = logging.getLogger(__name__)

WATCH_EVERY: Final = 20.0
"""Seconds after which a session ended elsewhere (another process, the clock) loses its tabs."""


class _Open:
    """Tabs by session, of this process."""

    app: rx.App | None = None
    tokens_by_session: ClassVar[defaultdict[str, set[str]]] = defaultdict(set)


def use(app: rx.App) -> None:
    """The app whose sockets these are; set once at start."""
    _Open.app = app


def opened(session_hash: str, token: str) -> None:
    """Notes a tab of a session; forgotten when the websocket closes."""
    _Open.tokens_by_session[session_hash].add(token)


def closed(session_hash: str, token: str) -> None:
    """Forgets a tab."""
    tokens = _Open.tokens_by_session.get(session_hash, set())
    tokens.discard(token)
    if not tokens:
        _Open.tokens_by_session.pop(session_hash, None)


async def close(session_hashes: Collection[str]) -> None:
    """Sends every tab of these sessions to the sign-in, then cuts its socket."""
    app = _Open.app
    if app is None or app.event_namespace is None or app.sio is None:
        return
    leave = StateUpdate(events=Event.from_event_type(rx.redirect(SIGN_IN)))
    for session_hash in session_hashes:
        for token in list(_Open.tokens_by_session.get(session_hash, ())):
            sid = app.event_namespace.token_to_sid.get(token)
            if sid is not None:
                await app.event_namespace.emit_update(leave, token)
                await app.sio.disconnect(sid, namespace=app.event_namespace.namespace)
            closed(session_hash, token)


async def show_all(state: type[rx.State], **values: object) -> None:
    """Has every tab of a session show these values; those who are away miss it.

    No person's state holds them, nor is one read for it: they are what the browser is told.
    """
    app = _Open.app
    if app is None or app.event_namespace is None:
        return
    told = {name + FIELD_MARKER: value for name, value in values.items()}
    update = StateUpdate(delta={state.get_full_name(): told})
    tabs = {one for tokens in _Open.tokens_by_session.values() for one in tokens}
    # One that is breaking off at this moment must not keep the news from the others.
    faults = await asyncio.gather(
        *(app.event_namespace.emit_update(update, tab) for tab in tabs), return_exceptions=True
    )
    for fault in filter(None, faults):
        _log.warning("a tab could not be told: %s", fault)


async def watch() -> None:
    """For the app's life: cuts the sockets of sessions that are over, also of closed accounts."""
    while True:
        await asyncio.sleep(WATCH_EVERY)
        held = set(_Open.tokens_by_session)
        # Without an answer nobody is sent away; who is over is found the next time.
        with contextlib.suppress(*AWAY):
            if held:
                await close(held - await asyncio.to_thread(_alive, held))


def _alive(session_hashes: set[str]) -> set[str]:
    found = text(
        "SELECT s.token_hash FROM login_session s JOIN app_user u ON u.id = s.user_id"
        " WHERE s.token_hash IN :hashes AND s.revoked_at IS NULL AND s.expires_at > now()"
        " AND u.is_active"
    ).bindparams(bindparam("hashes", expanding=True))
    with as_system("which sessions are over") as tx:
        return set(tx.execute(found, {"hashes": sorted(session_hashes)}).scalars())
