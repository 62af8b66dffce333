"""How the database says that the wall refused something."""

from sqlalchemy.exc import DBAPIError

INSUFFICIENT_PRIVILEGE = "42501"


def is_refusal(error: BaseException) -> bool:
    """Whether a policy or a missing grant stopped a statement: no bug, but not theirs to do."""
    return (
        isinstance(error, DBAPIError)
        and getattr(error.orig, "sqlstate", None) == INSUFFICIENT_PRIVILEGE
    )
