"""Repeat Values and splitting a year's total: seen first, then written as one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Session

from crm.accounts.company import company
from crm.db import Actor
from crm.goals.errors import BadEdit, MonthClosed
from crm.goals.grid_rules import GridRow
from crm.goals.queries import Grid, grid
from crm.goals.rules import RepeatMode, RepeatRefused, last_year_plus, repeat_values, split_year
from crm.goals.service.acts import Act
from crm.goals.service.targets import TargetEdit, set_targets
from crm.kit.money import ZERO
from crm.kit.periods import Month, WorkingCalendar
from crm.sales.queries import responsible_of


class RepeatBase(StrEnum):
    """What a month gets: the target of the month repeated, or what was sold a year before."""

    MONTH = "month"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class RepeatChoice:
    """What to repeat, for a responsible (None: for all), up to `until` (None: the year's end).

    `source` is the month copied to those after it; with last year as the base, the first month
    that is written. `growth` is monthly in the first case, on the year in the second.
    """

    responsible_id: int | None
    source: Month
    mode: RepeatMode = RepeatMode.ONLY_EMPTY
    growth: Decimal = ZERO
    until: Month | None = None
    base: RepeatBase = RepeatBase.MONTH


@dataclass(frozen=True, slots=True)
class RepeatPreview:
    """What an act would write, before it does: cells, kept and closed months, the year's total.

    `values` are the months that change; `kept` have a target that stays; `closed` are not touched;
    `baseless` have no sales known a year before and get none.
    """

    values: Mapping[Month, Decimal]
    kept: Sequence[Month] = ()
    closed: Sequence[Month] = ()
    baseless: Sequence[Month] = ()
    total: Decimal | None = None
    last_year: Decimal | None = None
    versions: Mapping[Month, int] = field(default_factory=dict)

    @property
    def added(self) -> Decimal:
        """The new values together."""
        return sum(self.values.values(), ZERO)


@dataclass(frozen=True, slots=True)
class RepeatAllPreview:
    """What an act would write for several people, by responsible, and the year's total then.

    `people` are those asked for who can be given anything; `sourceless` have no target to repeat.
    """

    people: Mapping[int, RepeatPreview]
    sourceless: Sequence[int] = ()
    total: Decimal = ZERO
    last_year: Decimal | None = None

    @property
    def values(self) -> Mapping[tuple[int, Month], Decimal]:
        """The cells that change."""
        return {
            (who, month): value
            for who, one in self.people.items()
            for month, value in one.values.items()
        }

    @property
    def added(self) -> Decimal:
        """The new values together."""
        return sum(self.values.values(), ZERO)


class SplitBy(StrEnum):
    """How a year's total spreads over its open months."""

    EQUAL = "equal"
    WORKING_DAYS = "working_days"
    LAST_YEAR = "last_year"


def preview_repeat(tx: Session, actor: Actor, goal_id: int, choice: RepeatChoice) -> RepeatPreview:
    """What `repeat` would write. Raises RepeatRefused when there is nothing to repeat."""
    sheet = grid(tx, actor, goal_id)
    row = _row(tx, sheet, choice.responsible_id or 0)
    return _preview_of(sheet, row, choice, company(tx).digits)


def preview_repeat_all(
    tx: Session, actor: Actor, goal_id: int, choice: RepeatChoice
) -> RepeatAllPreview:
    """What `repeat_all` would write, for everybody whose targets this person may set.

    Raises RepeatRefused when nobody has a target to repeat.
    """
    sheet = grid(tx, actor, goal_id)
    settable = [row for row in sheet.rows if row.is_editable and row.responsible_id]
    is_copy = choice.base is RepeatBase.MONTH
    based = [row for row in settable if not is_copy or _target(row, choice.source) is not None]
    if not based:
        raise RepeatRefused("goals.repeat_source_empty")
    digits = company(tx).digits
    people = {row.responsible_id: _preview_of(sheet, row, choice, digits) for row in based}
    return RepeatAllPreview(
        people=people,
        sourceless=[row.responsible_id for row in settable if row.responsible_id not in people],
        total=sum((_total_after(row, people.get(row.responsible_id)) for row in sheet.rows), ZERO),
        last_year=sheet.total.last_year,
    )


def repeat(tx: Session, actor: Actor, goal_id: int, choice: RepeatChoice) -> Act:
    """Write what `preview_repeat` shows, as one act.

    See `rules.repeat_values` and `rules.last_year_plus`.
    """
    preview = preview_repeat(tx, actor, goal_id, choice)
    return _apply(tx, actor, goal_id, {choice.responsible_id or 0: preview}, "repeat_values")


def repeat_all(tx: Session, actor: Actor, goal_id: int, choice: RepeatChoice) -> Act:
    """Write what `preview_repeat_all` shows, as one act."""
    preview = preview_repeat_all(tx, actor, goal_id, choice)
    return _apply(tx, actor, goal_id, preview.people, "repeat_values")


def preview_split(  # noqa: PLR0913 - the choices of one small form
    tx: Session,
    actor: Actor,
    goal_id: int,
    *,
    responsible_id: int,
    total: Decimal,
    by: SplitBy = SplitBy.EQUAL,
    calendar: WorkingCalendar | None = None,
) -> RepeatPreview:
    """What `split_total` would write: closed months keep their targets, the open share the rest."""
    sheet = grid(tx, actor, goal_id)
    row = _row(tx, sheet, responsible_id)
    open_cells = [cell for cell in row.cells if cell.month not in sheet.closed]
    if not open_cells:
        raise MonthClosed("goals.year_closed")
    frozen = sum((c.target or ZERO for c in row.cells if c.month in sheet.closed), ZERO)
    working = calendar or WorkingCalendar()
    if by is SplitBy.LAST_YEAR and any(cell.last_year is None for cell in open_cells):
        # A month without a measure would be given nothing, and nobody means that.
        raise BadEdit("goals.split_without_last_year")
    weights = {
        cell.month: {
            SplitBy.EQUAL: Decimal(1),
            SplitBy.WORKING_DAYS: Decimal(len(working.days(cell.month))),
            SplitBy.LAST_YEAR: max(ZERO, cell.last_year or ZERO),
        }[by]
        for cell in open_cells
    }
    split = split_year(total - frozen, weights, company(tx).digits)
    targets = {cell.month: cell.target for cell in open_cells}
    values = {month: value for month, value in split.items() if targets[month] != value}
    kept = [month for month in split if month not in values]
    return _preview(row, values, kept, sorted(sheet.closed))


def split_total(  # noqa: PLR0913 - the choices of one small form
    tx: Session,
    actor: Actor,
    goal_id: int,
    *,
    responsible_id: int,
    total: Decimal,
    by: SplitBy = SplitBy.EQUAL,
    calendar: WorkingCalendar | None = None,
) -> Act:
    """Spread a responsible's annual total over the open months, as one act.

    Raises TargetRefused when the closed months already hold more than the total.
    """
    preview = preview_split(
        tx,
        actor,
        goal_id,
        responsible_id=responsible_id,
        total=total,
        by=by,
        calendar=calendar,
    )
    return _apply(tx, actor, goal_id, {responsible_id: preview}, "split_total")


def _preview_of(sheet: Grid, row: GridRow, choice: RepeatChoice, digits: int) -> RepeatPreview:
    if choice.base is RepeatBase.LAST_YEAR:
        return _preview_last_year(sheet, row, choice, digits)
    months = [month for month in sheet.months if choice.until is None or month <= choice.until]
    values = repeat_values(
        {cell.month: cell.target for cell in row.cells},
        choice.source,
        months,
        mode=choice.mode,
        growth=choice.growth,
        closed=sheet.closed,
        digits=digits,
    )
    after = [month for month in months if month > choice.source]
    kept = [m for m in after if m not in sheet.closed and m not in values]
    return _preview(row, values, kept, [m for m in after if m in sheet.closed])


def _preview_last_year(
    sheet: Grid, row: GridRow, choice: RepeatChoice, digits: int
) -> RepeatPreview:
    last = choice.until or sheet.months[-1]
    months = [month for month in sheet.months if choice.source <= month <= last]
    sold = {cell.month: cell.last_year for cell in row.cells}
    values = last_year_plus(
        {cell.month: cell.target for cell in row.cells},
        sold,
        months,
        mode=choice.mode,
        growth=choice.growth,
        closed=sheet.closed,
        digits=digits,
    )
    still = [month for month in months if month not in sheet.closed and month not in values]
    baseless = [month for month in still if (sold[month] or ZERO) <= ZERO]
    preview = _preview(
        row,
        values,
        [month for month in still if month not in baseless],
        [month for month in months if month in sheet.closed],
    )
    return replace(preview, baseless=baseless)


def _row(tx: Session, sheet: Grid, responsible_id: int) -> GridRow:
    who = responsible_of(tx, responsible_id)
    for row in sheet.rows:
        if row.responsible_id == who and who:
            return row
    raise BadEdit("goals.responsible_missing")


def _preview(
    row: GridRow,
    values: Mapping[Month, Decimal],
    kept: Sequence[Month],
    closed: Sequence[Month],
) -> RepeatPreview:
    targets = {cell.month: cell.target for cell in row.cells} | dict(values)
    return RepeatPreview(
        values=values,
        kept=kept,
        closed=closed,
        total=sum((target or ZERO for target in targets.values()), ZERO),
        last_year=row.last_year,
        versions={cell.month: cell.version for cell in row.cells},
    )


def _target(row: GridRow, month: Month) -> Decimal | None:
    return next((cell.target for cell in row.cells if cell.month == month), None)


def _total_after(row: GridRow, preview: RepeatPreview | None) -> Decimal:
    return (row.target if preview is None else preview.total) or ZERO


def _apply(
    tx: Session, actor: Actor, goal_id: int, people: Mapping[int, RepeatPreview], verb: str
) -> Act:
    edits = [
        TargetEdit(who, month, value, preview.versions[month])
        for who, preview in people.items()
        for month, value in preview.values.items()
    ]
    return set_targets(tx, actor, goal_id, edits, verb=verb)
