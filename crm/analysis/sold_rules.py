"""What was sold, cut into families or responsibles."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import NamedTuple


class Sold(NamedTuple):
    """What was sold on a day in a family (0: none), or credited to somebody (0: nobody)."""

    day: date
    part_id: int
    amount: Decimal


class Part(NamedTuple):
    """Some of what was sold: in the month, in that of last year, and in the days compared of it."""

    now: list[Sold]
    before: list[Sold]
    based: list[Sold]


def by_day(sold: Iterable[Sold]) -> dict[date, Decimal]:
    """The sum of each day that has sales."""
    amounts: dict[date, Decimal] = defaultdict(Decimal)
    for one in sold:
        amounts[one.day] += one.amount
    return amounts


def parted(whole: Part) -> Mapping[int, Part]:
    """The whole by family or responsible, in one pass: there may be many of them."""
    parts: dict[int, Part] = defaultdict(lambda: Part([], [], []))
    for at, sold in enumerate(whole):
        for one in sold:
            parts[one.part_id][at].append(one)
    return parts


def joined(parts: Mapping[int, Part], keys: Iterable[int]) -> Part:
    """Several parts as one; a key without sales adds nothing."""
    found = [parts[key] for key in keys if key in parts]
    return Part(*([*chain(*(part[at] for part in found))] for at in range(len(Part._fields))))
