"""Who may open a transaction as the program itself: the list by hand, against the code."""

import ast
from pathlib import Path

import crm

CALLERS = {
    "crm/accounts/credentials.py",
    "crm/accounts/first_run.py",
    "crm/accounts/queries.py",
    "crm/accounts/service.py",
    "crm/accounts/sockets.py",
    "crm/accounts/tokens.py",
    "crm/api/first_run.py",
    "crm/api/sign_in.py",
    "crm/jobs/jobs.py",
    "crm/jobs/service.py",
    "crm/runtime/checkup.py",
}
"""Sign-in, tokens, set-up, the doctor, failed and old runs of jobs: before it is known who acts, or
for nobody.

A room that reads or writes data for a person does not belong here: it uses `as_actor`.
"""


def calls_of(path: Path, name: str) -> bool:
    """Whether the file calls the function of that name."""
    return any(
        isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == name)
            or (isinstance(node.func, ast.Attribute) and node.func.attr == name)
        )
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )


def test_only_those_listed_act_as_the_system() -> None:
    root = Path(crm.__file__).parent

    found = {
        path.relative_to(root.parent).as_posix()
        for path in root.rglob("*.py")
        if calls_of(path, "as_system")
    }

    assert found == CALLERS
