"""Serves screens and API from one process on one port, until a signal ends it."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
import urllib.request
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from crm.kit.errors import UserError
from crm.runtime import memory
from crm.runtime.environment import prepare_to_serve
from crm.settings import Network, Settings

HIGHEST_PORT = 65535
_TRIES = 100
_PAUSE_SECONDS = 0.05
_STOP_SECONDS = 3.0
_READY_SECONDS = 30.0
HEALTH = "/healthz"
_IPV4_IN_IPV6 = "::ffff:"
_IPV4_STARTS_AT = 96
"""The bit of an IPv6 address at which the IPv4 address in it begins."""


class NoFreePort(UserError):
    """No port from the wished one upwards can be listened on."""


class NotReady(UserError):
    """The server listens and does not answer as it should."""


def free_port(host: str, wished: int) -> int:
    """The wished port, or the next one that is free.

    Asked before serving: the server shares its port with who else asks for it, and a second one
    would start without a word.
    """
    for port in range(wished, min(wished + _TRIES, HIGHEST_PORT + 1)):
        with contextlib.suppress(OSError), _probe(host) as probe:
            probe.bind((host, port))
            return port
    raise NoFreePort("runtime.no_free_port", host=host, port=wished)


def address(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  # compared, not bound
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def load_screens(settings: Settings, build: Path) -> Callable[[], Any]:
    """Import the app on a finished build; the result is what `serve` takes.

    Needs no database, so a start does it while that opens.
    """
    prepare_to_serve(settings, build)
    # Reflex looks for rxconfig.py in the working folder only, and the project may be read-only.
    os.chdir(build)
    sys.path.insert(0, str(build))
    # By name: this package is below the app in the order of imports, and only starts it.
    with memory.importing():
        return import_module("crm.crm").app


def behind_proxies(application: Any, proxies: Sequence[Network]) -> Any:
    """The ASGI application, told by these proxies who its client is; as it is where none is named.

    Granian's own reader of `X-Forwarded-For`: from the right, the first address that is none of
    the proxies. What a client wrote itself stands left of that, and from other peers nothing is
    read at all.
    """
    from granian.utils.proxies import wrap_asgi_with_proxy_headers

    trusted = [name for one in proxies for name in _names(one)]
    return wrap_asgi_with_proxy_headers(application, trusted) if trusted else application


def serve(
    app: Callable[[], Any], settings: Settings, *, port: int, on_ready: Callable[[], None]
) -> None:
    """Serve the app on a port that `free_port` gave; returns after SIGTERM or SIGINT.

    `on_ready` is called once the health address answers. The loop is left as it is: closing it
    waits for every thread that still works for a page, and the process ends next.
    """
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(name)s %(message)s")
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    application = behind_proxies(app(), settings.trusted_proxies)
    memory.settle()
    loop.run_until_complete(_serve(application, settings, port, on_ready))


def _names(network: Network) -> list[str]:
    """How its peers may be called: a server that listens on `::` calls IPv4 ones by IPv6."""
    if network.version == 6:
        return [str(network)]
    mapped = f"{_IPV4_IN_IPV6}{network.network_address}/{_IPV4_STARTS_AT + network.prefixlen}"
    return [str(network), mapped]


async def _serve(
    application: Any, settings: Settings, port: int, on_ready: Callable[[], None]
) -> None:
    from granian.constants import Interfaces
    from granian.server.embed import Server

    # It warns that embedding is experimental, on every start.
    logging.getLogger("_granian").setLevel(logging.ERROR)
    server = Server(
        application,
        address=settings.host,
        port=port,
        interface=Interfaces.ASGI,
        log_enabled=False,
    )
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    serving = asyncio.create_task(server.serve())
    await _until_ready(address(settings.host, port), serving)
    on_ready()
    ended = asyncio.create_task(stopped.wait())
    await asyncio.wait({serving, ended}, return_when=asyncio.FIRST_COMPLETED)
    await _stop(server, serving)


async def _stop(server: Any, serving: asyncio.Task[None]) -> None:
    """Asks it to end; open pages can make that last forever, so not for long."""
    server.stop()
    done, _ = await asyncio.wait({serving}, timeout=_STOP_SECONDS)
    for task in done:
        task.result()


async def _until_ready(base: str, serving: asyncio.Task[None]) -> None:
    """Returns when `/healthz` answers 200; raises what ended the server, or NotReady."""
    for _ in range(int(_READY_SECONDS / _PAUSE_SECONDS)):
        if serving.done():
            serving.result()
            raise NotReady("runtime.server_ended")
        if await asyncio.to_thread(_is_healthy, base):
            return
        await asyncio.sleep(_PAUSE_SECONDS)
    raise NotReady("runtime.not_ready", url=f"{base}{HEALTH}")


def _is_healthy(base: str) -> bool:
    # Without a proxy: one named in the environment does not know this machine's loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{base}{HEALTH}", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _probe(host: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    probe = socket.socket(family, socket.SOCK_STREAM)
    # Connections of a server that just ended linger; they take the port from nobody.
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return probe
