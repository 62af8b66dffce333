"""What every list needs: its order, its page by a cursor, its filters."""

import base64
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Generic, Self, TypeAlias, TypeVar, cast

from crm.kit.errors import UserError

Row = TypeVar("Row")
CursorValue: TypeAlias = str | int | Decimal | date | datetime | None


class BadList(UserError):
    """An order, a filter or a cursor that this list does not have."""

    status = 422


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, how many there are in all, and how to ask for those that follow.

    `next_cursor` is None on the last page. `total` is None where counting is not worth its price.
    """

    rows: Sequence[Row]
    next_cursor: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Sort:
    """An order by one field of a list."""

    field: str
    descending: bool = False

    @classmethod
    def parse(cls, written: str, fields: Collection[str]) -> Self:
        """The order written as `name` or `-name`; raises BadList for a field not among `fields`."""
        sort = cls(written.removeprefix("-"), written.startswith("-"))
        if sort.field not in fields:
            raise BadList("kit.bad_sort", value=sort.field)
        return sort

    @property
    def reversed(self) -> Self:
        """The same field the other way round."""
        return type(self)(self.field, not self.descending)

    def __str__(self) -> str:
        """As addresses write it: `name`, or `-name` when descending."""
        return f"-{self.field}" if self.descending else self.field


class Operator(StrEnum):
    """How a filter compares. A missing value matches `EMPTY` alone."""

    EQUAL = "eq"
    NOT_EQUAL = "ne"
    AT_LEAST = "ge"
    AT_MOST = "le"
    MORE_THAN = "gt"
    LESS_THAN = "lt"
    CONTAINS = "has"
    EMPTY = "empty"
    NOT_EMPTY = "filled"


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on a list: `amount.ge.100`. The list's query gives the value its type."""

    field: str
    operator: Operator
    value: str = ""

    @classmethod
    def parse(cls, written: str, fields: Collection[str]) -> Self:
        """The condition as an address writes it; raises BadList when it has no such field."""
        field, _, rest = written.partition(".")
        operator, _, value = rest.partition(".")
        if field not in fields or operator not in set(Operator):
            raise BadList("kit.bad_filter", value=written)
        return cls(field, Operator(operator), value)

    def __str__(self) -> str:
        """As addresses write it."""
        return f"{self.field}.{self.operator}.{self.value}".removesuffix(".")


def encode_cursor(*values: CursorValue) -> str:
    """The sort values of a page's last row as one word for an address."""
    written = json.dumps([_tagged(value) for value in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, count: int) -> tuple[CursorValue, ...]:
    """The values of a cursor, as many as the list sorts by; raises BadList for anything else."""
    try:
        written = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        values = tuple(_untagged(pair) for pair in json.loads(written))
    except (ValueError, TypeError, InvalidOperation):
        raise BadList("kit.bad_cursor") from None
    if len(values) != count:
        raise BadList("kit.bad_cursor")
    return values


def _tagged(value: CursorValue) -> list[str]:
    # datetime is a date too, and must be asked for first.
    match value:
        case None:
            return ["n", ""]
        case datetime():
            return ["t", value.isoformat()]
        case date():
            return ["d", value.isoformat()]
        case Decimal():
            return ["m", str(value)]
        case int():
            return ["i", str(value)]
        case str():
            return ["s", value]


def _untagged(pair: object) -> CursorValue:
    tag, value = cast("tuple[str, str]", pair)
    match tag:
        case "n":
            return None
        case "t":
            return datetime.fromisoformat(value)
        case "d":
            return date.fromisoformat(value)
        case "m":
            return Decimal(value)
        case "i":
            return int(value)
        case "s":
            return str(value)
        case _:
            raise ValueError(tag)
