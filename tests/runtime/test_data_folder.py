"""A data folder has one server, one set of keys, and is a sample or a company."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from crm import secrets
from crm.db.embedded import Cluster
from crm.runtime.holding import DataFolderHeld, Holder, holder_of, holding
from crm.runtime.sign_ins import (
    NotASample,
    SignIn,
    claim_for_sample,
    read_sign_ins,
    write_sign_ins,
)

HOLD_IT = """
import sys
from pathlib import Path
from crm.runtime.holding import holding
with holding(Path(sys.argv[1])) as held:
    held.announce("http://127.0.0.1:8000")
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def folder(data_dir: Path) -> Path:
    data_dir.mkdir(parents=True)
    return data_dir


def test_the_second_server_is_told_who_has_the_folder_and_where(folder: Path) -> None:
    with holding(folder) as held:
        held.announce("http://127.0.0.1:8123")
        with pytest.raises(DataFolderHeld) as refused, holding(folder):
            pass
        assert holder_of(folder) == Holder(os.getpid(), "http://127.0.0.1:8123")
    said = refused.value.text("es")
    assert str(os.getpid()) in said
    assert "http://127.0.0.1:8123" in said


def test_a_server_that_was_killed_holds_nothing(folder: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD_IT, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    other.stdout.readline()
    held_by = holder_of(folder)
    other.kill()
    other.communicate()
    assert held_by == Holder(other.pid, "http://127.0.0.1:8000")
    assert holder_of(folder) is None


def test_keys_are_made_once_and_are_their_owners_alone(folder: Path) -> None:
    first = secrets.load(folder)
    assert secrets.load(folder) == first
    assert stat.S_IMODE((folder / secrets.FILE).stat().st_mode) == 0o600


def test_keys_do_not_show_in_a_log() -> None:
    made = secrets.make()
    assert made.jwt_key not in f"{made}{made!r}"


def test_sign_ins_of_the_sample_are_kept_for_its_owner_alone(folder: Path) -> None:
    people = [SignIn("admin", "ana@torrealba.es", "una clave")]
    assert read_sign_ins(folder) == []
    write_sign_ins(folder, people)
    assert read_sign_ins(folder) == people
    assert stat.S_IMODE((folder / "sign-ins.json").stat().st_mode) == 0o600


def test_a_sample_is_never_loaded_into_a_company(data_dir: Path) -> None:
    with Cluster(data_dir, throwaway=True).running():
        pass
    with pytest.raises(NotASample):
        claim_for_sample(data_dir)


def test_a_sample_may_be_claimed_again(folder: Path) -> None:
    claim_for_sample(folder)
    with Cluster(folder, throwaway=True).running():
        pass
    claim_for_sample(folder)
    assert read_sign_ins(folder) == []
