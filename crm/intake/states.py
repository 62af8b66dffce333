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


class Step(StrEnum):
    """What is being done with a running import."""

    OPENING = "opening"
    WAITING = "waiting"
    READING = "reading"
    MERGING = "merging"
    ADDING_UP = "adding_up"


CHANNEL = "crm_changes"
"""Where the database tells that figures changed; what is told is the id of the import."""
