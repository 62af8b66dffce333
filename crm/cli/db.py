"""`crm db`: the database from outside."""

import os
import subprocess
from typing import Annotated

import typer

from crm.cli.common import DataDir, open_company, said

group = typer.Typer(help=said("help_db"), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="db")


@group.command("url", help=said("help_db_url"))
def show_url(data_dir: DataDir = None) -> None:
    """Print the address; it answers as long as something of ours runs."""
    with open_company(data_dir) as company:
        typer.echo(company.libpq_url())


@group.command(
    "psql",
    help=said("help_db_psql"),
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def psql(
    context: typer.Context,
    data_dir: DataDir = None,
    arguments: Annotated[list[str] | None, typer.Argument(metavar="ARGS")] = None,
) -> None:
    """Run psql on the company's database with these arguments, and end as it ends."""
    from crm.db.programs import package_programs

    given = [*(arguments or []), *context.args]
    with open_company(data_dir) as company:
        environment = os.environ | {"PSQLRC": os.environ.get("PSQLRC", os.devnull)}
        command = [package_programs() / "psql", company.libpq_url(), *given]
        ended = subprocess.run(command, env=environment, check=False)
    raise typer.Exit(ended.returncode)
