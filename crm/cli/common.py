"""What the commands share: options, language, and the open company."""

import contextlib
import os
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm.kit.texts import Locale, text

if TYPE_CHECKING:
    from crm.runtime.opening import Opened
    from crm.settings import Settings


def language() -> Locale:
    """The language to speak to the terminal: the setting, else what the terminal asks for."""
    chosen = os.environ.get("CRM_LOCALE", "auto").lower()
    if chosen == "auto":
        asked = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        chosen = next((value for value in asked if value), "en")[:2].lower()
    return "es" if chosen == "es" else "en"


def said(key: str, **params: object) -> str:
    """A text of the command line in the terminal's language."""
    return text(language(), f"runtime.{key}", **params)


DataDir = Annotated[
    Path | None, typer.Option("--data-dir", metavar="FOLDER", help=said("help_data_dir"))
]
Port = Annotated[
    int | None, typer.Option("--port", metavar="N", min=1, max=65535, help=said("help_port"))
]


def settings_with(data_dir: Path | None = None, port: int | None = None) -> "Settings":
    """The settings, with what the command line says instead."""
    from crm.settings import settings

    given = {"data_dir": data_dir and data_dir.expanduser().absolute(), "port": port}
    return settings().model_copy(update={name: value for name, value in given.items() if value})


@contextlib.contextmanager
def open_company(data_dir: Path | None = None) -> Generator["Opened"]:
    """The company of a data folder, beside a running server, without one, or made new."""
    from crm.runtime.opening import opened

    def waiting() -> None:
        typer.echo(said("recovering"), err=True)

    with opened(settings_with(data_dir), on_wait=waiting) as company:
        yield company
