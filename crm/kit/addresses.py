"""Addresses of screens: a path and what is chosen on it."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode


def number_in(written: str) -> int | None:
    """The number written in an address or sent by a button; None for anything else."""
    return int(written) if written.isdecimal() else None


def address(path: str, chosen: Mapping[str, object] | None = None, **more: object) -> str:
    """The path with its parameters; those that are None or empty are left out.

    Example: address("/goals", {"year": 2026}, family=None) -> `/goals?year=2026`.
    """
    given = {**(chosen or {}), **more}
    kept = {name: str(value) for name, value in given.items() if value not in (None, "")}
    # Commas and tildes read well and need no escape in a query.
    return f"{path}?{urlencode(kept, safe=',~', quote_via=quote)}" if kept else path
