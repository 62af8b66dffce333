"""`crm bench`: speed and size, measured on this machine."""

from enum import StrEnum
from typing import Annotated

import typer

from crm.cli.common import language, settings_with
from crm.kit.texts import text


class Part(StrEnum):
    """What can be measured by itself."""

    IMPORT = "import"
    SCREENS = "screens"
    START = "start"


def said(key: str) -> str:
    """A text of the bench in the terminal's language."""
    return text(language(), f"bench.{key}")


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(help=said("help"))(bench)


def bench(
    only: Annotated[Part | None, typer.Option("--only", help=said("help_only"))] = None,
    lines: Annotated[int, typer.Option("--lines", min=1000, help=said("help_lines"))] = 1_000_000,
    repeats: Annotated[int, typer.Option("--repeat", min=1, help=said("help_repeats"))] = 3,
    as_json: Annotated[bool, typer.Option("--json", help=said("help_json"))] = False,
) -> None:
    """Measure, say what is at hand on the error output, and print the figures."""
    from crm.bench.run import PARTS, measure

    report = measure(
        settings_with(),
        parts=PARTS if only is None else [only.value],
        lines=lines,
        repeats=repeats,
        step=lambda key: typer.echo(said(key), err=True),
    )
    typer.echo(report.to_json(language()) if as_json else report.table(language()))
