"""The system user that PostgreSQL runs as when we are root, which it refuses to be."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crm.kit.errors import UserError

NAME = "crm_postgres"
# A login shell of root often lacks these, and useradd lives there.
_SYSTEM_PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"


class FolderOutOfReach(UserError):
    """The server's user cannot enter the data folder: a parent is private to somebody else."""


@dataclass(frozen=True, slots=True)
class ServerUser:
    """Who the server runs as."""

    uid: int
    gid: int

    def own(self, *paths: Path) -> None:
        """Give these to the user."""
        for path in paths:
            os.chown(path, self.uid, self.gid)

    def require_reach(self, folder: Path) -> None:
        """Raises FolderOutOfReach, naming the private folder on the way.

        Opening other people's folders is not ours to do, so it is said instead.
        """
        for parent in folder.resolve().parents:
            found = parent.stat()
            if not found.st_mode & stat.S_IXOTH and found.st_uid != self.uid:
                raise FolderOutOfReach(
                    "runtime.folder_out_of_reach", folder=str(folder), parent=str(parent)
                )


@lru_cache
def server_user() -> ServerUser | None:
    """The user to run the server as; None when we are no root and run it ourselves."""
    if os.geteuid() != 0:
        return None
    entry = _find(NAME) or _create() or _find("postgres") or _find("nobody")
    if entry is None:
        raise UserError("runtime.no_server_user", name=NAME)
    return ServerUser(entry.pw_uid, entry.pw_gid)


def _find(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _create() -> pwd.struct_passwd | None:
    """Debian and Red Hat have useradd, Alpine adduser; where neither works, None."""
    recipes = (
        ("useradd", "--system", "--no-create-home", "--shell", "/bin/false", NAME),
        ("adduser", "-S", "-D", "-H", "-s", "/bin/false", NAME),
    )
    for program, *arguments in recipes:
        found = shutil.which(program, path=_SYSTEM_PATH)
        if found:
            subprocess.run([found, *arguments], capture_output=True, check=False)
        if made := _find(NAME):
            return made
    return None
