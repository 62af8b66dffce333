"""What rooms above the shell hang into it; `crm.py` fills these at start."""

from collections.abc import Callable
from typing import NamedTuple

from sqlmodel import Session

from crm.accounts.company import Company
from crm.kit.texts import Locale


class Freshness(NamedTuple):
    """Up to when the data holds, in words, and whether that is later than it should be."""

    text: str = ""
    is_late: bool = False


class Slots:
    """The hooks, each a function; empty until filled."""

    freshness: Callable[[Session, Company, Locale], Freshness] | None = None
