"""What charts are drawn of: columns, lines, goals, outlines, each with the words it is read by."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

MARKS: Final = ("box", "", "goal", "tick", "box prev", "prev", "outline", "forecast", "sum")
"""Marks of what charts are drawn of, in the order in which it is named."""

SLIM: Final = {"width": 0.15, "offset": -0.34}
BESIDE_SLIM: Final = {"width": 0.48, "offset": -0.16}
ALONE: Final = {"width": 0.62, "offset": -0.31}
"""Where columns stand in the room of one month, its middle being 0: the year before is slim."""

Amount = Decimal | float | int | None
Plotted = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing drawn: what Plotly draws (`plotted`) and how it is named and read.

    `mark` is its entry in a legend, None for what has none. `hover` are the values written at
    each place, `brief` the name they stand behind where the full one is long, `hrefs` where a
    click leads, `end` what is written at a line's last point.
    """

    mark: str | None
    name: str
    plotted: Plotted
    hover: Sequence[str] = field(default=())
    hrefs: Sequence[str] = field(default=())
    brief: str = ""
    end: str = ""

    @property
    def is_seen(self) -> bool:
        """Whether anything of it is drawn: a bar of zero is not."""
        values = self.plotted["y"]
        if self.plotted["type"] == "bar":
            return any(values)
        return any(value is not None for value in values)


def columns(
    name: str,
    x: Sequence[str],
    y: Sequence[Amount],
    *,
    hover: Sequence[str] = (),
    hrefs: Sequence[str] = (),
    colour: str = "accent",
    partial: bool = False,
) -> Trace:
    """Vertical bars. `partial`: the last one is the running month, drawn hollow.

    Those of colour "prev" are the year before: slim, beside the others.
    """
    kind = "box" if colour == "accent" else f"box {colour}"
    plotted = _plotted("bar", name, x, y) | {
        "marker": {"color": f"--{colour}", "line": {"width": 0}, "cornerradius": 2}
    }
    drawn = Trace(kind, name, plotted, hover, hrefs)
    return hollow(drawn, {len(x) - 1}) if partial and x else drawn


def hollow(bars: Trace, at: set[int]) -> Trace:
    """These columns drawn hollow: a running month is not comparable with whole ones."""
    colour = bars.plotted["marker"]["color"]
    places = range(len(bars.plotted["x"]))
    marker = {
        "color": [f"{colour}/.22" if place in at else colour for place in places],
        "line": {"color": colour, "width": [1.5 if place in at else 0 for place in places]},
        "cornerradius": 2,
    }
    return replace(bars, plotted=bars.plotted | {"marker": marker})


def outline(
    name: str,
    x: Sequence[str],
    y: Sequence[Amount],
    *,
    above: Sequence[Amount],
    hover: Sequence[str] = (),
) -> Trace:
    """A dotted outline from a column, `above`, to where it is to end: a month's projection."""
    base = {"base": _values(above)}
    return Trace("outline", name, _plotted("outline", name, x, y) | base, hover)


def goal_marks(
    name: str, x: Sequence[str], y: Sequence[Amount], *, hover: Sequence[str] = ()
) -> Trace:
    """The goal as a dash across each column."""
    mark = {"symbol": "line-ew", "size": 40, "line": {"width": 2, "color": "--ink"}}
    plotted = _plotted("scatter", name, x, y) | {"mode": "markers", "marker": mark}
    return Trace("tick", name, plotted, hover)


def actual_line(
    name: str,
    x: Sequence[str],
    y: Sequence[Amount],
    *,
    hover: Sequence[str] = (),
    hrefs: Sequence[str] = (),
    end: str = "",
) -> Trace:
    """What happened: accent, solid; its last point is drawn hollow."""
    known = [at for at, value in enumerate(y) if value is not None]
    sizes = [8 if known and at == known[-1] else 0 for at in range(len(y))]
    marker = {"color": "--surface", "size": sizes, "line": {"color": "--accent", "width": 2}}
    style = {"color": "--accent", "width": 2.25}
    drawn = {"mode": "lines+markers", "line": style, "marker": marker, "cliponaxis": False}
    return Trace("", name, _plotted("scatter", name, x, y) | drawn, hover, hrefs, end=end)


def sum_line(
    name: str, x: Sequence[str], y: Sequence[Amount], *, hover: Sequence[str] = (), brief: str = ""
) -> Trace:
    """What columns add up to, on the right axis: thin ink with a dot at each month."""
    marker = {"color": "--ink-2", "size": 5, "line": {"color": "--surface", "width": 1}}
    style = {"color": "--ink-2", "width": 1.25}
    drawn = {"mode": "lines+markers", "line": style, "marker": marker, "yaxis": "y2"}
    return Trace("sum", name, _plotted("scatter", name, x, y) | drawn, hover, brief=brief)


def goal_line(name: str, x: Sequence[str], y: Sequence[Amount], **rest: Any) -> Trace:
    """The goal: ink, dashed. `rest`: hover, end."""
    style = {"color": "--ink-2", "width": 2, "dash": "5px,4px"}
    return _line("goal", name, x, y, style, **rest)


def previous_line(name: str, x: Sequence[str], y: Sequence[Amount], **rest: Any) -> Trace:
    """The year before: grey, thin. `rest`: hover, end."""
    return _line("prev", name, x, y, {"color": "--prev", "width": 1.5}, **rest)


def forecast_line(name: str, x: Sequence[str], y: Sequence[Amount], **rest: Any) -> Trace:
    """What is to be expected: accent, dotted. `rest`: hover, end, brief."""
    style = {"color": "--accent", "width": 2.25, "dash": "dot"}
    return _line("forecast", name, x, y, style, **rest)


def band(x: Sequence[str], low: Sequence[Amount], high: Sequence[Amount]) -> list[Trace]:
    """The interval around a forecast, as two traces to spread into `chart`."""
    edge = {"width": 0, "color": "--accent"}
    floor, top = _line(None, "", x, low, edge), _line(None, "", x, high, edge)
    floor.plotted["hoverinfo"] = "skip"
    top.plotted.update(fill="tonexty", fillcolor="--accent/.15", hoverinfo="skip")
    return [floor, top]


def side_by_side(traces: Sequence[Trace]) -> list[Trace]:
    """The traces with their columns placed: the year before slim, the others beside it."""
    has_slim = any(one.mark == "box prev" for one in traces)
    others = BESIDE_SLIM if has_slim else ALONE
    return [
        replace(one, plotted=one.plotted | (SLIM if one.mark == "box prev" else others))
        if one.plotted["type"] in ("bar", "outline")
        else one
        for one in traces
    ]


def _line(
    mark: str | None,
    name: str,
    x: Sequence[str],
    y: Sequence[Amount],
    style: dict[str, Any],
    **rest: Any,
) -> Trace:
    plotted = _plotted("scatter", name, x, y) | {"mode": "lines", "line": style}
    return Trace(mark, name, plotted, **rest)


def _plotted(kind: str, name: str, x: Sequence[str], y: Sequence[Amount]) -> Plotted:
    return {"type": kind, "name": name, "x": list(x), "y": _values(y)}


def _values(amounts: Sequence[Amount]) -> list[float | None]:
    return [None if one is None else float(one) for one in amounts]
