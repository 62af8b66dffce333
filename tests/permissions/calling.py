"""Sends events over a websocket as an attacker would: by name, without any page."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import socketio
from socketio.exceptions import ConnectionError as Refused

NAMESPACE = "/_event"
PATIENCE = 60  # seconds: other tests may keep the machine busy
Update = dict[str, Any]
Event = tuple[str, dict[str, Any]]


def updates_after(
    url: str,
    *rounds: Sequence[Event],
    cookie: str = "",
    origin: str | None = None,
    until: str,
    times: int = 1,
    tab: str = "tab",
) -> list[Update]:
    """What the server sends after these events, until so many updates held the word `until`.

    Each round is sent when the one before has ended so: what a handler sets off is handled after
    the events of its own round and before those of the next.
    """
    # In a thread: where Playwright runs, no other loop can start in the main one.
    with ThreadPoolExecutor(1) as pool:
        end = _End(until, times)
        talk = _talk(url, rounds, cookie, url if origin is None else origin, end, tab)
        return pool.submit(asyncio.run, talk).result()


def connects(url: str, *, origin: str, cookie: str = "") -> bool:
    """Whether the websocket opens for a page of that origin."""

    async def knock() -> bool:
        async with _client() as client:
            try:
                await _connect(client, url, cookie, origin, "tab")
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, knock()).result()


@dataclass
class _End:
    """Counts the updates that hold a word; `reached` after so many."""

    word: str
    times: int
    left: int = 0
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self) -> None:
        """Counts from the start."""
        self.left = self.times
        self.reached.clear()

    def see(self, update: Update) -> None:
        """Looks at one update."""
        self.left -= json.dumps(update).count(self.word)
        if self.left <= 0:
            self.reached.set()


async def _talk(
    url: str,
    rounds: Sequence[Sequence[Event]],
    cookie: str,
    origin: str,
    end: _End,
    tab: str,
) -> list[Update]:
    heard: list[Update] = []

    def hear(update: Any) -> None:
        found = json.loads(update) if isinstance(update, str) else update
        heard.append(found)
        end.see(found)

    async with _client() as client:
        client.on("event", hear, namespace=NAMESPACE)
        await _connect(client, url, cookie, origin, tab)
        for round_ in rounds:
            end.begin()
            await _send(client, round_)
            await _until(end, heard)
    return heard


async def _until(end: _End, heard: list[Update]) -> None:
    try:
        await asyncio.wait_for(end.reached.wait(), PATIENCE)
    except TimeoutError:
        last = json.dumps(heard[-3:])[-2000:]
        message = f"no {end.word!r} in {len(heard)} updates, at last {last}"
        raise AssertionError(message) from None


async def _send(client: socketio.AsyncClient, events: Sequence[Event]) -> None:
    for name, payload in events:
        place = {"pathname": "/goals", "query": {}, "asPath": "/goals"}
        event = {"name": name, "payload": payload, "router_data": place}
        await client.emit("event", event, namespace=NAMESPACE)


@contextlib.asynccontextmanager
async def _client() -> AsyncGenerator[socketio.AsyncClient]:
    """A client with a session of ours: its own stays open after a refusal."""
    async with aiohttp.ClientSession() as session:
        client = socketio.AsyncClient(reconnection=False, http_session=session)
        try:
            yield client
        finally:
            await client.disconnect()


async def _connect(
    client: socketio.AsyncClient, url: str, cookie: str, origin: str, tab: str
) -> None:
    headers = {"Origin": origin} if origin else {}
    if cookie:
        headers["Cookie"] = cookie
    await client.connect(
        f"{url}?token={tab}",
        headers=headers,
        namespaces=[NAMESPACE],
        socketio_path="_event",
        transports=["websocket"],
        wait_timeout=10,
    )
