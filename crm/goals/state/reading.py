"""What one visit of the goals' page reads, in one transaction, as the person."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypedDict, TypeVar

from sqlmodel import Session

from crm.accounts.company import Company, company, working_calendar
from crm.db import Actor
from crm.goals import queries, service
from crm.goals.errors import BadEdit
from crm.goals.grid_rules import GridRow
from crm.goals.queries import Grid
from crm.goals.rules import RepeatMode
from crm.goals.service import Act, RepeatAllPreview, RepeatBase, RepeatChoice, SplitBy
from crm.goals.state.address import EVERY, goals_address
from crm.goals.state.sheet_rows import sent_id
from crm.goals.state.shown import RepeatForm
from crm.goals.state.typed import typed_amount, typed_percent
from crm.kit.addresses import number_in
from crm.kit.money import ZERO
from crm.kit.periods import Month, WorkingCalendar
from crm.kit.texts import Locale, text
from crm.sales.namesakes import families_told_apart, people_told_apart
from crm.sales.queries import Responsible, data_state
from crm.ui.filters import Choice, Option

Choices = TypeVar("Choices", bound=StrEnum)

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Of fiscal years that can be asked for, as over the API."""


class Asked(NamedTuple):
    """The year and family in the address; None is what the data and the company suggest."""

    year: int | None
    family_id: int | None


class GoalsRead(NamedTuple):
    """Everything the page shows; `grid` is None where the goal does not exist yet."""

    company: Company
    asked: Asked
    years: list[Choice]
    year_href: str
    goals: list[Option]
    free_families: list[Option]
    goal_href: str
    family_name: str
    grid: Grid | None
    undoable: Act | None
    redoable: Act | None


def asked_of(parameters: dict[str, str]) -> Asked:
    """The choice in the address."""
    year, family = number_in(parameters.get("year", "")), parameters.get("family", EVERY)
    is_year = year is not None and FIRST_YEAR <= year <= LAST_YEAR
    return Asked(year if is_year else None, number_in(family))


def read_goals(tx: Session, actor: Actor, asked: Asked, locale: Locale) -> GoalsRead:
    """The goal of the address with its grid, and what else may be chosen."""
    ours = company(tx)
    starts = _starts(tx, ours)
    chosen = asked.year or _present(tx, ours).year
    start = ours.fiscal_year.starting_in(chosen)[0]
    found = queries.goals_of_year(tx, start)
    goal = next((one for one in found if one.family_id == asked.family_id), None)
    every = text(locale, "goals.all_families")
    families = families_told_apart(tx)
    names = {None: every, **families}
    options = [Option(goals_address(chosen, one.family_id), names[one.family_id]) for one in found]
    edited = goal.id if goal and actor.is_staff else None
    return GoalsRead(
        company=ours,
        asked=Asked(chosen, asked.family_id),
        years=[_year(one, chosen, asked.family_id, ours) for one in starts],
        year_href=goals_address(chosen, asked.family_id),
        goals=options,
        free_families=_free_families(families, {one.family_id for one in found}, every),
        goal_href=goals_address(chosen, asked.family_id),
        family_name=names.get(asked.family_id, every),
        grid=None if goal is None else _grid(tx, actor, goal.id),
        undoable=None if edited is None else service.undoable(tx, actor, edited),
        redoable=None if edited is None else service.redoable(tx, actor, edited),
    )


def preview(tx: Session, actor: Actor, goal_id: int, chosen: RepeatForm) -> RepeatAllPreview:
    """What the form would write. Raises what is wrong with its choices."""
    ours = company(tx)
    if chosen.kind != "split" and chosen.who == EVERY:
        return service.preview_repeat_all(tx, actor, goal_id, _choice(chosen, ours))
    if chosen.kind == "split":
        found = service.preview_split(tx, actor, goal_id, **_split(tx, chosen, ours))
    else:
        found = service.preview_repeat(tx, actor, goal_id, _choice(chosen, ours))
    return RepeatAllPreview({sent_id(chosen.who): found}, total=found.total or ZERO)


def apply(tx: Session, actor: Actor, goal_id: int, chosen: RepeatForm) -> Act:
    """Write what the form previews."""
    ours = company(tx)
    if chosen.kind == "split":
        return service.split_total(tx, actor, goal_id, **_split(tx, chosen, ours))
    choice = _choice(chosen, ours)
    write = service.repeat_all if chosen.who == EVERY else service.repeat
    return write(tx, actor, goal_id, choice)


