"""What `crm doctor` looks at: each part of an installation, and how to mend it."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text as sql

from crm.db import as_system
from crm.db.migrate import code_version
from crm.kit.errors import UserError
from crm.kit.texts import Locale, text
from crm.runtime.build import find_build
from crm.runtime.holding import holder_of
from crm.runtime.opening import opened
from crm.runtime.serve import free_port
from crm.settings import Settings

_ROOM_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen of one part, as text for a person."""

    part: str
    is_well: bool
    said: str


class Unwell(UserError):
    """A part works, but not as it should."""


def examine(settings: Settings, locale: Locale) -> list[Finding]:
    """Look at every part, making the data folder where there is none."""
    parts: list[tuple[str, Callable[[Settings], tuple[str, dict[str, object]]]]] = [
        ("python", _python),
        ("node", _node),
        ("data_folder", _data_folder),
        ("database", _database),
        ("screens", _screens),
        ("server", _server),
    ]
    return [_look(name, look, settings, locale) for name, look in parts]


def _look(
    name: str,
    look: Callable[[Settings], tuple[str, dict[str, object]]],
    settings: Settings,
    locale: Locale,
) -> Finding:
    part = text(locale, f"runtime.part_{name}")
    try:
        key, params = look(settings)
    except UserError as error:
        return Finding(part, is_well=False, said=error.text(locale))
    return Finding(part, is_well=True, said=text(locale, f"runtime.{key}", **params))


def _python(_settings: Settings) -> tuple[str, dict[str, object]]:
    return "is_python", {"version": sys.version.split()[0], "path": sys.executable}


def _node(_settings: Settings) -> tuple[str, dict[str, object]]:
    node = shutil.which("node", path=sysconfig.get_path("scripts"))
    if node is None:
        raise Unwell("runtime.no_node")
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    if asked.returncode:
        raise Unwell("runtime.no_node")
    return "is_node", {"version": asked.stdout.strip(), "path": node}


def _data_folder(settings: Settings) -> tuple[str, dict[str, object]]:
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise Unwell("runtime.no_data_folder", folder=str(folder), reason=error) from error
    if not os.access(folder, os.W_OK):
        raise Unwell("runtime.no_data_folder", folder=str(folder), reason="not writable")
    if free < _ROOM_BYTES:
        raise Unwell("runtime.little_room", folder=str(folder), megabytes=free // 1_000_000)
    return "is_data_folder", {"folder": str(folder), "gigabytes": free // 1_000_000_000}


def _database(settings: Settings) -> tuple[str, dict[str, object]]:
    with opened(settings), as_system("doctor") as tx:
        version = tx.execute(sql("SHOW server_version")).scalar()
    return "is_database", {"version": version, "schema": code_version()}


def _screens(settings: Settings) -> tuple[str, dict[str, object]]:
    build: Path | None = find_build(settings)
    if build is None:
        return "screens_to_build", {"folder": str(settings.cache_dir)}
    return "is_screens", {"folder": str(build)}


def _server(settings: Settings) -> tuple[str, dict[str, object]]:
    holder = holder_of(settings.data_dir)
    if holder:
        return "is_serving", {"pid": holder.pid, "url": holder.url}
    port = free_port(settings.host, settings.port)
    key = "is_port" if port == settings.port else "port_taken"
    return key, {"wished": settings.port, "port": port}
