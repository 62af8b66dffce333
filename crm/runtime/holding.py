"""One server per data folder: the second start is told who has it."""

import contextlib
import fcntl
import json
import os
from collections.abc import Generator
from dataclasses import asdict, dataclass
from pathlib import Path

from crm.kit.errors import Conflict


class DataFolderHeld(Conflict):
    """Another server works with this data folder."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The server that has the data folder: its process and, once it listens, its address."""

    pid: int
    url: str = ""


class Holding:
    """The right to serve a data folder, kept until the process ends, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def announce(self, url: str) -> None:
        """Write down where this server listens, for who asks next."""
        content = json.dumps(asdict(Holder(os.getpid(), url))).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, content, 0)


@contextlib.contextmanager
def holding(data_dir: Path) -> Generator[Holding]:
    """Take the data folder for this process. Raises DataFolderHeld, naming process and address.

    The lock is the system's, so a server that was killed holds nothing.
    """
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(data_dir / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = Holding(descriptor)
        held.announce("")
        yield held
    except BlockingIOError:
        raise _held(data_dir, _read(descriptor)) from None
    finally:
        os.close(descriptor)


def holder_of(data_dir: Path) -> Holder | None:
    """The living server of this data folder, or None."""
    try:
        descriptor = os.open(data_dir / "server.lock", os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(descriptor)
    else:
        return None
    finally:
        os.close(descriptor)


def _held(data_dir: Path, holder: Holder) -> DataFolderHeld:
    key = "runtime.data_folder_held" if holder.url else "runtime.data_folder_held_starting"
    return DataFolderHeld(key, folder=str(data_dir), pid=holder.pid, url=holder.url)


def _read(descriptor: int) -> Holder:
    content = os.pread(descriptor, 4096, 0)
    return Holder(**json.loads(content)) if content else Holder(0)
