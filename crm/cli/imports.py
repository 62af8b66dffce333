"""`crm import` and `crm imports`: files from the command line, by the same code as the screen."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.common import DataDir, language, open_company
from crm.kit.texts import text

if TYPE_CHECKING:
    from crm.intake.outcome import ImportOut

EXIT_REFUSED_ROWS = 3
EXIT_NEEDS_MAPPING = 4
EXIT_REJECTED = 5
_EXITS = {
    "loaded": 0,
    "duplicate": 0,
    "loaded_with_rejects": EXIT_REFUSED_ROWS,
    "needs_mapping": EXIT_NEEDS_MAPPING,
    "rejected": EXIT_REJECTED,
}

_SHOWN_NAMES = 8
_SHOWN_ROWS = 10


def _said(key: str, **params: object) -> str:
    return text(language(), f"intake.import_{key}", **params)


group = typer.Typer(help=_said("help_group"), no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help=_said("help_json"))]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("import", help=_said("help"))(import_files)
    app.add_typer(group, name="imports")


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=_said("help_files"))],
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="M.json", help=_said("help_mapping"))
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help=_said("help_kind"))
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help=_said("help_source"))
    ] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Load the files one after another; the exit code tells the worst of them."""
    said = _stated(mapping, kind, source)
    for file in files:
        _require_readable(file)
    worst = 0
    with open_company(data_dir):
        for file in files:
            outcome = _import_file(file, said)
            _print(outcome, as_json=as_json)
            worst = max(worst, _EXITS.get(outcome.outcome or "rejected", EXIT_REJECTED))
    raise typer.Exit(worst)


@group.command("list", help=_said("help_list"))
def list_imports(
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help=_said("help_limit"))] = 25,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Print the latest imports, newest first."""
    from crm.intake.outcome import import_out
    from crm.intake.queries import imports

    with open_company(data_dir), _staff() as tx:
        shown = [import_out(batch, (), language()) for batch in imports(tx, limit=limit).rows]
    for outcome in shown:
        _print(outcome, as_json=as_json)


@group.command("show", help=_said("help_show"))
def show_import(import_id: int, as_json: Json = False, data_dir: DataDir = None) -> None:
    """Print one import with everything known of it."""
    with open_company(data_dir):
        outcome = _outcome(import_id)
    _print(outcome, as_json=as_json)


@group.command("undo", help=_said("help_undo"))
def undo_import(import_id: int, as_json: Json = False, data_dir: DataDir = None) -> None:
    """Undo one import and print what that did."""
    from crm.intake.service import undo

    with open_company(data_dir):
        done = undo(_operator(), import_id)
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "import_id": import_id,
                    "lines_removed": done.lines_removed,
                    "lines_restored": done.lines_restored,
                    "months": [month.isoformat()[:7] for month in sorted(done.months)],
                    "records_removed": done.records_removed,
                    "kept": done.kept,
                },
                ensure_ascii=False,
            )
        )
        return
    typer.echo(_said("undone", removed=done.lines_removed, restored=done.lines_restored))
    for names in done.kept.values():
        shown = ", ".join(names[:_SHOWN_NAMES]) + (" ..." if len(names) > _SHOWN_NAMES else "")
        typer.echo(_said("undone_kept", count=len(names), names=shown))


def _import_file(file: Path, said: dict[str, Any] | None) -> "ImportOut":
    from crm.intake.receiving import receive
    from crm.intake.work import finish

    with file.open("rb") as stream, _staff() as tx:
        got = receive(tx, _operator(), file.name, stream, way="command", mapping=said)
    finish(got.import_id)
    return _outcome(got.import_id)


def _outcome(import_id: int) -> "ImportOut":
    from crm.intake.outcome import import_out
    from crm.intake.queries import one_import, refused_rows

    with _staff() as tx:
        batch = one_import(tx, import_id)
        return import_out(batch, refused_rows(tx, import_id).rows, language())


def _staff() -> Any:
    from crm.db import as_actor

    return as_actor(_operator())


def _operator() -> Any:
    """Whoever may open the data folder is its administrator; in the records it is nobody."""
    from crm.db import PROGRAM

    return replace(PROGRAM, locale=language())


def _stated(mapping: Path | None, kind: str | None, source: str | None) -> dict[str, Any] | None:
    """What the options say of how the files are read."""
    from crm.intake.columns import Mapping, MappingRefused
    from crm.intake.rules import Kind

    if mapping is not None:
        _require_readable(mapping)
        try:
            form = json.loads(mapping.read_text(encoding="utf-8-sig"))
        except ValueError:
            raise MappingRefused("intake.mapping_not_an_object") from None
        return Mapping.from_json(form).to_json()
    if kind is not None and kind not in list(Kind):
        raise typer.BadParameter(_said("wrong_kind", value=kind, known=", ".join(Kind)))
    wishes = {"kind": kind, "source": source}
    return {name: value for name, value in wishes.items() if value} or None


def _require_readable(file: Path) -> None:
    if not file.is_file():
        raise typer.BadParameter(_said("no_file", name=str(file)))


def _print(outcome: "ImportOut", *, as_json: bool) -> None:
    if as_json:
        typer.echo(outcome.model_dump_json())
        return
    typer.echo(_summary(outcome))
    for row in outcome.refused_rows[:_SHOWN_ROWS]:
        typer.echo(_said("refused_row", row=row.row, message=row.message))
    for question in outcome.questions:
        typer.echo(f"  {question.message} {' | '.join(question.options)}")


def _summary(outcome: "ImportOut") -> str:
    word = outcome.outcome if outcome.state not in ("undone", "cancelled") else outcome.state
    head = _said(
        f"outcome_{word or outcome.state}",
        id=outcome.import_id,
        file=outcome.file,
        accepted=outcome.accepted,
        refused=outcome.refused,
        amount=outcome.total_amount if outcome.total_amount is not None else "",
        other=outcome.duplicate_of,
    )
    return f"{head} {outcome.message}" if outcome.message else head
