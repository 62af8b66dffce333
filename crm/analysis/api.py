"""The revenue dashboard over the API: the same figures as on the screen."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from crm.accounts.company import company
from crm.analysis.board_figures import Board, DayPoint, MonthColumn, Slice
from crm.analysis.queries import company_time, dashboard, ground
from crm.analysis.rules import MonthOutlook
from crm.api.access import CurrentActor, Tx
from crm.kit.periods import Month
from crm.kit.undefined import Measured
from crm.sales.queries import DataState

router = APIRouter(tags=["dashboard"])


class MeasuredOut(BaseModel):
    """A ratio or amount, or the reason why there is none."""

    value: Decimal | None
    reason: str | None


class OutlookOut(BaseModel):
    """A month's figure against its target, up to the data."""

    actual: Decimal
    target: Decimal | None
    attainment: MeasuredOut
    expected: MeasuredOut
    pace: MeasuredOut
    required_per_day: MeasuredOut
    projection: MeasuredOut
    low: Decimal | None
    high: Decimal | None
    probability: MeasuredOut
    working_days_done: int
    working_days: int
    is_over: bool
    standing: str | None


class SliceOut(BaseModel):
    """A family (0: none) or responsible (0: unassigned) of the month."""

    id: int
    name: str
    outlook: OutlookOut
    same_days_last_year: Decimal | None
    change: MeasuredOut
    missing: Decimal
    is_behind: bool


class MonthColumnOut(BaseModel):
    """A month of the fiscal year; null: no data, or no target."""

    month: str
    actual: Decimal | None
    last_year: Decimal | None
    target: Decimal | None
    cumulative: Decimal | None
    cumulative_target: Decimal | None


class DayOut(BaseModel):
    """The month added up to a working day: known up to the data, projected from there on."""

    day: date
    actual: Decimal | None
    expected: Decimal | None
    last_year: Decimal | None
    projected: Decimal | None
    low: Decimal | None
    high: Decimal | None


class DashboardOut(BaseModel):
    """The dashboard of a month; families and responsibles each sum to the outlook's `actual`."""

    month: str
    family_id: int | None
    responsible_id: int | None
    data_until: date
    known_from: Annotated[
        date | None, Field(description="The first day of all sales, in a month known from there on")
    ]
    import_id: int | None
    outlook: OutlookOut
    same_days_last_year: Decimal | None
    change: MeasuredOut
    months: list[MonthColumnOut]
    days: list[DayOut]
    families: list[SliceOut]
    responsibles: list[SliceOut]
    year_to_date: Decimal
    year_to_date_last_year: Decimal | None
    year_change: MeasuredOut
    year_target: Decimal | None
    year_attainment: MeasuredOut
    at_closing: Annotated[
        Decimal | None, Field(description="The figure when the month was closed")
    ] = None


@router.get("/dashboard", summary="The revenue dashboard")
def show_dashboard(
    tx: Tx,
    actor: CurrentActor,
    month: Annotated[str | None, Query(description="`2026-11`; the last with data")] = None,
    family_id: Annotated[int | None, Query(description="With those below; 0: without")] = None,
    responsible_id: Annotated[int | None, Query(description="Credited to; 0: nobody")] = None,
) -> DashboardOut:
    """A salesperson's is about what is credited to them."""
    stands_on = ground(tx, company_time(tx, company(tx)))
    shown = dashboard(
        tx,
        actor,
        stands_on,
        month=None if month is None else Month.parse(month),
        family_id=family_id,
        responsible_id=responsible_id,
    )
    return _dashboard(shown, stands_on.state)


def _dashboard(shown: Board, state: DataState) -> DashboardOut:
    return DashboardOut(
        month=str(shown.choice.month),
        family_id=shown.choice.family_id,
        responsible_id=shown.choice.responsible_id,
        data_until=shown.as_of,
        known_from=shown.known_from,
        import_id=state.import_id,
        outlook=_outlook(shown.outlook),
        same_days_last_year=shown.base,
        change=_measured(shown.change),
        months=[_month(column) for column in shown.columns],
        days=[_day(point) for point in shown.days],
        families=_slices(shown.families),
        responsibles=_slices(shown.responsibles),
        year_to_date=shown.year.actual,
        year_to_date_last_year=shown.year.last_year,
        year_change=_measured(shown.year.change),
        year_target=shown.year.target,
        year_attainment=_measured(shown.year.attainment),
        at_closing=shown.at_closing,
    )


def _measured(figure: Measured) -> MeasuredOut:
    reason = None if figure.reason is None else figure.reason.value
    return MeasuredOut(value=figure.value, reason=reason)


def _outlook(one: MonthOutlook) -> OutlookOut:
    return OutlookOut(
        actual=one.actual,
        target=one.target,
        attainment=_measured(one.attainment),
        expected=_measured(one.expected),
        pace=_measured(one.pace),
        required_per_day=_measured(one.required_per_day),
        projection=_measured(one.projection),
        low=one.low,
        high=one.high,
        probability=_measured(one.probability),
        working_days_done=one.working_days_done,
        working_days=one.working_days,
        is_over=one.is_over,
        standing=None if one.standing is None else one.standing.value,
    )


def _slices(slices: Sequence[Slice]) -> list[SliceOut]:
    return [
        SliceOut(
            id=one.id,
            name=one.name,
            outlook=_outlook(one.outlook),
            same_days_last_year=one.base,
            change=_measured(one.change),
            missing=one.missing,
            is_behind=one.is_behind,
        )
        for one in slices
    ]


def _month(column: MonthColumn) -> MonthColumnOut:
    return MonthColumnOut(
        month=str(column.month),
        actual=column.actual,
        last_year=column.last_year,
        target=column.target,
        cumulative=column.cumulative,
        cumulative_target=column.cumulative_target,
    )


def _day(point: DayPoint) -> DayOut:
    return DayOut(
        day=point.day,
        actual=point.actual,
        expected=point.expected,
        last_year=point.last_year,
        projected=point.projected,
        low=point.low,
        high=point.high,
    )
