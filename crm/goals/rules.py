"""Targets of goals: their words, their limits, repeating a month and splitting a year."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from crm.kit.errors import UserError
from crm.kit.money import ZERO, allocate, round_money
from crm.kit.periods import Month

TARGET_LIMIT = Decimal(1_000_000_000_000)
"""A target stays below this: what the column holds."""

LOWEST_GROWTH = Decimal(-1)
HIGHEST_GROWTH = Decimal(1)


class GoalStatus(StrEnum):
    """The life of a goal. Only an active one counts in figures and alerts."""

    DRAFT = "draft"
    ACTIVE = "active"
    CLOSED = "closed"
    ARCHIVED = "archived"


class Direction(StrEnum):
    """Which way is good: more revenue is, more complaints are not."""

    HIGHER = "higher"
    LOWER = "lower"


class RepeatMode(StrEnum):
    """Which months Repeat Values may write: those without a target, or all that are open."""

    ONLY_EMPTY = "only_empty"
    OVERWRITE = "overwrite"


class TargetRefused(UserError):
    """A target that cannot be: negative or too large."""

    status = 422


class RepeatRefused(UserError):
    """Nothing can be repeated: the source month has no target, or the growth is impossible."""

    status = 422


def checked_target(value: Decimal, digits: int = 2) -> Decimal:
    """The target as it is stored, rounded to the unit of its variable (0 digits for counts).

    Zero is a target; no target is not a value and never comes here. Raises TargetRefused.
    """
    if not value.is_finite() or abs(value) >= TARGET_LIMIT:
        raise TargetRefused("goals.target_too_large")
    if value < 0:
        raise TargetRefused("goals.target_negative")
    return round_money(value, digits)


def repeat_values(  # noqa: PLR0913 - each is a choice of its own, none of them a group
    targets: Mapping[Month, Decimal | None],
    source: Month,
    year: Sequence[Month],
    *,
    mode: RepeatMode = RepeatMode.ONLY_EMPTY,
    growth: Decimal = ZERO,
    closed: Collection[Month] = (),
    digits: int = 2,
) -> dict[Month, Decimal]:
    """The targets that copying `source` to the months after it in `year` would change.

    `targets` are one responsible's; a month absent or None is empty, 0 is not. `growth` is a
    monthly ratio that compounds from the unrounded source and is rounded once; it counts every
    month from the source, also those that are kept. Closed months are never touched. Writing the
    answer and asking again gives nothing. Raises RepeatRefused or TargetRefused.
    Example: 100 at 0.02 -> 102.00, 104.04, 106.12.
    """
    start = targets.get(source)
    if start is None:
        raise RepeatRefused("goals.repeat_source_empty")
    if not LOWEST_GROWTH <= growth <= HIGHEST_GROWTH:
        raise RepeatRefused("goals.repeat_growth_impossible")
    changed: dict[Month, Decimal] = {}
    for month in _open_after(source, year, closed):
        present = targets.get(month)
        value = checked_target(start * (1 + growth) ** source.until(month), digits)
        if _may_write(present, mode) and present != value:
            changed[month] = value
    return changed


def last_year_plus(  # noqa: PLR0913 - each is a choice of its own, none of them a group
    targets: Mapping[Month, Decimal | None],
    last_year: Mapping[Month, Decimal | None],
    months: Sequence[Month],
    *,
    mode: RepeatMode = RepeatMode.ONLY_EMPTY,
    growth: Decimal = ZERO,
    closed: Collection[Month] = (),
    digits: int = 2,
) -> dict[Month, Decimal]:
    """The targets that last year's sales, raised by `growth`, would change in `months`.

    `growth` is a ratio on the year, the same for every month; rounded once. A month that sold
    nothing a year before, or of which that is not known, has no base and is left alone, like a
    closed one.
    Raises RepeatRefused or TargetRefused. Example: 100 sold, at 0.08 -> 108.00.
    """
    if not LOWEST_GROWTH <= growth <= HIGHEST_GROWTH:
        raise RepeatRefused("goals.repeat_growth_impossible")
    changed: dict[Month, Decimal] = {}
    for month in months:
        sold = last_year.get(month)
        if month in closed or sold is None or sold <= ZERO:
            continue
        present = targets.get(month)
        value = checked_target(sold * (1 + growth), digits)
        if _may_write(present, mode) and present != value:
            changed[month] = value
    return changed


def split_year(
    total: Decimal, weights: Mapping[Month, Decimal], digits: int = 2
) -> dict[Month, Decimal]:
    """A year's total by month, in proportion to the weights; the months sum to it exactly.

    Cents left over go where rounding took most, ties to the earliest month; all weights zero, the
    months are equal. Example: 1000.00 over three months -> 333.34, 333.33, 333.33.
    Raises TargetRefused for a total that cannot be a target.
    """
    months = sorted(weights)
    parts = allocate(checked_target(total, digits), [weights[m] for m in months], digits)
    return dict(zip(months, parts, strict=True))


def total_target(targets: Iterable[Decimal | None]) -> Decimal | None:
    """The targets together; None when none is set, which differs from zero."""
    stated = [target for target in targets if target is not None]
    return sum(stated, ZERO) if stated else None


def allocation_gap(allocated: Decimal | None, stated: Decimal | None) -> Decimal | None:
    """What the responsibles' targets exceed the stated total by; negative when they fall short.

    None when no total was stated. Example: 60 + 50 against 100 -> 10, over-allocated.
    """
    return None if stated is None else (allocated or ZERO) - stated


def _open_after(source: Month, year: Sequence[Month], closed: Collection[Month]) -> list[Month]:
    return [month for month in year if month > source and month not in closed]


def _may_write(present: Decimal | None, mode: RepeatMode) -> bool:
    return present is None or mode is RepeatMode.OVERWRITE
