"""Keys made at the first start and kept outside the database, so that a dump holds none."""

import base64
import fcntl
import json
import os
import secrets as random
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "secrets.json"


@dataclass(frozen=True, slots=True)
class Secrets:
    """The installation's keys, as text."""

    jwt_key: str
    """Signs the API's access tokens (256 bits)."""
    field_key: str
    """Encrypts single fields of the database (256 bits, urlsafe base64)."""
    app_password: str
    """Of the database role `crm_app`, where it signs in with a password."""

    def __repr__(self) -> str:
        """Keeps the keys out of logs and tracebacks."""
        return "Secrets(…)"


class _Holder:
    """The process's keys; set once at start."""

    secrets: Secrets | None = None


def use(secrets: Secrets) -> None:
    """Make these the keys of the process."""
    _Holder.secrets = secrets


def current() -> Secrets:
    """The keys of the process; raises when `use` was not called."""
    if _Holder.secrets is None:
        message = "The keys are not loaded: call crm.secrets.use first."
        raise RuntimeError(message)
    return _Holder.secrets


def load(data_dir: Path) -> Secrets:
    """The keys kept in the data folder; made there when it has none. Readable by its owner alone.

    Two first starts at once get the same keys: the file is written under a lock.
    """
    path = data_dir / FILE
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        content = file.read()
        if content:
            return Secrets(**json.loads(content))
        made = make()
        json.dump(asdict(made), file)
        return made


def make() -> Secrets:
    """New keys, from the system's source of randomness."""
    return Secrets(
        jwt_key=random.token_urlsafe(32),
        field_key=base64.urlsafe_b64encode(random.token_bytes(32)).decode(),
        app_password=random.token_urlsafe(24),
    )
