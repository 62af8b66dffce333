"""How far a goal is: attainment of one target, completion of many, standing in its month."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from crm.goals.rules import Direction
from crm.kit.money import ZERO
from crm.kit.periods import Month
from crm.kit.undefined import Measured, Reason

ON_PACE_FROM = Decimal(1)
BEHIND_FROM = Decimal("0.85")


class Standing(StrEnum):
    """Where a target stands: at the end of its month, or by its pace on the way there."""

    REACHED = "reached"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    AT_RISK = "at_risk"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Attainment:
    """What was achieved of one target.

    `is_counted`: there is a target, zero included. `ratio`: 0.8 means 80 %, shown as it is when
    negative or above 1.
    """

    is_counted: bool
    is_reached: bool
    ratio: Measured


@dataclass(frozen=True, slots=True)
class Completion:
    """Cells reached among those with a target; the ratio is undefined when there are none."""

    reached: int
    counted: int
    ratio: Measured


@dataclass(frozen=True, slots=True)
class Cell:
    """One target: goal's variable and family (None = all), responsible, month, and figures."""

    achieved: Decimal
    target: Decimal | None
    direction: Direction = Direction.HIGHER
    variable: str = "revenue"
    family_id: int | None = None
    seller_id: int = 0
    month: Month | None = None


def attainment(
    achieved: Decimal, target: Decimal | None, direction: Direction = Direction.HIGHER
) -> Attainment:
    """Achieved / target; target / achieved where lower is better.

    No target: not counted. Target zero: counted, reached or not, without a percentage. Examples:
    36 of 100 -> 0.36; lower is better, target 10: 8 -> 1.25 reached, 20 -> 0.5.
    """
    if target is None:
        return Attainment(
            is_counted=False, is_reached=False, ratio=Measured.undefined(Reason.NO_TARGET)
        )
    is_reached = achieved >= target if direction is Direction.HIGHER else achieved <= target
    return Attainment(
        is_counted=True, is_reached=is_reached, ratio=_attained_ratio(achieved, target, direction)
    )


def cells_completion(cells: Iterable[Cell]) -> Completion:
    """How many of the targets are reached. Example: 120/100 and 50/100 -> 1 of 2."""
    attained = [attainment(cell.achieved, cell.target, cell.direction) for cell in cells]
    counted = [one for one in attained if one.is_counted]
    reached = sum(one.is_reached for one in counted)
    if not counted:
        return Completion(0, 0, Measured.undefined(Reason.NO_TARGET))
    return Completion(reached, len(counted), Measured(Decimal(reached) / len(counted)))


def volume_completion(cells: Iterable[Cell]) -> Measured:
    """How much of the targets' sum is achieved; what exceeds one target fills no other.

    Counts targets above zero of goals where higher is better; the cells must share a unit and not
    overlap (see `most_detailed`). Example: 120/100 and 50/100 -> 150/200 = 0.75.
    """
    achieved = targeted = ZERO
    for cell in cells:
        if cell.target and cell.direction is Direction.HIGHER:
            achieved += max(ZERO, min(cell.achieved, cell.target))
            targeted += cell.target
    return Measured(achieved / targeted) if targeted else Measured.undefined(Reason.NO_TARGET)


def most_detailed(cells: Iterable[Cell], parents: Mapping[int, int | None]) -> list[Cell]:
    """The cells that hold no other inside: a goal on all or on a node gives way to what is below.

    Compared within one variable, responsible and month; cells without a target do not count as
    detail and are left out. `parents` gives each family's parent. Order is kept.
    """
    stated = [cell for cell in cells if cell.target is not None]
    covered: dict[tuple[str, int, Month | None], set[int | None]] = defaultdict(set)
    for cell in stated:
        covered[_place(cell)].update(_above(cell.family_id, parents))
    return [cell for cell in stated if cell.family_id not in covered[_place(cell)]]


def standing(
    attained: Attainment, pace: Measured, *, direction: Direction, is_over: bool
) -> Standing | None:
    """Where the target stands; None without a target.

    Where lower is better, the month has to be over to be reached. A pace is undefined while
    nothing is expected yet: then the target counts as on pace.
    """
    if not attained.is_counted:
        return None
    if attained.is_reached and (is_over or direction is Direction.HIGHER):
        return Standing.REACHED
    if is_over:
        return Standing.MISSED
    if pace.value is None or pace.value >= ON_PACE_FROM:
        return Standing.ON_PACE
    return Standing.BEHIND if pace.value >= BEHIND_FROM else Standing.AT_RISK


def _attained_ratio(achieved: Decimal, target: Decimal, direction: Direction) -> Measured:
    if not target:
        return Measured.undefined(Reason.ZERO_TARGET)
    if direction is Direction.HIGHER:
        return Measured(achieved / target)
    return inverse_ratio(target, achieved)


def inverse_ratio(wanted: Decimal, achieved: Decimal) -> Measured:
    """What is wanted / achieved, for what should stay low; undefined unless that is above zero."""
    if achieved > 0:
        return Measured(wanted / achieved)
    return Measured.undefined(Reason.ZERO_BASE if achieved == 0 else Reason.NEG_BASE)


def _place(cell: Cell) -> tuple[str, int, Month | None]:
    return (cell.variable, cell.seller_id, cell.month)


def _above(family_id: int | None, parents: Mapping[int, int | None]) -> Iterator[int | None]:
    """The families that hold this one, and None for the goal on all; nothing is above None."""
    while family_id is not None:
        family_id = parents.get(family_id)
        yield family_id
