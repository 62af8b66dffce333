"""The command line: one file per group of commands, each command calls one use case."""

import sys


def main() -> None:
    """Run the command given on the command line. What a person can mend is said in a sentence."""
    # Here and not above: whoever imports this package for one function need not load Typer.
    from crm.cli.app import app
    from crm.cli.common import language
    from crm.kit.errors import UserError

    try:
        app()
    except UserError as error:
        print(error.text(language()), file=sys.stderr)  # noqa: T201  # the command line speaks
        sys.exit(1)
