"""What rooms above the shell hang into it; `crm.py` fills these at start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlmodel import Session

from crm.accounts.company import Company
from crm.db import Actor


@dataclass(frozen=True)
class Freshness:
    """Up to when the data holds, and whether that is later than it should be.

    `short` is for narrow screens. `href` opens the import that brought them, where one may.
    `missing` says how late it is, for who does not see colours.
    """

    text: str = ""
    is_late: bool = False
    short: str = ""
    href: str = ""
    missing: str = ""


class Slots:
    """The hooks, each a function; empty until filled."""

    live: ClassVar[dict[str, tuple[Any, ...]]] = {}
    """By the route of a page: the handlers that read its figures anew when the data changed."""

    freshness: Callable[[Session, Company, Actor], Freshness] | None = None
