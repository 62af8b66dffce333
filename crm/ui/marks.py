"""Small drawn marks that need no chart library: sparkline, bullet, ring, sorted bars.

The geometry is worked out on the server from plain numbers; the components only place it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from crm.ui.base import Number, Text, classes, each, if_present, placed, present, when

Amount = Any  # Decimal, int or float: only its proportion to others matters here

SPARK_WIDTH, SPARK_HEIGHT = 72, 28
RING_LENGTH = 125.66  # 2 x pi x the ring's radius of 20


@dataclass(frozen=True, slots=True)
class Spark:
    """A sparkline's geometry, made by `spark`. Without a path it is not shown."""

    path: str = ""
    end_x: str = "0"
    end_y: str = "0"
    rule_y: str = ""
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bullet's geometry in percent of its width, made by `bullet_of`."""

    shown: bool = False
    done: float = 0
    goal: float = -1
    before: float = -1
    outlook: float = 0
    label: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of a legend: its words, and its mark, one of `crm.ui.traces.MARKS`."""

    kind: str = ""
    words: str = ""


NO_SPARK = Spark()
NO_BULLET = Bullet()


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a sorted bar list, as shown."""

    label: str = ""
    value: str = ""
    note: str = ""
    href: str = ""
    delta: str = ""
    tone: str = ""
    bullet: Bullet = NO_BULLET


def spark(values: Sequence[Amount], *, goal: Amount | None = None, partial: bool = False) -> Spark:
    """A line through `values`, oldest first. `goal` adds a dotted rule.

    `partial`: the last value is a running month, drawn as a hollow point. Fewer than two
    values draw nothing.
    """
    if len(values) <= 1:
        return NO_SPARK
    numbers = [float(one) for one in values]
    reach = [*numbers, float(goal)] if goal is not None else numbers
    low, high = min(reach), max(reach)
    step = (SPARK_WIDTH - 6) / (len(numbers) - 1)
    places = [(3 + at * step, _height(one, low, high)) for at, one in enumerate(numbers)]
    return Spark(
        path="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places),
        end_x=f"{places[-1][0]:.1f}",
        end_y=f"{places[-1][1]:.1f}",
        rule_y="" if goal is None else f"{_height(float(goal), low, high):.1f}",
        partial=partial,
    )


def bullet_of(
    done: Amount,
    *,
    scale: Amount,
    goal: Amount | None = None,
    before: Amount | None = None,
    outlook: Amount | None = None,
    label: str = "",
    tone: str = "",
) -> Bullet:
    """A bullet on a scale from 0 to `scale`, which rows of one list share.

    `goal` is a tick, `before` a hollow circle (what the done was a year before), `outlook` a
    paler bar behind. `label` says it in words. A scale of 0 or less draws nothing.
    """
    if scale <= 0:
        return NO_BULLET
    return Bullet(
        shown=True,
        done=_percent(done, scale),
        goal=-1 if goal is None else _percent(goal, scale),
        before=-1 if before is None else _percent(before, scale),
        outlook=0 if outlook is None else _percent(outlook, scale),
        label=label,
        tone=tone,
    )


def sparkline(line: Any) -> rx.Component:
    """A `Spark`, as value or Var. Decorative: the figure beside it says the same."""
    return rx.el.svg(
        rx.el.path(d=line.path),
        when(
            present(line.rule_y),
            rx.el.line(x1=0, x2=SPARK_WIDTH, y1=line.rule_y, y2=line.rule_y, class_name="rule"),
        ),
        rx.el.circle(cx=line.end_x, cy=line.end_y, r="2.5"),
        view_box=f"0 0 {SPARK_WIDTH} {SPARK_HEIGHT}",
        class_name=classes("spark", when(line.partial, "partial", "")),
        aria_hidden="true",
    )


def bullet(one: Any, kind: str = "") -> rx.Component:
    """A `Bullet`, as value or Var: bar = done, tick = goal, circle = the year before."""
    return rx.el.div(
        rx.el.i(class_name="track"),
        rx.el.i(class_name="outlook", **placed(width=_css_percent(one.outlook))),
        rx.el.i(class_name="done", **placed(width=_css_percent(one.done))),
        when(one.goal >= 0, rx.el.i(class_name="goal", **placed(left=_css_percent(one.goal)))),
        when(
            one.before >= 0,
            rx.el.i(class_name="before", **placed(left=_css_percent(one.before))),
        ),
        class_name=classes("bullet", kind, one.tone),
        # Without words it only repeats the figures beside it: nothing for a reader.
        custom_attrs={
            "role": if_present(one.label, "img"),
            "aria-label": if_present(one.label, one.label),
        },
    )


def bar_list(rows: Any) -> rx.Component:
    """Sorted bars, each with label, value, note and change; a row opens its address.

    `rows`: list or Var of `Bar`, already sorted.
    """
    return rx.el.div(*each(rows, _bar_row), class_name="bars")


def ring(share: Number, label: Text) -> rx.Component:
    """A ring filled to `share` (0 to 100), with `label` for readers."""
    filled = rx.Var.create(share).to(float) * (RING_LENGTH / 100)
    return rx.el.svg(
        rx.el.circle(cx=22, cy=22, r=20),
        rx.el.circle(
            cx=22,
            cy=22,
            r=20,
            class_name="done",
            custom_attrs={"strokeDasharray": filled.to(str) + f" {RING_LENGTH}"},
        ),
        view_box="0 0 44 44",
        class_name="ring",
        role="img",
        aria_label=label,
    )


def meter(share: Number, label: Text, tone: Text = "") -> rx.Component:
    """How sure or how full: a short bar filled to `share` (0 to 100). `label` says it in words."""
    return rx.el.div(
        rx.el.i(**placed(width=_css_percent(share))),
        role="img",
        aria_label=label,
        class_name=classes("progress", tone),
    )


def legend(marks: Any) -> rx.Component:
    """What is drawn, each with its mark. `marks`: list or Var of `Mark`."""
    return rx.el.div(*each(marks, _entry), class_name="legend")


def _entry(one: Any) -> rx.Component:
    return rx.el.span(rx.el.i(class_name=classes("mark", one.kind), aria_hidden="true"), one.words)


def _bar_row(row: Any) -> rx.Component:
    parts = (
        rx.el.span(row.label, class_name="trunc", title=row.label),
        bullet(row.bullet, "soft"),
        rx.el.span(row.value, class_name="figure"),
        rx.el.span(row.note, class_name="note"),
        rx.el.span(row.delta, class_name=classes("delta", row.tone)),
    )
    opens = rx.el.a(*parts, href=row.href, class_name="bar-row")
    return when(present(row.href), opens, rx.el.div(*parts, class_name="bar-row"))


def _height(value: float, low: float, high: float) -> float:
    room = SPARK_HEIGHT - 6
    return SPARK_HEIGHT / 2 if high == low else 3 + room * (high - value) / (high - low)


def _percent(part: Amount, whole: Amount) -> float:
    return round(min(100.0, max(0.0, float(part) / float(whole) * 100)), 2)


def _css_percent(value: Any) -> Any:
    return value.to(str) + "%" if isinstance(value, rx.Var) else f"{value}%"
