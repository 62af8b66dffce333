"""`crm jobs`: what the program has done by itself."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli.common import DataDir, language, open_company
from crm.kit.texts import text

if TYPE_CHECKING:
    from crm.jobs.queries import Run

_MOST = 2_500
"""More than the runs that are kept of an hourly job."""


def _said(key: str, **params: object) -> str:
    return text(language(), f"jobs.{key}", **params)


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("jobs", help=_said("cli_help"))(list_runs)


def list_runs(
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=_MOST, help=_said("cli_help_limit"))
    ] = 25,
    as_json: Annotated[bool, typer.Option("--json", help=_said("cli_help_json"))] = False,
    data_dir: DataDir = None,
) -> None:
    """List the latest runs of all jobs, newest first."""
    from crm.db import PROGRAM, as_actor
    from crm.jobs.queries import runs

    with open_company(data_dir), as_actor(PROGRAM) as tx:
        found = runs(tx, limit=limit).rows
    if as_json:
        typer.echo(json.dumps([run._asdict() for run in found], default=str))
    elif not found:
        typer.echo(_said("cli_none"))
    else:
        for run in found:
            typer.echo(_line(run))


def _line(run: "Run") -> str:
    at = f"{run.ended_at:%Y-%m-%d %H:%M:%S} UTC"
    if run.has_failed:
        return _said("cli_failed", at=at, job=run.job, error_id=run.error_id)
    told = {
        name: ", ".join(map(str, value)) or "–" if isinstance(value, list) else value
        for name, value in run.detail.items()
    }
    return _said("cli_done", at=at, job=run.job, did=_said(f"did.{run.job}", **told))
