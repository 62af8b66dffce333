"""Argon2id, with the same work for people who do not exist."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

# 64 MiB and 3 passes: about 50 ms a try, and a thousand guesses cost a guesser as much as us.
_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


def hashed(password: str) -> str:
    """The password as it is kept."""
    return _hasher.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether the password is the kept one.

    With `kept` None (nobody of that name) it works as long and says no, so that time does not
    tell who has an account.
    """
    try:
        return _hasher.verify(kept or _nobody(), password) and bool(kept)
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


@lru_cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
