"""What the page of one import shows besides figures, events and tables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """How many of something the import changed."""

    count: str = ""
    label: str = ""


@dataclass(frozen=True)
class Pair:
    """A column of the file and what it was taken for."""

    name: str = ""
    value: str = ""
