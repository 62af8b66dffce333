"""The sample company's sign-ins, kept beside its data, and the mark that a folder is a sample."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from crm.db import Role
from crm.db.embedded import Cluster
from crm.kit.errors import Conflict

FILE = "sign-ins.json"
_MARK = "sample-company"


class NotASample(Conflict):
    """The folder holds a company of its own, into which no sample may be loaded."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who may sign in to the sample company, with the password in clear: it is a sample."""

    role: Role
    email: str
    password: str


def claim_for_sample(data_dir: Path) -> None:
    """Mark a new folder as a sample's. Raises NotASample when it holds something else."""
    mark = data_dir / _MARK
    if not mark.exists() and Cluster(data_dir).is_initialised():
        raise NotASample("runtime.not_a_sample", folder=str(data_dir))
    data_dir.mkdir(parents=True, exist_ok=True)
    mark.touch(mode=0o600)


def read_sign_ins(data_dir: Path) -> list[SignIn]:
    """The sign-ins of a sample that is wholly loaded; none before."""
    path = data_dir / FILE
    if not path.exists():
        return []
    return [SignIn(**person) for person in json.loads(path.read_text(encoding="utf-8"))]


def write_sign_ins(data_dir: Path, people: Sequence[SignIn]) -> None:
    """Keep them, readable by the owner alone. Written last: their presence says all is loaded."""
    fresh = data_dir / f"{FILE}.new"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(person) for person in people], file, indent=2)
    fresh.replace(data_dir / FILE)
