"""The dashboard's two charts, and the same figures as tables."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from crm.analysis.board_figures import Board, DayPoint, MonthColumn
from crm.analysis.state.address import lines_of_month, lines_through
from crm.kit.formats import Formatter
from crm.kit.money import ZERO
from crm.kit.periods import DAY
from crm.kit.texts import text
from crm.ui.chart import Chart, chart, round_steps
from crm.ui.table import Cell, Row
from crm.ui.traces import (
    Trace,
    actual_line,
    band,
    columns,
    forecast_line,
    goal_line,
    goal_marks,
    hollow,
    outline,
    previous_line,
    sum_line,
)

Amount = Decimal | None


def days_chart(shown: Board, form: Formatter) -> Chart:
    """The month added up by working day: actual, expected path, last year, projection.

    A month ahead of the data has the path it will be held against, and last year.
    """
    points = shown.days
    x = [str(point.day.day) for point in points]
    actual = [point.actual for point in points]
    expected = [point.expected for point in points]
    last_year = [point.last_year for point in points]
    projected = [point.projected for point in points]
    lows, highs = [point.low for point in points], [point.high for point in points]
    has_band = _some(highs)
    until = text(form.language, "analysis.data_until", day=form.date(shown.as_of))
    before, outcome = form.month(shown.choice.month.year_before), _word("projected", form)

    def end(called: str, values: Sequence[Amount]) -> str:
        return f"{called} {form.money_in_list(values[-1])}"

    traces = [
        *(band(x, lows, highs) if has_band else []),
        *_line(previous_line, "last_year", x, last_year, form, end=end(before, last_year)),
        *_line(goal_line, "expected", x, expected, form, end=end(_word("target", form), expected)),
        *_forecast(x, projected, form, has_band=has_band, end=end(outcome, projected)),
        *_line(
            actual_line,
            "actual",
            x,
            actual,
            form,
            hrefs=_lines_so_far(shown),
            end=end(_word("actual", form), actual),
        ),
    ]
    return chart(
        *traces,
        ticks=_ticks([*actual, *expected, *last_year, *projected, *lows, *highs], form),
        heads=[form.date(point.day) for point in points],
        until=_until(shown, points, until),
        in_line=True,
    )


def pace_chart(shown: Board, form: Formatter) -> Chart:
    """How far the month is from the path to its target, day by day; empty without a target."""
    points = [point for point in shown.days if point.expected is not None]
    x = [str(point.day.day) for point in points]
    known = [_distance(point, point.actual) for point in points]
    ahead = [_distance(point, point.projected) for point in points]
    if not _some(known):
        return Chart()
    lows = [_distance(point, point.low) for point in points]
    highs = [_distance(point, point.high) for point in points]
    return chart(
        *(band(x, lows, highs) if _some(highs) else []),
        *_forecast(x, ahead, form, has_band=_some(highs), end=_at_month_end(ahead, form)),
        *_line(actual_line, "distance", x, known, form, end=_at_month_end(known, form)),
        ticks=_ticks([*known, *ahead, *highs, *lows], form, most=4),
        heads=[form.date(point.day) for point in points],
        until=_until(shown, points, ""),
        in_line=True,
    )


def months_chart(shown: Board, form: Formatter) -> Chart:
    """The fiscal year: last year and actual as columns, targets as dashes, the sum as a line.

    Around the running month stands, dotted, what it is projected to come to.
    """
    months = shown.columns
    x = [form.month_name(one.month) for one in months]
    actual = [one.actual for one in months]
    last_year = [one.last_year for one in months]
    targets = [one.target for one in months]
    projected = [_projection(shown, one) for one in months]
    sums = [one.cumulative for one in months]
    before = [lines_of_month(shown.choice, one.month.year_before) for one in months]
    traces = [
        *_line(columns, "last_year", x, last_year, form, hrefs=before, colour="prev"),
        _actual_columns(shown, x, form),
        *_line(outline, "projected", x, projected, form, above=actual),
        *_line(goal_marks, "target", x, targets, form),
        *_line(sum_line, "year_sum", x, sums, form, brief=_word("year_sum_brief", form)),
    ]
    return chart(
        *traces,
        ticks=_ticks([*actual, *last_year, *targets, *projected], form),
        second_ticks=_ticks(sums, form),
        heads=[form.month_title(one.month) for one in months],
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


def _actual_columns(shown: Board, x: Sequence[str], form: Formatter) -> Trace:
    months = shown.columns
    actual = [one.actual for one in months]
    hrefs = [lines_of_month(shown.choice, one.month) for one in months]
    bars = columns(_word("actual", form), x, actual, hover=_amounts(actual, form), hrefs=hrefs)
    return hollow(bars, {at for at, one in enumerate(months) if _is_running(shown, one)})


def _is_running(shown: Board, one: MonthColumn) -> bool:
    return one.actual is not None and one.month.last > shown.as_of


def _projection(shown: Board, one: MonthColumn) -> Amount:
    """What the running month is to come to, where the board is about it and it is to grow."""
    projected = shown.outlook.projection.value
    if one.month != shown.choice.month or not _is_running(shown, one) or projected is None:
        return None
    return projected if projected > (one.actual or ZERO) else None


def _line(
    build: Callable[..., Trace],
    name: str,
    x: Sequence[str],
    values: Sequence[Amount],
    form: Formatter,
    **more: object,
) -> list[Trace]:
    """One trace of the values, or none without any. `more` is what is special to it."""
    if not _some(values):
        return []
    return [build(_word(name, form), x, values, hover=_amounts(values, form), **more)]


def _forecast(
    x: Sequence[str], values: Sequence[Amount], form: Formatter, *, has_band: bool, end: str
) -> list[Trace]:
    """The projection; where it begins it is what is there already, and is not told again."""
    if not _some(values):
        return []
    name = _word("projected_band" if has_band else "projected", form)
    begins = next(at for at, value in enumerate(values) if value is not None)
    ahead = [None if at == begins else value for at, value in enumerate(values)]
    brief = _word("projected", form)
    return [forecast_line(name, x, values, hover=_amounts(ahead, form), brief=brief, end=end)]


def _at_month_end(values: Sequence[Amount], form: Formatter) -> str:
    amount = form.signed_money(values[-1])
    return text(form.language, "analysis.at_month_end", amount=amount)


def _until(shown: Board, points: Sequence[DayPoint], words: str) -> tuple[int, str] | None:
    """The last place of a running month with data, and what is said there."""
    known = [at for at, point in enumerate(points) if point.actual is not None]
    return (known[-1], words) if known and not shown.outlook.is_over else None


def _distance(point: DayPoint, value: Amount) -> Amount:
    return None if value is None or point.expected is None else value - point.expected


def _word(name: str, form: Formatter) -> str:
    return text(form.language, f"analysis.{name}")


def _amounts(values: Sequence[Amount], form: Formatter) -> list[str]:
    return ["" if value is None else form.money_in_list(value) for value in values]


def _ticks(values: Sequence[Amount], form: Formatter, most: int = 5) -> list[tuple[Decimal, str]]:
    known = [value for value in values if value is not None]
    steps = round_steps(min(known, default=ZERO), max(known, default=ZERO), most)
    return [(step, form.money_compact(step)) for step in steps]


def _some(values: Sequence[Amount]) -> bool:
    return any(value is not None for value in values)
