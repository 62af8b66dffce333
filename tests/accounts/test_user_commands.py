"""`crm user`: people are let in and given new passwords beside a running server or without one."""

import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.accounts import credentials, service
from crm.runtime.opening import opened
from crm.settings import Settings

EMAIL = "eva@example.org"
FIRST, SECOND = "una frase muy larga", "otra frase muy larga"


def _crm(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from crm.cli import main; main()", "user", *arguments]
    return subprocess.run(
        [*command, "--data-dir", str(folder)], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def folder(run_folder: Path) -> Iterator[Path]:
    """A company that somebody serves, with one person in it."""
    path = run_folder / "data folders" / uuid.uuid4().hex[:8]
    with opened(Settings(data_dir=path)):
        made = _crm(path, "add", EMAIL, "--name", "Eva", "--role", "admin", "--password", FIRST)
        assert made.returncode == 0, made.stderr
        yield path


def test_who_was_added_signs_in(folder: Path) -> None:
    assert EMAIL in _crm(folder, "list").stdout
    assert service.sign_in(EMAIL, FIRST).actor.role == "admin"


def test_a_new_password_replaces_the_old_one(folder: Path) -> None:
    done = _crm(folder, "reset-password", EMAIL, "--password", SECOND)
    assert (done.returncode, SECOND in done.stdout) == (0, False)
    assert service.sign_in(EMAIL, SECOND).actor.email == EMAIL
    with pytest.raises(credentials.WrongCredentials):
        service.sign_in(EMAIL, FIRST)


def test_a_password_that_was_made_is_shown_once_and_works(folder: Path) -> None:
    said = _crm(folder, "reset-password", EMAIL).stdout.splitlines()[-1]
    password = said.partition(": ")[2].split()[0]
    assert service.sign_in(EMAIL, password).actor.email == EMAIL


def test_nobody_of_that_address_is_said_in_a_sentence(folder: Path) -> None:
    done = _crm(folder, "reset-password", "nobody@example.org")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
