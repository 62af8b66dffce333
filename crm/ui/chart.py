"""Charts that one explores: a frame and a lazily loaded Plotly; see `traces` for what they hold.

A state holds a `Chart` (JSON, colours as token names); the page draws it with `chart_card`. Text
in a chart is formatted on the server: hover texts and tick texts are given.

    Chart = chart(
        columns("2026", months, amounts, hover=texts, hrefs=addresses, partial=True),
        goal_marks("Objetivo", months, targets, hover=texts),
        heads=["noviembre de 2026", ...],
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
from crm.ui.traces import MARKS, Amount, Trace, side_by_side

TEMPLATE: Final[dict[str, Any]] = {
    "autosize": True,
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"family": FONT, "size": 12, "color": "--ink-3"},
    "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
    "showlegend": False,
    "barmode": "overlay",
    "dragmode": False,
    "xaxis": {
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "linecolor": "--control-border",
        "type": "category",
        "tickangle": 0,
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
    lower: tuple[Text, Any] | None = None,
    table: tuple[Any, Any] | None = None,
    actions: Child = None,
    busy: Flag = False,
    empty: Child = None,
    on_open: Handler = None,
    on_data: Handler = None,
) -> rx.Component:
    """A chart in its card. `title` says the finding, `subtitle` measure, unit and period.

    `lower` = (title, chart) of a lower chart over the same places, left out while it has no
    traces. `table` = (columns, rows) of `data_table`: the same figures under "Show data", for
    keyboard and readers, in the place of the chart; `on_data` is called when they are asked for,
    to send them only then. A click on a mark goes to its `href`, or calls `on_open(href)`. While
    `busy` the old picture stays, paler; without traces `empty` stands instead.
    """
    opened = {"on_open": on_open} if on_open is not None else {}
    nothing = empty if empty is not None else empty_done(tr("ui.no_data"))
    return rx.el.section(
        card_head(title, subtitle, actions),
        rx.el.div(
            when(any_of(chart.legend), legend(chart.legend)),
            when(present(chart.drawn), _plot(title, chart, busy, opened), nothing),
            *children(_lower(*lower, busy, opened) if lower is not None else None),
            class_name=classes("card-body", when(busy, "refreshing", "")),
        ),
        *children(_data_below(title, *table, on_data) if table is not None else None),
        class_name="card",
    )


def chart(
    *traces: Trace,
    ticks: Sequence[tuple[Amount, str]] = (),
    second_ticks: Sequence[tuple[Amount, str]] = (),
    heads: Sequence[str] = (),
    until: tuple[int, str] | None = None,
    in_line: bool = False,
) -> Chart:
    """A chart of traces; `ticks` are the values and texts of the axis, at most five.

    `second_ticks` belong to the right axis, where sums stand. `heads` name each place in full
    for who points at it. `until` is the place up to which the data go and what is said there.
    `in_line`: other charts stand above or below it, each place under its own.
    """
    if not traces:
        return Chart()
    axes = {"yaxis": ticks, "yaxis2": second_ticks}
    placed = side_by_side(traces)
    named = _named(placed)
    drawn = {
        "traces": [one.plotted for one in placed],
        "reads": [_read(placed[at], at) for at in named],
        "layout": {name: _axis(given) for name, given in axes.items() if given},
        "heads": list(heads),
        "until": until,
        "in_line": in_line,
    }
    entries = [Mark(placed[at].mark or "", placed[at].name) for at in named]
    return Chart(json.dumps(drawn), entries if len(entries) > 1 else [])


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


def _plot(title: Text, chart: Any, busy: Flag, opened: dict[str, Handler]) -> rx.Component:
    return Plot.create(
        drawn=chart.drawn,
        template=TEMPLATE,
        label=title,
        separators=_separators(),
        busy=busy,
        **opened,
    )


def _lower(title: Text, chart: Any, busy: Flag, opened: dict[str, Handler]) -> Any:
    shown = rx.el.div(
        rx.el.h3(title, class_name="card-part"),
        _plot(title, chart, busy, opened),
        class_name="low-chart",
    )
    return when(present(chart.drawn), shown)


def _named(traces: Sequence[Trace]) -> list[int]:
    """The places of what can be seen and has a name, the actual first and sums last."""
    seen = [at for at, one in enumerate(traces) if one.mark is not None and one.is_seen]
    return sorted(seen, key=lambda at: MARKS.index(traces[at].mark or ""))


def _read(trace: Trace, place: int) -> dict[str, Any]:
    """How what is drawn at this place among the traces is named, read and followed."""
    return {
        "trace": place,
        "mark": trace.mark,
        "name": trace.brief or trace.name,
        "texts": list(trace.hover),
        "hrefs": list(trace.hrefs),
        "end": trace.end,
    }


def _round_step(least: Decimal) -> Decimal:
    power = Decimal(10) ** least.adjusted()
    return next(
        power * one
        for one in map(Decimal, ("1", "1.5", "2", "2.5", "3", "4", "5", "10"))
        if power * one >= least
    )


def _axis(ticks: Sequence[tuple[Amount, str]]) -> dict[str, Any]:
    values = [float(value or 0) for value, _ in ticks]
    return {
        "tickvals": values,
        "ticktext": [text for _, text in ticks],
        "range": [values[0], values[-1]],
    }


def _data_below(title: Text, columns: Any, rows: Any, on_data: Handler) -> rx.Component:
    asked = {"on_click": on_data} if on_data is not None else {}
    return rx.el.details(
        rx.el.summary(
            rx.el.span(tr("ui.show_data"), class_name="when-closed"),
            rx.el.span(tr("ui.show_chart"), class_name="when-open"),
            **asked,
        ),
        data_table(columns, rows, caption=title),
        class_name="show-data",
    )


def _separators() -> rx.Var[str]:
    return rx.cond(Language.locale == "en", SEPARATORS["en"], SEPARATORS["es"]).to(str)
