"""The database: its doors (`as_actor`, `as_import`, `as_system`), its walls and its server."""

from crm.db.actor import Actor, Role
from crm.db.engine import as_actor, as_import, as_system, close, connect, engine

__all__ = ["Actor", "Role", "as_actor", "as_import", "as_system", "close", "connect", "engine"]
