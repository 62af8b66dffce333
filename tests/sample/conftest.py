from pathlib import Path

import pytest

from crm.sample import SampleFiles, write_sample
from tests.sample.reading import UNTIL, Line, lines_of


@pytest.fixture(scope="session")
def torrealba(tmp_path_factory: pytest.TempPathFactory) -> SampleFiles:
    """The sample company as the demo shows it, up to 23 November 2026."""
    return write_sample(tmp_path_factory.mktemp("torrealba"), UNTIL)


@pytest.fixture(scope="session")
def lines(torrealba: SampleFiles) -> list[Line]:
    """Every sale line of the files, read by a reader that knows nothing of the writer."""
    return [line for path in torrealba.sales for line in lines_of(path)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "torrealba"
