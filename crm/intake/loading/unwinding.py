"""Taking one import out of the history of a record, whatever was loaded after it. Pure.

A record (client, product, family, seller, entry of an owner) is a mapping of fields to values. Each
import that named it left a `Statement`: the fields it gave a value, and what they held before. What
a field holds is the value of the last statement about it; so a statement is taken out by handing
what it had found to the next statement about the same field, or, where it was the last, to the
record itself. A value that somebody changed by hand since is theirs and stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | None
Fields: TypeAlias = Mapping[str, Value]


@dataclass(slots=True)
class Statement:
    """What one import said of one record; `created` when the record was not there before."""

    import_id: int
    order: int
    created: bool
    stated: dict[str, Value]
    prior: dict[str, Value]


@dataclass(slots=True)
class Unwound:
    """What remains to be done to a record after a statement was taken out.

    `restored` are fields to be written back. `rewritten` are statements of other imports that now
    know another past. `is_gone` when nobody that is left ever named the record.
    """

    restored: dict[str, Value] = field(default_factory=dict)
    rewritten: list[Statement] = field(default_factory=list)
    is_gone: bool = False


def unwind(
    undone: Statement, others: Sequence[Statement], current: Fields, blank: Fields
) -> Unwound:
    """Take `undone` out. `others` are all other statements about the record, in any order.

    `current` is what the record holds now; `blank` what a field holds that nobody ever stated.
    """
    result = Unwound(is_gone=undone.created and not others)
    rewritten: dict[int, Statement] = {}
    for name, value in undone.stated.items():
        before = undone.prior.get(name, blank.get(name))
        following = _next_about(name, undone, others)
        if following is not None:
            following.prior[name] = before
            rewritten[following.order] = following
        elif current.get(name) == value:
            result.restored[name] = before
    if undone.created and others:
        heir = min(others, key=lambda statement: statement.order)
        heir.created = True
        rewritten[heir.order] = heir
    result.rewritten = list(rewritten.values())
    return result


def _next_about(name: str, undone: Statement, others: Sequence[Statement]) -> Statement | None:
    later = [other for other in others if other.order > undone.order and name in other.stated]
    return min(later, key=lambda statement: statement.order, default=None)
