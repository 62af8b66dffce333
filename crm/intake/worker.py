"""The process that loads files: `python -m crm.intake.worker`, its database address on stdin.

Started when there is something to do and ended after some idle seconds, so that a server at rest
carries none of the readers' memory. Killed at any moment it leaves nothing half done: the import
still waits, and the next worker begins it again.
"""

import json
import os
import sys
import time

import crm.db
from crm.db import as_import
from crm.intake import ledger, work
from crm.intake.packing import pack_next

IDLE_SECONDS = 20.0
_PAUSE_SECONDS = 0.25
_NICE = 5


def main() -> None:
    """Load what waits until nothing has waited for a while."""
    given = json.loads(sys.stdin.readline())
    if hasattr(os, "nice"):
        # The screens come first: with it they answer as fast as when nothing is loaded.
        os.nice(_NICE)
    crm.db.connect(given["url"], pool_size=3)
    try:
        serve(float(given.get("idle_seconds", IDLE_SECONDS)))
    finally:
        crm.db.close()


def serve(idle_seconds: float) -> int:
    """Work on imports one after another; how many, when nothing waited for `idle_seconds`.

    Meanwhile the originals are packed, part by part.
    """
    done = 0
    idle_since = time.monotonic()
    while time.monotonic() - idle_since < idle_seconds:
        import_id = ledger.next_import()
        if import_id is not None and work.run(import_id):
            done += 1
            idle_since = time.monotonic()
        elif _pack():
            idle_since = time.monotonic()
        elif idle_seconds:
            time.sleep(_PAUSE_SECONDS)
    return done


def _pack() -> bool:
    with as_import(0) as tx:
        return pack_next(tx)


if __name__ == "__main__":
    main()
