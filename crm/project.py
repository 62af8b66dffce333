"""Finds what belongs to the program beside its package, from any working folder."""

from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parent


@lru_cache
def project_folder() -> Path:
    """The folder of rxconfig.py, alembic/ and assets/: the clone, or inside an installed wheel."""
    clone = PACKAGE.parent
    return clone if (clone / "rxconfig.py").exists() else PACKAGE / "_project"


def project_file(name: str) -> Path:
    """A file or folder of the project by its name."""
    return project_folder() / name
