"""The database: its doors (`as_actor`, `as_import`, `as_system`), its walls and its server."""

from crm.db.actor import PROGRAM, Actor, Role
from crm.db.engine import as_actor, as_import, as_system, close, connect, engine, writing_credit

__all__ = [
    "PROGRAM",
    "Actor",
    "Role",
    "as_actor",
    "as_import",
    "as_system",
    "close",
    "connect",
    "engine",
    "writing_credit",
]
