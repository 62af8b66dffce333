"""Companies to throw away: a data folder, a database server and an administrator of their own."""

import contextlib
import shutil
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

import crm.db
from crm.accounts.company import Company
from crm.accounts.first_run import set_up
from crm.accounts.service import NewUser
from crm.bench.worker import BenchFailed, ImportRun, import_file
from crm.db import Actor
from crm.db.migrate import migrate
from crm.db.server import DATABASE, Server
from crm.runtime.opening import opened
from crm.settings import Settings

ADMIN = NewUser("bench@company.example", "Bench", "admin", "a-bench-7f3c-of-its-own")


@contextlib.contextmanager
def bench_folder() -> Generator[Path]:
    """A folder that is gone afterwards. PostgreSQL's own user can pass through it."""
    folder = Path(tempfile.mkdtemp(prefix="crm-bench-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class EmptyCompany:
    """A running company without data; `crm.db` is connected to it."""

    settings: Settings
    server: Server
    actor: Actor
    address: str

    def load(self, path: Path, *, lines: int) -> ImportRun:
        """Import a file; raises BenchFailed unless all its lines were accepted."""
        run = import_file(self.address, self.actor, path)
        if run.outcome != "loaded" or run.accepted != lines:
            message = f"{path.name}: {run.outcome}, {run.accepted} of {lines} lines accepted"
            raise BenchFailed(message)
        return run

    def connect(self) -> psycopg.Connection:
        """A connection of the database's owner."""
        return psycopg.connect(self.server.conninfo())


def processor_seconds(server: Server) -> float:
    """What PostgreSQL has used of the processors so far, sessions that have ended included."""
    postmaster = psutil.Process(server.pid)
    ended = postmaster.cpu_times()
    used = ended.children_user + ended.children_system
    for process in [postmaster, *postmaster.children()]:
        with contextlib.suppress(psutil.NoSuchProcess):
            spent = process.cpu_times()
            used += spent.user + spent.system
    return used


@contextlib.contextmanager
def running_server(settings: Settings) -> Generator[tuple[Settings, Server]]:
    """The embedded server of a data folder of the bench, set as a company's is."""
    with opened(settings) as company:
        if company.server is None:
            raise BenchFailed("the bench needs the embedded server")
        yield settings, company.server


def empty_company(settings: Settings, server: Server) -> EmptyCompany:
    """A company with nothing but its administrator; what the database held is gone."""
    crm.db.close()
    server.drop_database(DATABASE)
    server.ensure_database(DATABASE)
    migrate(server.url())
    address = server.url(user="crm_app")
    crm.db.connect(address)
    actor = set_up(Company(name="Bench"), ADMIN, [])
    return EmptyCompany(settings, server, actor, address)


def private_settings(settings: Settings, data_dir: Path) -> Settings:
    """These settings on another data folder, always with the embedded server."""
    return settings.model_copy(
        update={"data_dir": data_dir, "database_url": None, "database_app_url": None}
    )
