"""The product served in a process of its own, as `crm demo` or `crm up` serves it."""

import contextlib
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from crm.kit.errors import UserError
from crm.runtime.sign_ins import SignIn, read_sign_ins
from crm.settings import Settings

HOST = "127.0.0.1"
FIRST_PORT = 18_400
PAGE = "/login"
DASHBOARD = "/analysis"
_PAUSE_SECONDS = 0.01
_URL = re.compile(r"http://127\.0\.0\.1:\d+")
_LONGEST_START = 600.0
_LONGEST_STOP = 60.0
# Without a proxy: one named in the environment does not know this machine's loopback.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class NotStarted(UserError):
    """The served product ended before it answered; its output says why."""


@dataclass(frozen=True, slots=True)
class Site:
    """A served product; `start_seconds` went by from its first instruction to a served page."""

    url: str
    data_dir: Path
    process: psutil.Process
    start_seconds: float

    @property
    def people(self) -> Sequence[SignIn]:
        """Who may sign in; nobody but where the sample is served."""
        return read_sign_ins(self.data_dir)

    def memory(self) -> int:
        """Bytes that are its own and its share of what it shares, PostgreSQL left out."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(_own_memory(one) for one in family)


@contextlib.contextmanager
def served(settings: Settings, command: Literal["demo", "up"]) -> Generator[Site]:
    """The product on the data folder of these settings, until the end. Raises NotStarted."""
    process, site = _started(settings, command)
    try:
        yield site
    finally:
        stop_seconds(process)


def start_and_stop(settings: Settings, command: Literal["demo", "up"]) -> tuple[float, float]:
    """Seconds until a page was served, and seconds until the process was gone."""
    process, site = _started(settings, command)
    return site.start_seconds, stop_seconds(process)


def stop_seconds(process: subprocess.Popen[bytes]) -> float:
    """End a served product as Ctrl+C does; how long that takes."""
    began = time.monotonic()
    process.terminate()
    try:
        process.wait(_LONGEST_STOP)
    finally:
        process.kill()
        process.wait()
    return time.monotonic() - began


def ask(url: str, *, timeout: float = 5.0) -> bool:
    """Whether a page is answered with 200, read to its end."""
    try:
        with _opener.open(url, timeout=timeout) as answer:
            answer.read()
            return answer.status == 200
    except OSError:
        return False


def _started(settings: Settings, command: str) -> tuple[subprocess.Popen[bytes], Site]:
    log = settings.data_dir.with_name(f"{settings.data_dir.name}.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "crm", command, "--data-dir", str(settings.data_dir)],
            env=_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = _when_served(process, log, until=began + _LONGEST_START)
    except BaseException:
        stop_seconds(process)
        raise
    seconds = time.monotonic() - began
    return process, Site(url, settings.data_dir, psutil.Process(process.pid), seconds)


def _when_served(process: subprocess.Popen[bytes], log: Path, *, until: float) -> str:
    while not ((url := _announced(log)) and ask(url + PAGE)):
        if process.poll() is not None or time.monotonic() > until:
            raise NotStarted("bench.not_started", output=_said(log))
        time.sleep(_PAUSE_SECONDS)
    return url


def _announced(log: Path) -> str:
    """The address it says it answers at: the port it was told may have been taken meanwhile."""
    found = _URL.search(_said(log))
    return found[0] if found else ""


def _said(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace").strip()


def _environment(settings: Settings) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CRM_")}
    return inherited | {
        "CRM_CACHE_DIR": str(settings.cache_dir),
        "CRM_HOST": HOST,
        "CRM_PORT": str(FIRST_PORT),
    }


def _own_memory(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.NoSuchProcess):
        if process.name().startswith("postgres"):
            return 0
        used = process.memory_full_info()
        return getattr(used, "pss", used.uss)
    return 0
