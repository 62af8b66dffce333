"""The server's process: is it there, is it really ours, and how it is stopped."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

_PAUSE_SECONDS = 0.02
_FAST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A server's main process and the folder of its socket."""

    pid: int
    sockets: Path


def running_postmaster(pgdata: Path) -> Postmaster | None:
    """The living server of this folder, or None.

    The number in `postmaster.pid` is not proof: after an unclean stop another program may bear
    it, above all in a container where numbers are low.
    """
    lines = _pid_file_lines(pgdata)
    if len(lines) < 5 or not _serves(int(lines[0]), pgdata):
        return None
    return Postmaster(int(lines[0]), Path(lines[4].strip('"')))


def remove_traces(pgdata: Path, sockets: Path) -> None:
    """Remove the lock files of a dead server once its last children are gone.

    PostgreSQL does that itself, unless another program bears the number now or nobody has yet
    asked how the dead one ended; then it would refuse to start.
    """
    if _pid_file_lines(pgdata):
        while any(_serves(process.pid, pgdata) for process in psutil.process_iter()):
            time.sleep(_PAUSE_SECONDS)
    for trace in [pgdata / "postmaster.pid", *sockets.glob(".s.PGSQL.*")]:
        trace.unlink(missing_ok=True)


def is_alive(pid: int, child: subprocess.Popen[bytes] | None = None) -> bool:
    """Whether the process runs; a dead child of ours is reaped by asking."""
    if child is not None:
        return child.poll() is None
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def stop(postmaster: Postmaster, child: subprocess.Popen[bytes] | None = None) -> None:
    """Close all connections, write everything down and wait for the end."""
    deadline = time.monotonic() + _FAST_SECONDS
    _signal(postmaster.pid, signal.SIGINT)
    while is_alive(postmaster.pid, child):
        if time.monotonic() > deadline:
            # It recovers at the next start; better than never ending.
            _signal(postmaster.pid, signal.SIGQUIT)
        time.sleep(_PAUSE_SECONDS)


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _pid_file_lines(pgdata: Path) -> list[str]:
    try:
        lines = (pgdata / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
    return [line.strip() for line in lines] if lines and lines[0].strip().isdigit() else []


def _serves(pid: int, pgdata: Path) -> bool:
    """Whether this process is a PostgreSQL that works in this folder."""
    try:
        process = psutil.Process(pid)
        return process.name().startswith("postgres") and Path(process.cwd()) == pgdata.resolve()
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return False
