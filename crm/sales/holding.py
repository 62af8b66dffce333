"""The lock that keeps all that writes sales one after another: loads, undos, changes of owner."""

from sqlalchemy import text
from sqlmodel import Session

# "impo" in ASCII: any number that nobody else takes.
_LOCK = 0x696D706F


def hold_company(tx: Session) -> None:
    """Keep all other writers of sales waiting until the transaction ends."""
    tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
