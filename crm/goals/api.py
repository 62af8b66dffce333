"""Goals and their monthly targets over the API."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from crm.accounts.company import company
from crm.api.access import CurrentActor, Style, Tx, asks_for
from crm.api.idempotency import Once
from crm.goals import queries, service
from crm.goals.export import grid_as_csv
from crm.goals.grid_rules import GridCell, GridRow
from crm.goals.queries import Grid
from crm.goals.rules import RepeatMode
from crm.goals.service import Act, RepeatBase, RepeatChoice, RepeatPreview, TargetEdit
from crm.kit.files import attachment, file_name
from crm.kit.periods import Month
from crm.kit.texts import locale_named, text

router = APIRouter(tags=["goals"])
MOST_CELLS = 12_000

MonthWord = Annotated[
    str,
    AfterValidator(lambda written: str(Month.parse(written))),
    Field(description="`2026-11`", examples=["2026-11"]),
]
Amount = Annotated[Decimal, Field(max_digits=16, decimal_places=4, ge=0)]
Staff = asks_for("supervisor")


class GoalOut(BaseModel):
    """A revenue goal of a fiscal year; `family_id` null is on all families."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    variable: str
    family_id: int | None
    family_name: str
    year_start: date
    direction: str
    status: str
    stated_total: Decimal | None
    total: Decimal | None
    responsibles: int
    version: int


class GoalIn(BaseModel):
    """A goal to make. `year` is the calendar year in which the fiscal year begins."""

    year: Annotated[int, Field(ge=1990, le=2100)]
    family_id: int | None = None
    stated_total: Amount | None = None


class TotalIn(BaseModel):
    """The company's figure for the year; null takes it away."""

    stated_total: Amount | None
    version: int | None = None


class CellOut(BaseModel):
    """A responsible's month."""

    month: str
    target: Decimal | None
    version: int
    actual: Decimal
    last_year: Decimal | None
    attainment: Decimal | None
    reason: str | None
    closed: bool
    at_closing: Annotated[
        Decimal | None, Field(description="What was sold when the month was closed")
    ] = None


class RowOut(BaseModel):
    """A responsible's year; id 0 is what is credited to nobody."""

    responsible_id: int
    name: str
    editable: bool
    cells: list[CellOut]
    target: Decimal | None
    actual: Decimal
    last_year: Decimal | None


class GridOut(BaseModel):
    """A goal's year: people by months, the sum, the gap to the stated total."""

    goal: GoalOut
    data_until: date | None
    rows: list[RowOut]
    total: RowOut
    gap: Decimal | None
    families_total: Decimal | None


class EditIn(BaseModel):
    """What one cell should hold; null takes the target away. `version` as it was read."""

    responsible_id: int
    month: MonthWord
    value: Amount | None
    version: int


class EditsIn(BaseModel):
    """Cells written as one act, all or none."""

    targets: Annotated[list[EditIn], Field(min_length=1, max_length=MOST_CELLS)]


class RepeatAllIn(BaseModel):
    """A month to copy to those after it, up to `until` or the year's end.

    With `base` last_year, `source` is the first month written and `growth` holds for the year.
    """

    source: MonthWord
    mode: RepeatMode = RepeatMode.ONLY_EMPTY
    growth: Annotated[Decimal, Field(ge=-1, le=1, description="Monthly; 0.02 is 2 %")] = Decimal(0)
    until: MonthWord | None = None
    base: RepeatBase = RepeatBase.MONTH

    def choice(self, responsible_id: int | None = None) -> RepeatChoice:
        """The same for the use case."""
        until = None if self.until is None else Month.parse(self.until)
        source = Month.parse(self.source)
        return RepeatChoice(responsible_id, source, self.mode, self.growth, until, self.base)


class RepeatIn(RepeatAllIn):
    """The same for one responsible."""

    responsible_id: int


class PreviewOut(BaseModel):
    """What repeating would write, and what it would leave alone."""

    values: dict[str, Decimal]
    kept: list[str]
    closed: list[str]
    added: Decimal
    total: Decimal | None


