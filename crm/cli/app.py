"""The program `crm`: its commands, in the order in which a newcomer meets them.

A command's file imports Typer and the catalogue alone; what it does is imported inside it, so that
`crm --help` answers at once.
"""

import typer

from crm.cli import bench, db, doctor, imports, jobs, start, user
from crm.cli.common import said

app = typer.Typer(
    name="crm",
    help=said("help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

start.register(app)
imports.register(app)
doctor.register(app)
db.register(app)
user.register(app)
jobs.register(app)
bench.register(app)
