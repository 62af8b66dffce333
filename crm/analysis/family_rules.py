"""The tree of families: what hangs right below a choice, and all that it holds."""

from collections.abc import Sequence
from typing import NamedTuple


class Family(NamedTuple):
    """A node of the tree of families."""

    id: int
    name: str
    parent_id: int | None
    code: str = ""


def branches(families: Sequence[Family], chosen: int | None) -> list[Family]:
    """The families right below the chosen one; without a choice those that hang below none."""
    known = {one.id for one in families}
    return [
        one
        for one in families
        if one.parent_id == chosen or (chosen is None and one.parent_id not in known)
    ]


def below(families: Sequence[Family], family_id: int) -> frozenset[int]:
    """The family and all those under it, at any depth."""
    found, fresh = {family_id}, {family_id}
    while fresh:
        fresh = {one.id for one in families if one.parent_id in fresh} - found
        found |= fresh
    return frozenset(found)
