"""What the database says no to: the wall, a value that it cannot hold, or everything."""

import psycopg
from sqlalchemy.exc import DataError, DBAPIError, OperationalError

INSUFFICIENT_PRIVILEGE = "42501"
AWAY = (OperationalError, psycopg.OperationalError)
"""The database does not answer, or broke off: nothing of the request was kept, it may be tried
again. Both, since sessions are looked up without SQLAlchemy."""

IMPOSSIBLE_VALUE = DataError
"""A value that no column can hold: a number too large, a text with a NUL in it."""


def is_refusal(error: BaseException) -> bool:
    """Whether a policy or a missing grant stopped a statement: no bug, but not theirs to do."""
    return (
        isinstance(error, DBAPIError)
        and getattr(error.orig, "sqlstate", None) == INSUFFICIENT_PRIVILEGE
    )
