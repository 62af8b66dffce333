"""Charts that one explores: a frame, a lazily loaded Plotly, and builders of their data.

A state holds a `Chart` (JSON, colours as token names); the page draws it with `chart_card`. Text
in a chart is formatted on the server: hover texts and tick texts are given.

    Chart = chart(
        columns("2026", months, amounts, hover=texts, hrefs=addresses, partial=True),
        goal_marks("Objetivo", months, targets, hover=texts),
        ticks=[(value, money(value)) for value in round_steps(0, max(amounts))],
    )
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import reflex as rx

from crm.ui.base import Child, Flag, Handler, Text, any_of, children, classes, present, when
from crm.ui.card import card_head
from crm.ui.feedback import empty_done
from crm.ui.marks import Mark, legend
from crm.ui.table import data_table
from crm.ui.texts import Language, tr
from crm.ui.tokens import FONT

MARKS: Final = ("box", "", "goal", "tick", "box prev", "prev", "forecast")
"""Marks of what charts are drawn of, in the order in which a legend names them."""

Amount = Decimal | float | int | None
Trace = dict[str, Any]

TEMPLATE: Final[dict[str, Any]] = {
    "autosize": True,
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"family": FONT, "size": 12, "color": "--ink-3"},
    "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
    "showlegend": False,
    "hovermode": "x unified",
    "hoverlabel": {
        "bgcolor": "--raised",
        "bordercolor": "--hairline",
        "font": {"family": FONT, "size": 12, "color": "--ink"},
    },
    "bargap": 0.35,
    "bargroupgap": 0.08,
    "barmode": "group",
    "dragmode": False,
    "xaxis": {
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "linecolor": "--control-border",
        "type": "category",
        "tickangle": 0,
        "showspikes": False,
    },
    "yaxis": {
        "automargin": True,
        "fixedrange": True,
        "gridcolor": "--hairline",
        "zerolinecolor": "--control-border",
        "rangemode": "tozero",
        "nticks": 5,
    },
    "yaxis2": {
        "automargin": True,
        "fixedrange": True,
        "overlaying": "y",
        "side": "right",
        "showgrid": False,
        "zeroline": False,
        "rangemode": "tozero",
    },
}

# Decimal and thousands signs as Plotly wants them, by language.
SEPARATORS: Final = {"es": ",.", "en": ".,"}


@dataclass(frozen=True, slots=True)
class Chart:
    """What a state holds of a chart: `traces` and what `layout` adds to the template, as JSON.

    "" when there is nothing to draw. A state is kept for as long as its page is open, and as
    lists and dicts a chart takes four times the room. `legend` names what is drawn where that is
    more than one thing.
    """

    drawn: str = ""
    legend: list[Mark] = field(default_factory=list)


class Plot(rx.Component):
    """The drawing itself; loads the smallest Plotly bundle when it first mounts."""

    library = "$/public/ui/plot.js"
    tag = "Plot"
    lib_dependencies: list[str] = ["plotly.js-basic-dist-min@3.7.0"]  # noqa: RUF012  # a field

    drawn: rx.Var[str]
    template: rx.Var[dict[str, Any]]
    label: rx.Var[str]
    separators: rx.Var[str]
    busy: rx.Var[bool]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def chart_card(
    title: Text,
    subtitle: Text,
    chart: Any,
    *,
    table: tuple[Any, Any] | None = None,
    actions: Child = None,
    busy: Flag = False,
    empty: Child = None,
    on_open: Handler = None,
    on_data: Handler = None,
) -> rx.Component:
    """A chart in its card. `title` says the finding, `subtitle` measure, unit and period.

    `table` = (columns, rows) of `data_table`: the same figures under "Show data", for keyboard
    and readers; `on_data` is called when they are asked for, to send them only then. A click on
    a mark goes to its `href`, or calls `on_open(href)`. While `busy` the old picture stays,
    paler; without traces `empty` stands instead.
    """
    opened = {"on_open": on_open} if on_open is not None else {}
    plot = Plot.create(
        drawn=chart.drawn,
        template=TEMPLATE,
        label=title,
        separators=_separators(),
        busy=busy,
        **opened,
    )
    some = present(chart.drawn)
    nothing = empty if empty is not None else empty_done(tr("ui.no_data"))
    return rx.el.section(
        card_head(title, subtitle, actions),
        rx.el.div(
            when(any_of(chart.legend), legend(chart.legend)),
            when(some, plot, nothing),
            class_name=classes("card-body", when(busy, "refreshing", "")),
        ),
        *children(_data_below(title, *table, on_data) if table is not None else None),
        class_name="card",
    )


def chart(
    *traces: Trace,
    ticks: Sequence[tuple[Amount, str]] = (),
    second_ticks: Sequence[tuple[Amount, str]] = (),
) -> Chart:
    """A chart of traces; `ticks` are the values and texts of the axis, at most five.

    `second_ticks` belong to the right axis, for traces made with `second=True`.
    """
    layout: dict[str, Any] = {}
    if ticks:
        layout["yaxis"] = _axis(ticks)
    if second_ticks:
        layout["yaxis2"] = _axis(second_ticks)
    if not traces:
        return Chart()
    plain = [{name: one for name, one in trace.items() if name != "mark"} for trace in traces]
    return Chart(json.dumps({"traces": plain, "layout": layout}), _legend(traces))


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
    """Vertical bars. `partial`: the last one is the running month, drawn hollow."""
    fills = [f"--{colour}"] * len(x)
    if partial and fills:
        fills[-1] = f"--{colour}/.22"
    edges = {"color": f"--{colour}", "width": [0] * (len(x) - 1) + [1.5] if partial else 0}
    kind = "box" if colour == "accent" else f"box {colour}"
    trace = _trace("bar", name, x, y, hover, hrefs) | {"mark": kind}
    return trace | {"marker": {"color": fills, "line": edges, "cornerradius": 2}}


def goal_marks(
    name: str, x: Sequence[str], y: Sequence[Amount], *, hover: Sequence[str] = ()
) -> Trace:
    """The goal as a dash across each column."""
    mark = {"symbol": "line-ew", "size": 24, "line": {"width": 2, "color": "--ink"}}
    trace = _trace("scatter", name, x, y, hover, ()) | {"mark": "tick"}
    return trace | {"mode": "markers", "marker": mark}


def actual_line(
    name: str,
    x: Sequence[str],
    y: Sequence[Amount],
    *,
    hover: Sequence[str] = (),
    hrefs: Sequence[str] = (),
    second: bool = False,
) -> Trace:
    """What happened: accent, solid; its last point is drawn hollow."""
    known = [at for at, value in enumerate(y) if value is not None]
    sizes = [8 if known and at == known[-1] else 0 for at in range(len(y))]
    hollow = {"color": "--surface", "size": sizes, "line": {"color": "--accent", "width": 2}}
    style = {"color": "--accent", "width": 2.25}
    trace = _trace("scatter", name, x, y, hover, hrefs, second=second) | {"mark": ""}
    drawn = {"mode": "lines+markers", "line": style, "marker": hollow, "cliponaxis": False}
    return trace | drawn


def goal_line(name: str, x: Sequence[str], y: Sequence[Amount], **rest: Any) -> Trace:
    """The goal: ink, dashed. `rest`: hover, second."""
    style = {"color": "--ink-2", "width": 2, "dash": "5px,4px"}
    return _line(name, x, y, style, **rest) | {"mark": "goal"}


def previous_line(name: str, x: Sequence[str], y: Sequence[Amount], **rest: Any) -> Trace:
    """The year before: grey, thin."""
    return _line(name, x, y, {"color": "--prev", "width": 1.5}, **rest) | {"mark": "prev"}


def forecast_line(name: str, x: Sequence[str], y: Sequence[Amount], **rest: Any) -> Trace:
    """What is to be expected: accent, dotted."""
    style = {"color": "--accent", "width": 2.25, "dash": "dot"}
    return _line(name, x, y, style, **rest) | {"mark": "forecast"}


def band(x: Sequence[str], low: Sequence[Amount], high: Sequence[Amount]) -> list[Trace]:
    """The interval around a forecast, as two traces to spread into `chart`."""
    edge = {"width": 0, "color": "--accent"}
    floor = _line("", x, low, edge) | {"hoverinfo": "skip"}
    fill = {"fill": "tonexty", "fillcolor": "--accent/.15", "hoverinfo": "skip"}
    return [floor, _line("", x, high, edge) | fill]


def round_steps(low: Amount, high: Amount, most: int = 5) -> list[Decimal]:
    """Round values that span `low` to `high` in at most `most` steps, zero included.

    Example: round_steps(0, 1_120_000) -> 0, 250 000, 500 000, 750 000, 1 000 000, 1 250 000.
    """
    bottom, top = min(Decimal(0), Decimal(low or 0)), max(Decimal(0), Decimal(high or 0))
    if bottom == top:
        return [Decimal(0)]
    step = _round_step((top - bottom) / most)
    first = (bottom // step - (1 if bottom % step else 0)) * step
    steps = [first]
    while steps[-1] < top:
        steps.append(steps[-1] + step)
    return steps


def _legend(traces: Sequence[Trace]) -> list[Mark]:
    """What can be seen, the actual first and the right axis last; one thing needs no legend."""
    seen = [one for one in traces if "mark" in one and _is_seen(one)]
    seen.sort(key=lambda one: ("yaxis" in one, MARKS.index(one["mark"])))
    marks = [Mark(one["mark"], one["name"]) for one in seen]
    return marks if len(marks) > 1 else []


def _is_seen(trace: Trace) -> bool:
    """Whether anything of it is drawn: a bar of zero is not."""
    if trace["type"] == "bar":
        return any(trace["y"])
    return any(value is not None for value in trace["y"])


def _round_step(least: Decimal) -> Decimal:
    power = Decimal(10) ** least.adjusted()
    return next(
        power * one
        for one in map(Decimal, ("1", "1.5", "2", "2.5", "3", "4", "5", "10"))
        if power * one >= least
    )


def _axis(ticks: Sequence[tuple[Amount, str]]) -> dict[str, Any]:
    values = [_plain(value) for value, _ in ticks]
    return {
        "tickvals": values,
        "ticktext": [text for _, text in ticks],
        "range": [values[0], values[-1]],
    }


def _line(
    name: str,
    x: Sequence[str],
    y: Sequence[Amount],
    style: dict[str, Any],
    *,
    hover: Sequence[str] = (),
    second: bool = False,
) -> Trace:
    return _trace("scatter", name, x, y, hover, (), second=second) | {
        "mode": "lines",
        "line": style,
    }


def _trace(
    kind: str,
    name: str,
    x: Sequence[str],
    y: Sequence[Amount],
    hover: Sequence[str],
    hrefs: Sequence[str],
    *,
    second: bool = False,
) -> Trace:
    trace: Trace = {"type": kind, "name": name, "x": list(x), "y": [_plain(one) for one in y]}
    if hover:
        trace |= {"hovertext": list(hover), "hoverinfo": "text"}
    if hrefs:
        trace["customdata"] = list(hrefs)
    return trace | ({"yaxis": "y2"} if second else {})


def _plain(value: Amount) -> float | None:
    return None if value is None else float(value)


def _data_below(title: Text, columns: Any, rows: Any, on_data: Handler) -> rx.Component:
    asked = {"on_click": on_data} if on_data is not None else {}
    return rx.el.details(
        rx.el.summary(tr("ui.show_data"), **asked),
        data_table(columns, rows, caption=title),
        class_name="show-data",
    )


def _separators() -> rx.Var[str]:
    return rx.cond(Language.locale == "en", SEPARATORS["en"], SEPARATORS["es"]).to(str)
