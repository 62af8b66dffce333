"""Builds the screens once per state of the sources and keeps the result.

A build is named by a hash of all it is made from, so the next start finds it or makes another;
it works offline and from a read-only project. It holds no address: one build serves any host and
port.
"""

import contextlib
import fcntl
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from importlib.metadata import distributions
from pathlib import Path

from crm.kit.errors import UserError
from crm.project import PACKAGE, project_file
from crm.runtime.environment import prepare_for_build
from crm.settings import Settings

NPM_LOCK = Path(__file__).parent / "npm"
KEPT_BUILDS = 4
# What cannot change a page: no other start should build again for it.
_APART = ("cli", "sample", "bench", "runtime", "db")
_NPM_SETTINGS = "audit=false\nfund=false\nupdate-notifier=false\nprefer-offline=true\n"
_ADDRESS = re.compile(r"([`\"'])(http|ws)s?://localhost:\d+(/[^`\"']*)\1")


class BuildFailed(UserError):
    """The screens could not be built; the end of the log says why."""


def find_build(settings: Settings) -> Path | None:
    """The kept build of these sources, or None."""
    build = _builds(settings) / build_key(settings)
    return build if build.exists() else None


def ensure_build(settings: Settings) -> Path:
    """The build of these sources, made now unless it is kept. One process builds at a time."""
    with _one_at_a_time(settings):
        build = find_build(settings) or _build(settings)
        os.utime(build)
        _forget_old(settings)
        return build


@contextlib.contextmanager
def kept_while_served(build: Path) -> Generator[None]:
    """As long as this lasts, no other start on this machine tidies the build away.

    The lock is the system's, so a server that was killed keeps nothing.
    """
    descriptor = os.open(build, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def build_key(settings: Settings) -> str:
    """Hash of what the screens are made from: sources, assets, packages, settings of pages."""
    digest = hashlib.sha256(f"dev={settings.dev}".encode())
    for path in _sources():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for package in sorted(_packages()):
        digest.update(package.encode())
    return digest.hexdigest()[:20]


def without_addresses(script: str) -> str:
    """The script with its baked-in addresses replaced by the browser's own."""

    def here(found: re.Match[str]) -> str:
        quote, scheme, path = found.groups()
        # A page over https speaks wss: only the start of the word differs.
        origin = "location.origin"
        if scheme == "ws":
            origin += ".replace(/^http/,'ws')"
        return f"({origin}+{quote}{path}{quote})"

    return _ADDRESS.sub(here, script)


def _sources() -> Iterator[Path]:
    yield project_file("rxconfig.py")
    yield NPM_LOCK / "package-lock.json"
    yield Path(__file__)
    for folder in (PACKAGE, project_file("assets")):
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            apart = folder == PACKAGE and parts[0] in _APART
            if path.is_file() and not apart and "__pycache__" not in parts:
                yield path


def _packages() -> Iterator[str]:
    for found in distributions():
        name = found.name or ""
        if name.startswith(("reflex", "nodejs")):
            yield f"{name}=={found.version}"


def _builds(settings: Settings) -> Path:
    return settings.cache_dir / "screens"


@contextlib.contextmanager
def _one_at_a_time(settings: Settings) -> Generator[None]:
    settings.cache_dir.mkdir(parents=True, exist_ok=True)
    with (settings.cache_dir / "build.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(settings: Settings) -> Path:
    key = build_key(settings)
    work = _work_folder(settings)
    _export(settings, work)
    return _keep(work, _builds(settings) / key)


def _work_folder(settings: Settings) -> Path:
    """Where Reflex works: its npm packages stay there, so that the next build takes seconds."""
    work = settings.cache_dir / "work"
    work.mkdir(exist_ok=True)
    shutil.copy(project_file("rxconfig.py"), work / "rxconfig.py")
    # Reflex copies an asset only when it is younger than what it copied for another version.
    shutil.rmtree(work / ".web" / "public", ignore_errors=True)
    for source, name in ((project_file("assets"), "assets"), (NPM_LOCK, "reflex.lock")):
        shutil.rmtree(work / name, ignore_errors=True)
        shutil.copytree(source, work / name)
    # Without these two Reflex would measure registries and write its choice over the user's.
    (work / ".npmrc").write_text(_NPM_SETTINGS)
    (work / "bunfig.toml").touch()
    return work


def _export(settings: Settings, work: Path) -> None:
    log = settings.cache_dir / "build.log"
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    with log.open("w") as output:
        ended = subprocess.run(
            command,
            cwd=work,
            env=prepare_for_build(settings),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if ended.returncode:
        tail = "\n".join(log.read_text(errors="replace").strip().splitlines()[-12:])
        raise BuildFailed("runtime.build_failed", log=str(log), tail=tail)


def _keep(work: Path, build: Path) -> Path:
    """Copies what serving needs, aside, and renames it: a build is there wholly or not at all."""
    fresh = build.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    web = work / ".web"
    shutil.copytree(web / "build" / "client", fresh / "web" / "build" / "client")
    shutil.copytree(web / "backend", fresh / "web" / "backend")
    shutil.copy(work / "rxconfig.py", fresh / "rxconfig.py")
    _remove_addresses(fresh / "web" / "build" / "client" / "assets")
    fresh.rename(build)
    return build


def _remove_addresses(assets: Path) -> None:
    found = list(assets.glob("reflex-env-*.js"))
    if not found:
        raise BuildFailed("runtime.build_without_address", folder=str(assets))
    for path in found:
        script = without_addresses(path.read_text(encoding="utf-8"))
        path.write_text(script, encoding="utf-8")
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(script.encode(), mtime=0))


def _forget_old(settings: Settings) -> None:
    """Keeps the latest few, and those that another server serves."""
    builds = sorted(_builds(settings).iterdir(), key=lambda path: path.stat().st_mtime)
    for old in builds[:-KEPT_BUILDS]:
        if not _is_served(old):
            shutil.rmtree(old, ignore_errors=True)


def _is_served(build: Path) -> bool:
    descriptor = os.open(build, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
