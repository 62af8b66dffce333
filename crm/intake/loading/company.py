"""The lock that keeps loads and undos of a company one after another."""

from sqlalchemy import text
from sqlmodel import Session

# "impo" in ASCII: any number that nobody else takes.
_LOCK = 0x696D706F


def hold_company(tx: Session) -> None:
    """Keep all other imports and undos waiting until the transaction ends."""
    tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
