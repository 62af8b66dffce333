"""The states of an import, from the queue to the figures and back."""

from enum import StrEnum


class State(StrEnum):
    """Where an import stands.

    QUEUED -> RUNNING -> LOADED | NEEDS_MAPPING | REJECTED | CANCELLED | DUPLICATE;
    NEEDS_MAPPING -> QUEUED when answered, or CANCELLED; LOADED -> UNDONE. A RUNNING import whose
    process has died is taken up again from its beginning.
    """

    QUEUED = "queued"
    RUNNING = "running"
    LOADED = "loaded"
    NEEDS_MAPPING = "needs_mapping"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    DUPLICATE = "duplicate"
    UNDONE = "undone"


WAITING = (State.QUEUED, State.RUNNING)
"""States in which somebody has to work on an import."""

MAPPABLE = (State.NEEDS_MAPPING, State.REJECTED, State.CANCELLED)
"""States in which a person may say how the file is to be read."""

REPAIRABLE = frozenset(
    f"intake.file_{name}"
    for name in (
        *("no_header", "no_such_header", "no_columns", "no_rows", "no_sheet"),
        *("wrong_encoding", "unknown_encoding", "mixed_encoding"),
    )
)
"""Faults of a file that another header row, delimiter, encoding or sheet may mend."""


def is_beyond_repair(error_key: str | None) -> bool:
    """Whether only another file helps: a picture, an empty, locked or broken one."""
    is_of_file = (error_key or "").startswith("intake.file_")
    return is_of_file and error_key not in REPAIRABLE


class Step(StrEnum):
    """What is being done with a running import."""

    OPENING = "opening"
    WAITING = "waiting"
    READING = "reading"
    MERGING = "merging"
    ADDING_UP = "adding_up"
