"""`crm up` and `crm demo`: the two ways to start the product."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crm.cli.common import DataDir, Port, language, said, settings_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.runtime.progress import Step
    from crm.runtime.sign_ins import SignIn
    from crm.settings import Settings

DEMO_SUFFIX = "-demo"


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(help=said("help_up"))(up)
    app.command(help=said("help_demo"))(demo)


def up(data_dir: DataDir = None, port: Port = None) -> None:
    """Serve the company of the data folder."""
    from crm.runtime.progress import Progress
    from crm.runtime.starting import start

    start(settings_with(data_dir, port), Progress(language()))


def demo(data_dir: DataDir = None, port: Port = None) -> None:
    """Serve the sample company, loading it where it is not there yet."""
    from crm.runtime.progress import Progress
    from crm.runtime.starting import start

    start(demo_settings(data_dir, port), Progress(language()), load=_load_sample)


def _load_sample(step: "Step") -> "Sequence[SignIn]":
    # Only a first start loads it; what reads files is a heavy thing to keep in a server.
    from crm.sample.demo import load

    return load(step)


def demo_settings(data_dir: Path | None, port: int | None) -> "Settings":
    """Always on an embedded server of its own: a sample must never land in a company's database."""
    settings = settings_with(data_dir, port)
    if data_dir is None:
        folder = settings.data_dir.with_name(settings.data_dir.name + DEMO_SUFFIX)
        settings = settings.model_copy(update={"data_dir": folder})
    return settings.model_copy(update={"database_url": None, "database_app_url": None})
