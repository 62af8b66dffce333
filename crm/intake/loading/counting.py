"""How many rows a statement touched."""

from collections.abc import Mapping

from sqlalchemy import CursorResult, text
from sqlmodel import Session


def affected(tx: Session, statement: str, values: Mapping[str, object]) -> int:
    """Run a statement that writes; the number of rows it wrote."""
    result = tx.execute(text(statement), values)
    assert isinstance(result, CursorResult)  # noqa: S101 - what a written statement gives
    return result.rowcount
