"""`crm doctor`: checks each part and says what to do about what is wrong."""

import typer

from crm.cli.common import DataDir, language, said, settings_with


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(help=said("help_doctor"))(doctor)


def doctor(data_dir: DataDir = None) -> None:
    """Print one line per part; exit code 1 when something needs doing."""
    from crm.runtime.checkup import examine

    findings = examine(settings_with(data_dir), language())
    for finding in findings:
        mark = "✓" if finding.is_well else "✗"
        typer.echo(f"{mark} {finding.part}: {finding.said}")
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)
