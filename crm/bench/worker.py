"""One import or undo in a process of its own, timed there, with the memory it took."""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path

import crm.db
from crm.db import Actor, as_actor


class BenchFailed(RuntimeError):
    """What was to be timed did not do its work: a fault of ours, or of a full disk."""


@dataclass(frozen=True, slots=True)
class ImportRun:
    """How an import went. `seconds` run from the first byte to the commit, `start_seconds` before.

    `peak` is the process's largest resident memory in bytes, `processor` the seconds of a processor
    that it used itself.
    """

    import_id: int
    outcome: str
    accepted: int
    new: int
    unchanged: int
    amount: Decimal
    seconds: float
    start_seconds: float
    processor: float
    peak: int


def import_file(address: str, actor: Actor, path: Path) -> ImportRun:
    """Receive and load a file as a person's upload is, in a fresh process. Raises BenchFailed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    began = time.monotonic()
    worker = context.Process(target=_work, args=(address, actor, path, theirs))
    worker.start()
    theirs.close()
    try:
        ready = ours.recv()
        run = ours.recv()
    except EOFError as gone:
        worker.join()
        message = f"the process that imported {path.name} ended with status {worker.exitcode}"
        raise BenchFailed(message) from gone
    worker.join()
    return ImportRun(**run, start_seconds=ready - began)


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _work(address: str, actor: Actor, path: Path, news: Connection) -> None:
    from crm.intake.receiving import receive
    from crm.intake.work import finish

    crm.db.connect(address)
    began = time.monotonic()
    # The clock is the machine's, the same in both processes.
    news.send(began)
    used = time.process_time()
    with path.open("rb") as stream, as_actor(actor) as tx:
        received = receive(tx, actor, path.name, stream, way="command")
    finish(received.import_id)
    seconds = time.monotonic() - began
    news.send(
        {
            **_outcome(actor, received.import_id),
            "seconds": seconds,
            "processor": time.process_time() - used,
            "peak": _peak_memory(),
        }
    )
    crm.db.close()


def _outcome(actor: Actor, import_id: int) -> dict[str, object]:
    from crm.intake.models import ImportBatch

    with as_actor(actor) as tx:
        batch = tx.get_one(ImportBatch, import_id)
        return {
            "import_id": import_id,
            "outcome": str(batch.outcome or batch.state),
            "accepted": batch.accepted,
            "new": batch.new_lines,
            "unchanged": batch.unchanged_lines,
            "amount": batch.total_amount or Decimal(0),
        }


def _peak_memory() -> int:
    """Bytes. Linux's own count of this program: `getrusage` also counts who started it."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used if sys.platform == "darwin" else used * 1024
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