def first_choice(grid: Grid, who: int = 0, month: Month | None = None) -> RepeatForm:
    """The person and month asked for; else who has most empty months after one that is set.

    A month asked for that has no target is given that of the last one before it which has one.
    """
    people = [row for row in grid.rows if row.is_editable and row.responsible_id]
    if not people:
        return RepeatForm()
    asked = [row for row in people if row.responsible_id == who]
    repeatable = sorted(people, key=lambda one: (one.target is None, -one.empty_months))
    row = (asked or repeatable)[0]
    source = (_stated_until(row, month) if asked and month else None) or _source(grid, row)
    return RepeatForm(who=str(row.responsible_id), source=str(source), until=str(grid.months[-1]))


def create_goal_of(tx: Session, actor: Actor, year: int, family_id: int | None) -> int:
    """Make the goal of the fiscal year that begins in a calendar year."""
    start = company(tx).fiscal_year.starting_in(year)[0]
    return service.create_goal(tx, actor, year_start=start, family_id=family_id)


def _source(grid: Grid, row: GridRow) -> Month:
    """The last month whose target has an empty one after it, else the one that runs."""
    stated = [cell.month for cell in row.cells if cell.target is not None]
    followed = [m for m in stated if any(c.month > m and c.target is None for c in row.cells)]
    running = [month for month in stated if grid.until is not None and grid.until in month]
    return (followed or running or stated[:1] or [grid.months[0]])[-1]


def _stated_until(row: GridRow, month: Month) -> Month | None:
    stated = [c.month for c in row.cells if c.target is not None and c.month <= month]
    return stated[-1] if stated else None


def _one_of(choices: type[Choices], written: str) -> Choices:
    """A choice as it comes from the page; BadEdit for one that there is not."""
    try:
        return choices(written)
    except ValueError:
        raise BadEdit("kit.bad_filter", value=written) from None


class _Split(TypedDict):
    responsible_id: int
    total: Decimal
    by: SplitBy
    calendar: WorkingCalendar


def _split(tx: Session, chosen: RepeatForm, ours: Company) -> _Split:
    if chosen.who == EVERY:
        raise BadEdit("goals.split_is_of_one")
    return _Split(
        responsible_id=sent_id(chosen.who),
        total=_total(chosen, ours),
        by=_one_of(SplitBy, chosen.by),
        calendar=working_calendar(tx),
    )


def _total(chosen: RepeatForm, ours: Company) -> Decimal:
    total = typed_amount(chosen.total, ours.region)
    if total is None:
        raise BadEdit("goals.split_needs_total")
    return total


def _choice(chosen: RepeatForm, ours: Company) -> RepeatChoice:
    return RepeatChoice(
        responsible_id=None if chosen.who == EVERY else sent_id(chosen.who),
        source=Month.parse(chosen.source),
        mode=_one_of(RepeatMode, chosen.mode),
        growth=typed_percent(chosen.growth, ours.region),
        until=Month.parse(chosen.until) if chosen.until else None,
        base=RepeatBase.LAST_YEAR if chosen.kind == "last_year" else RepeatBase.MONTH,
    )


def _starts(tx: Session, ours: Company) -> list[Month]:
    """Three fiscal years around the data, and any other that has goals, in order."""
    present = _present(tx, ours)
    around = {present.year_before, present, present.plus(12)}
    return sorted(around | set(queries.years_with_goals(tx)))[-5:]


def _present(tx: Session, ours: Company) -> Month:
    return ours.fiscal_year.first_month(data_state(tx).until or ours.today())


def _year(start: Month, chosen: int, family_id: int | None, ours: Company) -> Choice:
    return Choice(
        label=ours.fiscal_year.label(start.first),
        href=goals_address(start.year, family_id),
        chosen=start.year == chosen,
    )


def _free_families(families: Mapping[int, str], taken: set[int | None], every: str) -> list[Option]:
    free = [Option(str(key), name) for key, name in families.items() if key not in taken]
    return free if None in taken else [Option(EVERY, every), *free]


def _grid(tx: Session, actor: Actor, goal_id: int) -> Grid:
    """The grid as the screen names its people; a file and the API give names as they are."""
    grid = queries.grid(tx, actor, goal_id)
    people = [Responsible(row.responsible_id, row.name, None) for row in grid.rows]
    named = people_told_apart(tx, people)
    rows = [replace(row, name=one.name) for row, one in zip(grid.rows, named, strict=True)]
    return replace(grid, rows=rows)
