"""The outermost layer of the server: origins, websocket tokens, headers, sizes, closed doors."""

import asyncio
import base64
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request

from crm.accounts import first_run, sessions, sockets
from crm.api.access import caller, is_same_origin
from crm.api.problems import away
from crm.db.refusals import AWAY
from crm.kit.errors import NotSignedIn

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY: Final = 1_048_576
LARGEST_FILE: Final = 600 * 1_048_576
UPLOADS: Final = re.compile(r"^/api/v1/imports(/|$)")
CLOSED: Final = re.compile(r"^/(_upload|_all_routes|auth-codespace)(/|$)")
WEBSOCKET: Final = "/_event"
DRAINED: Final = 2 * 1_048_576
"""What is read of a refused body before the answer, so that the sender hears it."""

FIRST_RUN: Final = "/first-run"
HOME: Final = "/analysis/"
"""Where everybody starts until a room of one's own day exists."""
ASSET: Final = re.compile(r"^/assets/.+-[\w-]{8,}\.\w+$")
OPEN_BEFORE_SET_UP: Final = re.compile(r"^/(first-run|assets|healthz|api|auth)(/|$)|\.\w{2,5}$")
OPEN_TO_ANYBODY: Final = re.compile(
    r"^/(login|first-run|assets|healthz|api|auth|ping|_health)(/|$)|\.\w{2,5}$"
)
_INLINE_SCRIPT: Final = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Doors:
    """The wrapped application and the policy that its pages carry."""

    app: App
    policy: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection."""
        if scope["type"] == "websocket":
            await _websocket(self.app, scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, _with_headers(scope["path"], self.policy, send))
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if CLOSED.match(path):
            await _refuse(404, receive, send)
            return
        try:
            largest, elsewhere = await _largest_body(scope), await _elsewhere(scope)
        except AWAY:
            await away(Request(scope))(scope, receive, send)
            return
        if not _fits(scope, largest):
            is_strangers = UPLOADS.match(path) and largest < LARGEST_FILE
            await _refuse(401 if is_strangers else 413, receive, send)
        elif elsewhere:
            await _answer(307, send, [(b"location", elsewhere)])
        else:
            await self.app(scope, _bounded(receive, largest), send)


def doors(pages: Path | None = None) -> Callable[[App], App]:
    """The wrapper for `api_transformer`; `pages` holds the built HTML whose scripts may run."""

    def wrap(app: App) -> App:
        return Doors(app, content_security_policy(inline_scripts(pages)))

    return wrap


def inline_scripts(pages: Path | None) -> set[str]:
    """The hashes of all inline scripts of the built pages, as a policy names them."""
    found: set[str] = set()
    for page in sorted(pages.rglob("*.html")) if pages else ():
        for script in _INLINE_SCRIPT.findall(page.read_bytes()):
            digest = base64.b64encode(sha256(script).digest()).decode()
            found.add(f"'sha256-{digest}'")
    return found


def content_security_policy(scripts: Iterable[str]) -> str:
    """Scripts of ours alone, no eval; styles may be inline, nothing is loaded from outside."""
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self'", *sorted(scripts)]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


async def _elsewhere(scope: Scope) -> bytes:
    """Where the browser has to go first; "" when the address is theirs to open."""
    path = scope["path"]
    if not OPEN_BEFORE_SET_UP.search(path) and not await _is_set_up():
        return FIRST_RUN.encode()
    if path == "/":
        return HOME.encode()
    if not OPEN_TO_ANYBODY.search(path) and not await _is_signed_in(scope):
        return _sign_in_first(scope)
    return b""


async def _is_set_up() -> bool:
    # Asked of the database only until it is so, and then not in the way of other pages.
    return first_run.was_set_up() or await asyncio.to_thread(first_run.is_set_up)


async def _is_signed_in(scope: Scope) -> bool:
    secret = sessions.secret_in(_headers(scope).get("cookie", ""))
    return await asyncio.to_thread(sessions.visitor_of, secret) is not None if secret else False


def _sign_in_first(scope: Scope) -> bytes:
    """The sign-in's address, which leads back to the page that was asked for."""
    query = scope["query_string"].decode("latin-1")
    wanted = quote(scope["path"], safe="/") + (f"?{query}" if query else "")
    return f"/login?{urlencode({'next': wanted})}".encode()


async def _websocket(app: App, scope: Scope, receive: Receive, send: Send) -> None:
    headers = _headers(scope)
    if not is_same_origin(headers.get("origin", ""), headers.get("host", "")):
        # Closing before accepting is an HTTP 403 to the browser.
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    secret = sessions.secret_in(headers.get("cookie", ""))
    session_hash = sessions.hash_of(secret) if secret else ""
    rewritten, token = _bound_query(scope["query_string"].decode("latin-1"), session_hash)
    if session_hash:
        sockets.opened(session_hash, token)
    try:
        await app({**scope, "query_string": rewritten.encode("latin-1")}, receive, send)
    finally:
        sockets.closed(session_hash, token)


def _bound_query(query: str, session_hash: str) -> tuple[str, str]:
    """The query with the tab's token bound to the session: a stolen token alone opens nothing."""
    pairs = parse_qsl(query, keep_blank_values=True)
    tab = next((value for name, value in pairs if name == "token"), "")
    token = sha256(f"{session_hash}|{tab}".encode()).hexdigest()
    others = [(name, value) for name, value in pairs if name != "token"]
    return urlencode([*others, ("token", token)]), token


def _with_headers(path: str, policy: str, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            given = {bytes(name).lower() for name, _ in headers}
            kind = next((value for name, value in headers if name.lower() == b"content-type"), b"")
            added = _security_headers(policy) + _caching(path, kind, message["status"])
            headers += [(name, value) for name, value in added if name not in given]
            message = {**message, "headers": headers}
        await send(message)

    return sending


def _security_headers(policy: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        # With `no-referrer` a form's Origin is `null`, and our own forms would be refused.
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=(self)"),
    ]


def _caching(path: str, kind: bytes, status: int) -> list[tuple[bytes, bytes]]:
    if status < 400 and ASSET.match(path):
        return [(b"cache-control", b"public, max-age=31536000, immutable")]
    if path.startswith("/api/"):
        return [(b"cache-control", b"no-store")]
    return [(b"cache-control", b"no-cache")] if kind else []


async def _largest_body(scope: Scope) -> int:
    """A file may be large, from who may send one: the body is kept before a route is asked."""
    if UPLOADS.match(scope["path"]) and await asyncio.to_thread(_may_send_files, _headers(scope)):
        return LARGEST_FILE
    return LARGEST_BODY


def _may_send_files(headers: dict[str, str]) -> bool:
    secret = sessions.secret_in(headers.get("cookie", ""))
    with suppress(NotSignedIn):
        return caller(headers.get("authorization", ""), secret).is_staff
    return False


def _fits(scope: Scope, largest: int) -> bool:
    length = _headers(scope).get("content-length", "0")
    return length.isdecimal() and int(length) <= largest


def _bounded(receive: Receive, limit: int) -> Receive:
    """A body without a length ends at the limit: the rest is taken for a broken connection."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > limit:
                return {"type": "http.disconnect"}
        return message

    return receiving


async def _refuse(status: int, receive: Receive, send: Send) -> None:
    drained = 0
    while drained < DRAINED:
        message = await receive()
        drained += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            break
    await _answer(status, send, [])


async def _answer(status: int, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
    headers = [*headers, (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _headers(scope: Scope) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }
