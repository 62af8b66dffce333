"""`crm user`: let people in, give them new passwords, list them."""

import json
import secrets
from typing import Annotated

import typer

from crm.cli.common import DataDir, language, open_company
from crm.kit.texts import text

user = typer.Typer(name="user", help=text(language(), "accounts.cli.help"), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the group to the program."""
    app.add_typer(user)


def _said(key: str, **params: object) -> str:
    return text(language(), f"accounts.cli.{key}", **params)


Email = Annotated[str, typer.Argument(metavar="EMAIL", help=_said("help_email"))]
Password = Annotated[str | None, typer.Option("--password", help=_said("help_password"))]


@user.command("add", help=_said("help_add"))
def add(
    email: Email,
    name: Annotated[str, typer.Option("--name", help=_said("help_name"))] = "",
    role: Annotated[str, typer.Option("--role", help=_said("help_role"))] = "sales",
    language_: Annotated[str, typer.Option("--language", help=_said("help_language"))] = "es",
    seller: Annotated[str, typer.Option("--seller", help=_said("help_seller"))] = "",
    password: Password = None,
    data_dir: DataDir = None,
) -> None:
    """Adds a person; without `--password` one is made and shown once."""
    from crm.accounts import service
    from crm.db import PROGRAM

    chosen = password or secrets.token_urlsafe(12)
    with open_company(data_dir):
        new = service.NewUser(email, name, role, chosen, language_)
        created = service.create_user(PROGRAM, new)
        if seller:
            service.link_seller_by_code(created.user_id, seller)
    typer.echo(_said("added", email=created.email, role=created.role))
    if password is None:
        typer.echo(_said("password", password=chosen))


@user.command("reset-password", help=_said("help_reset"))
def reset_password(email: Email, password: Password = None, data_dir: DataDir = None) -> None:
    """Gives a person a new password and ends their sessions."""
    from crm.accounts import service
    from crm.db import PROGRAM

    with open_company(data_dir):
        chosen = service.reset_password(PROGRAM, email, password)
    typer.echo(_said("reset", email=email))
    if password is None:
        typer.echo(_said("password", password=chosen))


@user.command("list", help=_said("help_list"))
def list_users(
    as_json: Annotated[bool, typer.Option("--json", help=_said("help_json"))] = False,
    data_dir: DataDir = None,
) -> None:
    """Lists the people with their role, newest last."""
    from crm.accounts.queries import all_users

    with open_company(data_dir):
        people = all_users()
    if as_json:
        typer.echo(json.dumps([one._asdict() for one in people], ensure_ascii=False, indent=2))
        return
    for one in people:
        state = "" if one.is_active else f"  ({_said('inactive')})"
        typer.echo(f"{one.role:<11} {one.email:<36} {one.name}{state}")