class PreviewAllOut(BaseModel):
    """The same by responsible; `sourceless` have no target in the month to copy."""

    people: dict[int, PreviewOut]
    sourceless: list[int]
    added: Decimal
    total: Decimal


class ActOut(BaseModel):
    """What was done: its entry in the audit and how many cells it changed."""

    act_id: int
    verb: str
    cells: int

    @classmethod
    def of(cls, act: Act) -> Self:
        """An act as the API shows it."""
        return cls(act_id=act.id, verb=act.verb, cells=act.cells)


@router.get("/goals", summary="Goals of a year")
def goals(
    tx: Tx, year: Annotated[int | None, Query(ge=1990, le=2100, description="It begins in")] = None
) -> list[GoalOut]:
    """The one on all families first. A salesperson finds those with targets of their own."""
    fiscal = company(tx).fiscal_year
    starts = queries.years_with_goals(tx) if year is None else [fiscal.starting_in(year)[0]]
    found = [goal for start in starts for goal in queries.goals_of_year(tx, start)]
    return [GoalOut.model_validate(goal) for goal in found]


@router.post("/goals", summary="Make a goal", status_code=201, dependencies=[Staff])
def create_goal(tx: Tx, actor: CurrentActor, once: Once, body: GoalIn) -> GoalOut:
    """One for each family and year."""

    def work() -> GoalOut:
        goal_id = service.create_goal(
            tx,
            actor,
            year_start=company(tx).fiscal_year.starting_in(body.year)[0],
            family_id=body.family_id,
            stated_total=body.stated_total,
        )
        return GoalOut.model_validate(queries.goal_summary(tx, goal_id))

    return once(work)


@router.put("/goals/{goal_id}/total", summary="State the year's total", dependencies=[Staff])
def state_total(tx: Tx, actor: CurrentActor, goal_id: int, body: TotalIn) -> GoalOut:
    """Held against the sum of the responsibles' targets."""
    service.state_total(tx, actor, goal_id, body.stated_total, body.version)
    return GoalOut.model_validate(queries.goal_summary(tx, goal_id))


@router.get("/goals/{goal_id}/targets", summary="A goal's targets")
def targets(tx: Tx, actor: CurrentActor, goal_id: int) -> GridOut:
    """People by the twelve months, with what was sold and last year's sales."""
    return _grid(queries.grid(tx, actor, goal_id))


@router.get("/goals/{goal_id}/targets.csv", summary="The same as a file", response_class=Response)
def targets_csv(tx: Tx, actor: CurrentActor, goal_id: int, style: Style = "plain") -> Response:
    """One row per responsible and month, nothing rounded."""
    ours, locale = company(tx), locale_named(actor.locale)
    sheet = queries.grid(tx, actor, goal_id)
    goal = sheet.goal
    about = goal.family_name or text(locale, "goals.all_families")
    year = ours.fiscal_year.label(goal.year_start)
    name = file_name(text(locale, "goals.file"), year, about) + ".csv"
    content = grid_as_csv(sheet, locale, ours.csv_style(style))
    return Response(content, media_type="text/csv; charset=utf-8", headers=attachment(name))


@router.put("/goals/{goal_id}/targets", summary="Set targets", dependencies=[Staff])
def set_targets(tx: Tx, actor: CurrentActor, goal_id: int, body: EditsIn) -> ActOut:
    """All cells or none; 409 when one was changed after it was read, or its month is closed."""
    edits = [
        TargetEdit(one.responsible_id, Month.parse(one.month), one.value, one.version)
        for one in body.targets
    ]
    return ActOut.of(service.set_targets(tx, actor, goal_id, edits))


@router.post("/goals/{goal_id}/repeat/preview", summary="See a repeat", dependencies=[Staff])
def preview_repeat(tx: Tx, actor: CurrentActor, goal_id: int, body: RepeatIn) -> PreviewOut:
    """What repeating would write; nothing is written."""
    preview = service.preview_repeat(tx, actor, goal_id, body.choice(body.responsible_id))
    return _preview(preview)


