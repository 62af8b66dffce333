import uuid
from pathlib import Path

import pytest


@pytest.fixture
def data_dir(run_folder: Path) -> Path:
    """A data folder that is not there yet, with a space in its path.

    Not pytest's own: that one is private, and as root PostgreSQL's user has to enter it.
    """
    return run_folder / "data folders" / uuid.uuid4().hex[:8]


@pytest.fixture(scope="module")
def shared_data_dir(run_folder: Path) -> Path:
    """One for a whole file: making a database takes half a second."""
    return run_folder / "data folders" / uuid.uuid4().hex[:8]
