"""What the list of imports shows besides its table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """A file being loaded: how far, and what is being done."""

    id: str = ""
    title: str = ""
    share: int = 0
    detail: str = ""
    state: str = ""
