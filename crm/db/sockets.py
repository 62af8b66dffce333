"""Where the server's socket goes: a short path that its owner alone can enter."""

import hashlib
import os
import tempfile
from pathlib import Path

from crm.db.server_user import ServerUser
from crm.kit.errors import UserError

# The kernel's limit for the whole path is 104 bytes on macOS, 108 on Linux.
LONGEST = 104
_NAME = "/.s.PGSQL.5432.lock"


def socket_folder(data_dir: Path, user: ServerUser | None) -> Path:
    """A folder inside the data folder, or a short one elsewhere when that path is too long."""
    folder = data_dir / "socket"
    if len(os.fsencode(folder)) + len(_NAME) > LONGEST:
        folder = _short(data_dir)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in _owners(user):
        raise UserError("runtime.socket_folder_taken", folder=str(folder))
    folder.chmod(0o700)
    if user:
        user.own(folder)
    return folder


def _short(data_dir: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    # macOS gives every user a temporary folder whose path is long itself.
    base = next(
        (p for p in (os.environ.get("XDG_RUNTIME_DIR"), "/tmp") if p and Path(p).is_dir()),  # noqa: S108  # owner checked above
        tempfile.gettempdir(),
    )
    return Path(base) / f"crm-{os.geteuid()}-{digest}"


def _owners(user: ServerUser | None) -> set[int]:
    return {os.geteuid(), user.uid} if user else {os.geteuid()}
