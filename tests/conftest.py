"""What every test may ask for: a database of its own on the run's one server."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from crm.db.embedded import Cluster
from crm.db.migrate import migrate
from crm.db.server import Server
from tests.databases import TEMPLATE, connected_database

# A loaded machine is slow without being wrong, so no example has a time limit.
settings.register_profile("ci", deadline=None)
settings.load_profile("ci")

RUN_FOLDER = "TESTS_RUN_FOLDER"
pytest_plugins = ["tests.serving"]


WORKERS = 2


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """The whole suite runs in two workers; a part of it in this process, which starts sooner."""
    if hasattr(config, "workerinput"):
        # A worker learns what was written on the command line, not what is decided here.
        config.option.loadgroup = True
        return
    whole = config.args == config.getini("testpaths")
    if whole and config.option.numprocesses is None and not config.option.usepdb:
        config.option.numprocesses = WORKERS
    if config.option.numprocesses:
        config.option.dist = "loadgroup"


def pytest_configure(config: pytest.Config) -> None:
    """The run's folder; workers inherit its name. Outside pytest's, which PostgreSQL's user
    cannot enter when root runs the tests."""
    if not hasattr(config, "workerinput"):
        os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="crm-tests-")
        Path(os.environ[RUN_FOLDER]).chmod(0o711)


def pytest_unconfigure(config: pytest.Config) -> None:
    """By now every worker has left, and the server with the last of them."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(RUN_FOLDER), ignore_errors=True)


@pytest.fixture(scope="session")
def run_folder() -> Path:
    """A folder that all workers of this run share."""
    return Path(os.environ[RUN_FOLDER])


@pytest.fixture(scope="session")
def cluster(run_folder: Path) -> Generator[Server]:
    """The run's PostgreSQL server, shared by all workers, with a migrated template database."""
    with Cluster(run_folder / "cluster", throwaway=True).running() as server:
        with _turn(run_folder / "template.lock") as is_first:
            if is_first:
                server.ensure_database(TEMPLATE)
                migrate(server.url(TEMPLATE))
        yield server


@pytest.fixture
def database(cluster: Server) -> Generator[Server]:
    """A fresh, migrated, empty database, to which `crm.db` is connected."""
    with connected_database(cluster):
        yield cluster


@pytest.fixture(scope="module")
def module_database(cluster: Server) -> Generator[Server]:
    """The same for a whole file: for tests that load once and then only read."""
    with connected_database(cluster):
        yield cluster


@contextmanager
def _turn(path: Path) -> Iterator[bool]:
    """One worker after the other; true for the first of the run."""
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        yield not file.read()
        file.write("done")
