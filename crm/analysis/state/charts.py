"""The dashboard's two charts, and the same figures as tables."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import chain

from crm.analysis.board_figures import Board, DayPoint, MonthColumn
from crm.analysis.state.address import lines_of_month, lines_through
from crm.kit.formats import Formatter
from crm.kit.money import ZERO
from crm.kit.periods import DAY
from crm.kit.texts import text
from crm.ui.chart import (
    Chart,
    actual_line,
    band,
    chart,
    columns,
    forecast_line,
    goal_line,
    goal_marks,
    previous_line,
    round_steps,
)
from crm.ui.table import Cell, Row

Amount = Decimal | None


def days_chart(shown: Board, form: Formatter) -> Chart:
    """The month added up by working day: actual, expected path, last year, projection.

    A month ahead of the data has the path it will be held against, and last year.
    """
    points = shown.days
    x = [str(point.day.day) for point in points]
    hrefs = _lines_so_far(shown)
    lines = {
        "actual": [point.actual for point in points],
        "expected": [point.expected for point in points],
        "last_year": [point.last_year for point in points],
        "projected": [point.projected for point in points],
    }
    hover = {name: _hovers(name, values, form) for name, values in lines.items()}
    traces = []
    has_band = any(point.high is not None for point in points)
    if has_band:
        traces += band(x, [point.low for point in points], [point.high for point in points])
    if _some(lines["last_year"]):
        name = text(form.language, "analysis.last_year")
        traces.append(previous_line(name, x, lines["last_year"], hover=hover["last_year"]))
    if _some(lines["expected"]):
        name = text(form.language, "analysis.expected")
        traces.append(goal_line(name, x, lines["expected"], hover=hover["expected"]))
    if _some(lines["projected"]):
        name = _projected(form, has_band=has_band)
        traces.append(forecast_line(name, x, lines["projected"], hover=hover["projected"]))
    if _some(lines["actual"]):
        name = text(form.language, "analysis.actual")
        traces.append(actual_line(name, x, lines["actual"], hover=hover["actual"], hrefs=hrefs))
    highs = [point.high for point in points]
    lows = [point.low for point in points]
    return chart(*traces, ticks=_ticks([*chain.from_iterable(lines.values()), *highs, *lows], form))


def pace_chart(shown: Board, form: Formatter) -> Chart:
    """How far the month is from the path to its target, day by day; empty without a target."""
    points = [point for point in shown.days if point.expected is not None]
    x = [str(point.day.day) for point in points]
    known = [_distance(point, point.actual) for point in points]
    ahead = [_distance(point, point.projected) for point in points]
    if not _some(known):
        return Chart()
    highs = [_distance(point, point.high) for point in points]
    lows = [_distance(point, point.low) for point in points]
    traces = band(x, lows, highs) if _some(highs) else []
    if _some(ahead):
        name = _projected(form, has_band=_some(highs))
        traces.append(forecast_line(name, x, ahead, hover=_hovers("distance", ahead, form)))
    name = text(form.language, "analysis.distance")
    traces.append(actual_line(name, x, known, hover=_hovers("distance", known, form)))
    return chart(*traces, ticks=_ticks([*known, *ahead, *highs, *lows], form, most=4))


def months_chart(shown: Board, form: Formatter) -> Chart:
    """The fiscal year: last year and actual as columns, targets as dashes, the sum as a line."""
    months = shown.columns
    x = [form.month_name(one.month) for one in months]
    actual = [one.actual for one in months]
    last_year = [one.last_year for one in months]
    targets = [one.target for one in months]
    hrefs = [lines_of_month(shown.choice, one.month) for one in months]
    running = [
        one.month for one in months if one.actual is not None and one.month.last > shown.as_of
    ]
    traces = []
    if _some(last_year):
        name = text(form.language, "analysis.last_year")
        before = [lines_of_month(shown.choice, one.month.year_before) for one in months]
        hover = _hovers("last_year", last_year, form)
        traces.append(columns(name, x, last_year, hover=hover, hrefs=before, colour="prev"))
    bars = columns(
        text(form.language, "analysis.actual"),
        x,
        actual,
        hover=_hovers("actual", actual, form),
        hrefs=hrefs,
    )
    traces.append(_hollow(bars, [one.month in running for one in months]))
    if _some(targets):
        name = text(form.language, "analysis.target")
        traces.append(goal_marks(name, x, targets, hover=_hovers("target", targets, form)))
    return chart(
        *traces,
        _year_line(months, x, form),
        ticks=_ticks([*actual, *last_year, *targets], form),
        second_ticks=_ticks([one.cumulative for one in months], form),
    )


def days_table(shown: Board, form: Formatter) -> list[Row]:
    """The figures of the days' chart."""
    return [
        Row(
            id=point.day.isoformat(),
            cells=[
                Cell(form.date(point.day)),
                Cell(form.money(point.actual), href="" if point.actual is None else href),
                Cell(form.money(point.expected)),
                Cell(form.money(point.last_year)),
                Cell(form.money(point.projected)),
            ],
        )
        for point, href in zip(shown.days, _lines_so_far(shown), strict=True)
    ]


def months_table(shown: Board, form: Formatter) -> list[Row]:
    """The figures of the months' chart."""
    return [
        Row(
            id=str(one.month),
            cells=[
                Cell(form.month(one.month)),
                Cell(
                    form.money(one.actual),
                    href="" if one.actual is None else lines_of_month(shown.choice, one.month),
                ),
                Cell(form.money(one.target)),
                Cell(form.money(one.last_year)),
                Cell(form.money(one.cumulative)),
            ],
        )
        for one in shown.columns
    ]


def _lines_so_far(shown: Board) -> list[str]:
    """What each day's sum was added up from; days off count for the working day before them."""
    following = [point.day for point in shown.days[1:]]
    ends = [*(day - DAY for day in following), shown.choice.month.last]
    return [lines_through(shown.choice, end) for end in ends[: len(shown.days)]]


def _year_line(months: Sequence[MonthColumn], x: list[str], form: Formatter) -> dict[str, object]:
    sums = [one.cumulative for one in months]
    name = text(form.language, "analysis.year_sum")
    return actual_line(name, x, sums, hover=_hovers("year_sum", sums, form), second=True)


def _hollow(bars: dict[str, object], running: Sequence[bool]) -> dict[str, object]:
    """The running month is drawn hollow: it is not comparable with whole ones."""
    fills = ["--accent/.22" if is_running else "--accent" for is_running in running]
    edges = {"color": "--accent", "width": [1.5 if one else 0 for one in running]}
    return bars | {"marker": {"color": fills, "line": edges, "cornerradius": 2}}


def _projected(form: Formatter, *, has_band: bool) -> str:
    return text(form.language, "analysis.projected_band" if has_band else "analysis.projected")


def _distance(point: DayPoint, value: Amount) -> Amount:
    return None if value is None or point.expected is None else value - point.expected


def _hovers(name: str, values: Sequence[Amount], form: Formatter) -> list[str]:
    label = text(form.language, f"analysis.{name}")
    return ["" if value is None else f"{label} {form.money_in_list(value)}" for value in values]


def _ticks(values: Sequence[Amount], form: Formatter, most: int = 5) -> list[tuple[Decimal, str]]:
    known = [value for value in values if value is not None]
    steps = round_steps(min(known, default=ZERO), max(known, default=ZERO), most)
    return [(step, form.money_compact(step)) for step in steps]


def _some(values: Sequence[Amount]) -> bool:
    return any(value is not None for value in values)
