"""The process that reads files on trial for the server; started by `crm.intake.desk`.

It takes (dotted name, arguments) from its input, one after the other, and answers (True, result)
or (False, the refusal). Any other error ends it, with its trace in the server's log. It ends with
its input, which is when the server does.
"""

import contextlib
import os
import pickle
import sys
from importlib import import_module
from typing import Any

from crm.kit.errors import UserError

_NICE = 5


def main() -> None:
    """Answer until the input ends."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not get between the answers
    with contextlib.suppress(AttributeError):  # Windows has no niceness
        os.nice(_NICE)
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            # Written by the server that started this process, over a pipe of their own.
            work, args = pickle.load(requests)  # noqa: S301
            pickle.dump(_answer(work, args), answers)
            answers.flush()


def _answer(work: str, args: tuple[Any, ...]) -> tuple[bool, Any]:
    # By name, so that the server itself never loads the readers.
    module, _, function = work.rpartition(".")
    try:
        return True, getattr(import_module(module), function)(*args)
    except UserError as refused:
        return False, refused


if __name__ == "__main__":
    main()
