"""Cards, badges, facts, key figures, the answer line, the timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from crm.ui.base import Child, Text, children, classes, each, present, when
from crm.ui.icons import icon
from crm.ui.marks import NO_BULLET, NO_SPARK, Bullet, Spark, bullet, sparkline

Tone = Literal["", "good", "bad", "warn", "info"]


@dataclass(frozen=True, slots=True)
class Delta:
    """A change as shown: its text, where it points, whether that is good, against what.

    Made by `change`, so that arrow and colour follow the measure's good direction.
    """

    text: str = ""
    tone: str = ""
    base: str = ""


NO_DELTA = Delta()


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure as shown on its card."""

    label: str = ""
    value: str = ""
    of: str = ""  # small, after the value: "of 11", "%"
    exact: str = ""  # the unrounded value, as tooltip
    href: str = ""
    note: str = ""
    delta: Delta = NO_DELTA
    spark: Spark = NO_SPARK
    bullet: Bullet = NO_BULLET


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline."""

    icon: str = "info"
    title: str = ""
    note: str = ""
    when: str = ""
    tone: str = ""


def change(text: str, sign: int, good: Literal["up", "down"] = "up", base: str = "") -> Delta:
    """A delta from its formatted size without sign ("4,2 %"), its sign and the good direction.

    Example: change("4,2 %", -1, "up", "vs nov 2025") reads "▼ 4,2 %" and is bad.
    """
    if sign == 0:
        return Delta(text=f"= {text}", base=base)
    tone = "good" if (sign > 0) == (good == "up") else "bad"
    return Delta(text=f"{'▲' if sign > 0 else '▼'} {text}", tone=tone, base=base)


def card(
    *body: Any,
    title: Text | None = None,
    subtitle: Text | None = None,
    actions: Child = None,
    foot: Child = None,
    flush: bool = False,
    name: str | None = None,
) -> rx.Component:
    """A card. `title` says the finding, `subtitle` the measure, unit and period.

    `flush` lets a table or list reach the card's edges.
    """
    return rx.el.section(
        *children(
            card_head(title, subtitle, actions) if title is not None else None,
            rx.el.div(*body, class_name="card-body flush" if flush else "card-body"),
            rx.el.div(foot, class_name="card-foot") if foot is not None else None,
        ),
        class_name="card",
        id=name,
    )


def card_head(title: Text, subtitle: Text | None = None, actions: Child = None) -> rx.Component:
    """Title and subtitle of a card, with controls at the right."""
    sub = rx.el.p(subtitle, class_name="card-sub") if subtitle is not None else None
    titles = rx.el.div(*children(rx.el.h2(title, class_name="card-title"), sub))
    return rx.el.div(*children(titles, actions), class_name="card-head")


def badge(text: Text, tone: Text = "", icon_name: str | None = None) -> rx.Component:
    """A short state in a pill; tone "good", "bad", "warn", "info" or none."""
    mark = icon(icon_name) if icon_name else None
    return rx.el.span(*children(mark, text), class_name=classes("badge", tone))


def delta(one: Any) -> rx.Component:
    """A `Delta`, as value or Var: arrow and size in its tone, then its base."""
    return rx.el.span(
        rx.el.span(one.text, class_name=classes("delta", one.tone)),
        when(present(one.base), rx.el.span(" ", one.base, class_name="base caption")),
    )


def figure_card(figure: Any, *, hero: bool = False) -> rx.Component:
    """A `Figure`, as value or Var: one that has an address opens it."""
    body = (
        rx.el.span(figure.label, class_name="kpi-label"),
        rx.el.div(_figure_value(figure, hero=hero), _figure_spark(figure), class_name="kpi-line"),
        when(figure.bullet.shown, bullet(figure.bullet)),
        when(present(figure.note), rx.el.span(figure.note, class_name="kpi-foot")),
        when(present(figure.delta.text), delta(figure.delta)),
    )
    opens = rx.el.a(*children(*body), href=figure.href, class_name="card kpi")
    return when(present(figure.href), opens, rx.el.div(*children(*body), class_name="card kpi"))


def figure_row(figures: Any) -> rx.Component:
    """Key figures side by side, two a row on a phone. `figures`: list or Var of `Figure`."""
    return rx.el.div(*each(figures, figure_card), class_name="grid of-4 pairs")


def answer(*parts: Any, note: Child = None) -> rx.Component:
    """The page's first line: its question answered in a sentence.

    Parts are texts, `strong` figures and links.
    """
    line = rx.el.p(*parts, class_name="answer")
    small = rx.el.p(note, class_name="answer-note") if note is not None else None
    return rx.el.div(*children(line, small))


def answer_spans(spans: Any) -> rx.Component:
    """The answer line from a list or Var of `Span`s, as a rule on the server composed it."""
    return rx.el.p(*each(spans, _span), class_name="answer")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of an answer line: plain, or strong with a tone and perhaps an address."""

    text: str = ""
    strong: bool = False
    tone: str = ""
    href: str = ""


def facts(pairs: Iterable[tuple[Text, Child]]) -> rx.Component:
    """Facts in one strip: (name, value)."""
    items = [rx.el.div(rx.el.dt(name), rx.el.dd(value), class_name="fact") for name, value in pairs]
    return rx.el.dl(*items, class_name="facts")


def pairs_list(pairs: Iterable[tuple[Text, Child]], *more: rx.Component) -> rx.Component:
    """Facts one below the other: name at the left, value at the right; `more` are of `pair`."""
    items = [pair(name, value) for name, value in pairs]
    return rx.el.dl(*items, *more, class_name="pairs-list")


def pair(name: Text, value: Child) -> rx.Component:
    """One fact of a `pairs_list`, for those that are there at times."""
    return rx.el.div(rx.el.dt(name), rx.el.dd(value), class_name="pair")


TIMELINE_ICONS = (
    *("info", "mail", "upload", "archive", "recognise", "checks", "database", "balance"),
    *("refresh", "undo", "ok", "error", "alert", "clock", "user", "edit"),
)


def timeline(events: Any) -> rx.Component:
    """What happened, in order. `events`: list or Var of `Event`; icons from TIMELINE_ICONS."""
    return rx.el.ol(*each(events, _event), class_name="timeline")


def _event(one: Any) -> rx.Component:
    return rx.el.li(
        icon(one.icon, among=TIMELINE_ICONS),
        rx.el.div(rx.el.b(one.title), when(present(one.note), rx.el.small(one.note))),
        rx.el.span(one.when, class_name="caption num"),
        class_name=classes("event", one.tone),
    )


def _span(one: Any) -> rx.Component:
    strong = rx.el.b(one.text, class_name=one.tone)
    linked = rx.el.a(one.text, href=one.href, class_name=one.tone)
    return when(one.strong, when(present(one.href), linked, strong), rx.el.span(one.text))


def _figure_value(figure: Any, *, hero: bool) -> rx.Component:
    return rx.el.span(
        figure.value,
        when(present(figure.of), rx.el.small(" ", figure.of)),
        title=figure.exact,
        class_name="kpi-value hero" if hero else "kpi-value",
    )


def _figure_spark(figure: Any) -> Any:
    return when(present(figure.spark.path), sparkline(figure.spark))