@router.post("/goals/{goal_id}/repeat", summary="Repeat a month", dependencies=[Staff])
def repeat(tx: Tx, actor: CurrentActor, once: Once, goal_id: int, body: RepeatIn) -> ActOut:
    """Closed months are never touched; one undo takes it back."""
    choice = body.choice(body.responsible_id)
    return once(lambda: ActOut.of(service.repeat(tx, actor, goal_id, choice)))


@router.post("/goals/{goal_id}/repeat/all/preview", summary="See it for all", dependencies=[Staff])
def preview_repeat_all(
    tx: Tx, actor: CurrentActor, goal_id: int, body: RepeatAllIn
) -> PreviewAllOut:
    """What repeating for all would write; nothing is written."""
    preview = service.preview_repeat_all(tx, actor, goal_id, body.choice())
    return PreviewAllOut(
        people={who: _preview(one) for who, one in preview.people.items()},
        sourceless=list(preview.sourceless),
        added=preview.added,
        total=preview.total,
    )


@router.post("/goals/{goal_id}/repeat/all", summary="Repeat for all", dependencies=[Staff])
def repeat_all(tx: Tx, actor: CurrentActor, once: Once, goal_id: int, body: RepeatAllIn) -> ActOut:
    """Everybody whose targets one may set, as one act; one undo takes it back."""
    return once(lambda: ActOut.of(service.repeat_all(tx, actor, goal_id, body.choice())))


@router.post("/goals/{goal_id}/undo", summary="Undo one's last act", dependencies=[Staff])
def undo(tx: Tx, actor: CurrentActor, once: Once, goal_id: int) -> ActOut:
    """409 when there is none, or its cells were changed since."""
    return once(lambda: ActOut.of(service.undo_last(tx, actor, goal_id)))


@router.post("/goals/{goal_id}/redo", summary="Redo what one undid last", dependencies=[Staff])
def redo(tx: Tx, actor: CurrentActor, once: Once, goal_id: int) -> ActOut:
    """409 when nothing was undone, something new was done since, or its cells were changed."""
    return once(lambda: ActOut.of(service.redo_last(tx, actor, goal_id)))


@router.put("/months/{month}/closed", summary="Close a month", dependencies=[Staff])
def close_month(tx: Tx, actor: CurrentActor, month: str) -> None:
    """Its targets and credit are frozen, its figures kept."""
    service.close_month(tx, actor, Month.parse(month))


@router.delete("/months/{month}/closed", summary="Reopen a month", dependencies=[Staff])
def reopen_month(
    tx: Tx, actor: CurrentActor, month: str, reason: Annotated[str, Query(min_length=1)]
) -> None:
    """Its lines are credited to their clients' owners as known today; the reason is audited."""
    service.reopen_month(tx, actor, Month.parse(month), reason)


def _preview(preview: RepeatPreview) -> PreviewOut:
    return PreviewOut(
        values={str(month): value for month, value in preview.values.items()},
        kept=[str(month) for month in preview.kept],
        closed=[str(month) for month in preview.closed],
        added=preview.added,
        total=preview.total,
    )


def _grid(sheet: Grid) -> GridOut:
    return GridOut(
        goal=GoalOut.model_validate(sheet.goal),
        data_until=sheet.until,
        rows=[_row(sheet, row) for row in sheet.rows],
        total=_row(sheet, sheet.total),
        gap=sheet.gap,
        families_total=sheet.families_total,
    )


def _row(sheet: Grid, row: GridRow) -> RowOut:
    return RowOut(
        responsible_id=row.responsible_id,
        name=row.name,
        editable=row.is_editable,
        cells=list(_cells(sheet, row.cells)),
        target=row.target,
        actual=row.actual,
        last_year=row.last_year,
    )


def _cells(sheet: Grid, cells: Sequence[GridCell]) -> Iterator[CellOut]:
    for cell in cells:
        reason = cell.attainment.reason
        yield CellOut(
            month=str(cell.month),
            target=cell.target,
            version=cell.version,
            actual=cell.actual,
            last_year=cell.last_year,
            attainment=cell.attainment.value,
            reason=None if reason is None else reason.value,
            closed=cell.month in sheet.closed,
            at_closing=cell.at_closing,
        )
