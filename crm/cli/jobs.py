"""`crm jobs`: what the program has done by itself."""

import json
from typing import Annotated

import typer

from crm.cli.common import DataDir, language, open_company
from crm.kit.texts import text


def _said(key: str, **params: object) -> str:
    return text(language(), f"jobs.cli_{key}", **params)


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("jobs", help=_said("help"))(list_runs)


def list_runs(
    as_json: Annotated[bool, typer.Option("--json", help=_said("help_json"))] = False,
    data_dir: DataDir = None,
) -> None:
    """List the latest runs of all jobs, newest first."""
    from crm.db import PROGRAM, as_actor
    from crm.jobs.queries import runs

    with open_company(data_dir), as_actor(PROGRAM) as tx:
        found = runs(tx)
    if as_json:
        typer.echo(json.dumps([run._asdict() for run in found], default=str))
    elif not found:
        typer.echo(_said("none"))
    else:
        for run in found:
            key = "failed" if run.has_failed else "done"
            at = f"{run.ended_at:%Y-%m-%d %H:%M:%S} UTC"
            typer.echo(_said(key, at=at, job=run.job, error_id=run.error_id))
