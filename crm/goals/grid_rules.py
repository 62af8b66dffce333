"""The cells of a goal's grid: people by months, each cut from what is set and what was sold."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from crm.goals.progress_rules import attainment
from crm.goals.rules import Direction, total_target
from crm.kit.money import ZERO
from crm.kit.periods import Month
from crm.kit.undefined import Measured, Reason
from crm.sales.scope import UNASSIGNED

Key = tuple[int, Month]
"""A responsible's id and a month."""


class Target(NamedTuple):
    """One stored target, folded to the responsible it belongs to."""

    responsible_id: int
    month: Month
    value: Decimal
    version: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """A responsible's month: target (None = not set), what was sold, what was sold a year before.

    `last_year` is None where that month is not known from its first to its last working day.
    `version` is what an edit has to name; 0 while no target was ever set. `attainment` is
    undefined for months that have not begun or are known only in part, and without a target.
    `at_closing` is what had been sold when the month was closed; None while it is open.
    """

    month: Month
    target: Decimal | None
    version: int
    actual: Decimal
    last_year: Decimal | None
    attainment: Measured
    at_closing: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A responsible's year. Id 0 gathers what is credited to nobody and has no targets.

    `last_year` is None unless all of its months are known.
    """

    responsible_id: int
    name: str
    is_editable: bool
    cells: Sequence[GridCell]
    target: Decimal | None
    actual: Decimal
    last_year: Decimal | None

    @property
    def empty_months(self) -> int:
        """How many months have no target."""
        return sum(cell.target is None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every row of a grid is cut from.

    `sold` holds the year and the one before it; `begun` are the months of the year known from
    their beginning on, `measures` those of the year before that are known whole.
    """

    months: Sequence[Month]
    targets: Mapping[Key, Target]
    sold: Mapping[Key, Decimal]
    direction: Direction
    closed: frozenset[Month]
    at_closing: Mapping[Key, Decimal]
    begun: Collection[Month]
    measures: Collection[Month]


def row_of(frame: Frame, responsible_id: int, name: str, *, is_editable: bool) -> GridRow:
    """The year of a responsible; the id of 0 is what is credited to nobody."""
    cells = [_cell(frame, responsible_id, month) for month in frame.months]
    return GridRow(
        responsible_id=responsible_id,
        name=name,
        is_editable=is_editable,
        cells=cells,
        target=total_target(cell.target for cell in cells),
        actual=sum((cell.actual for cell in cells), ZERO),
        last_year=_sum_of_known(cell.last_year for cell in cells),
    )


def _cell(frame: Frame, responsible_id: int, month: Month) -> GridCell:
    stored = frame.targets.get((responsible_id, month))
    target = stored.value if stored else None
    actual = frame.sold.get((responsible_id, month), ZERO)
    return GridCell(
        month=month,
        target=target,
        version=stored.version if stored else 0,
        actual=actual,
        last_year=_sold_before(frame, responsible_id, month.year_before),
        attainment=_attained(frame, month, actual, target),
        at_closing=_at_closing(frame, month, [responsible_id]),
    )


def _sold_before(frame: Frame, responsible_id: int, month: Month) -> Decimal | None:
    return frame.sold.get((responsible_id, month), ZERO) if month in frame.measures else None


def _sum_of_known(values: Iterable[Decimal | None]) -> Decimal | None:
    """Their sum; None where one of them is not known, or there is none."""
    listed = list(values)
    known = [value for value in listed if value is not None]
    return sum(known, ZERO) if listed and len(known) == len(listed) else None


def total_row(frame: Frame, rows: Sequence[GridRow]) -> GridRow:
    """The sum of the rows, month by month."""
    cells = [
        _total_cell(frame, month, [row.cells[at] for row in rows])
        for at, month in enumerate(frame.months)
    ]
    return GridRow(
        responsible_id=UNASSIGNED,
        name="",
        is_editable=False,
        cells=cells,
        target=total_target(row.target for row in rows),
        actual=sum((row.actual for row in rows), ZERO),
        last_year=_sum_of_known(row.last_year for row in rows),
    )


def _total_cell(frame: Frame, month: Month, cells: Sequence[GridCell]) -> GridCell:
    target = total_target(cell.target for cell in cells)
    actual = sum((cell.actual for cell in cells), ZERO)
    return GridCell(
        month=month,
        target=target,
        version=0,
        actual=actual,
        last_year=_sum_of_known(cell.last_year for cell in cells),
        attainment=_attained(frame, month, actual, target),
        at_closing=_at_closing(frame, month, {who for who, _ in frame.at_closing}),
    )


def _at_closing(frame: Frame, month: Month, who: Collection[int]) -> Decimal | None:
    if month not in frame.closed:
        return None
    return sum((frame.at_closing.get((one, month), ZERO) for one in who), ZERO)


def _attained(frame: Frame, month: Month, actual: Decimal, target: Decimal | None) -> Measured:
    if month not in frame.begun:
        return Measured.undefined(Reason.PARTIAL)
    return attainment(actual, target, frame.direction).ratio
