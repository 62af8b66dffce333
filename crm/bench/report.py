"""What was measured, as a table for the terminal and as JSON for programs."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psutil

from crm.bench.goals import MEASURES, Goal
from crm.db.server_settings import memory_of_machine
from crm.kit.errors import UserError
from crm.kit.formats import NO_BREAK, NOTHING, Formatter
from crm.kit.texts import Locale, text

MEGABYTE, KILOBYTE = 1_000_000, 1_000
_REGIONS: dict[Locale, str] = {"es": "es_ES", "en": "en_GB"}
_EXACT_BELOW = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `where` says of what (a page, a choice); empty for the product itself.

    `value` is None when it could not be measured here; the report's notes say why.
    """

    name: str
    value: float | None
    where: str = ""

    @property
    def unit(self) -> str:
        """The unit, by its sign."""
        return MEASURES[self.name].unit

    @property
    def goal(self) -> Goal | None:
        """What the product promises; None for a figure that explains another."""
        return MEASURES[self.name].goal

    @property
    def holds(self) -> bool | None:
        """Whether the goal is kept; None without a goal or a value."""
        if self.goal is None or self.value is None:
            return None
        return self.goal.holds(self.value)


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it was measured. `load` is the number of processes that wanted a processor before."""

    processors: int
    memory: int
    load: float
    system: str
    python: str

    @classmethod
    def here(cls) -> "Machine":
        """This machine, now."""
        return cls(
            processors=os.cpu_count() or 1,
            memory=memory_of_machine(),
            load=psutil.getloadavg()[0],
            system=platform.platform(terse=True),
            python=platform.python_version(),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one run; `notes` say what could not be measured, and why."""

    machine: Machine
    figures: Sequence[Figure]
    notes: Sequence[UserError] = ()

    def to_json(self, locale: Locale) -> str:
        """The documented form: machine, figures, notes."""
        content = {
            "machine": {
                "processors": self.machine.processors,
                "memory_mb": round(self.machine.memory / MEGABYTE),
                "load": round(self.machine.load, 2),
                "system": self.machine.system,
                "python": self.machine.python,
            },
            "figures": [_as_json(figure) for figure in self.figures],
            "notes": [note.text(locale) for note in self.notes],
        }
        return json.dumps(content, ensure_ascii=False, indent=2)

    def table(self, locale: Locale) -> str:
        """Lines for a terminal: figure, value, goal, and whether it is kept."""
        head = (*(text(locale, f"bench.column_{name}") for name in ("figure", "value", "goal")), "")
        rows = [head, *(_row(figure, locale) for figure in self.figures)]
        notes = [note.text(locale) for note in self.notes]
        return "\n".join([self._heading(locale), "", *_aligned(rows), "", *notes]).rstrip()

    def _heading(self, locale: Locale) -> str:
        form = Formatter(_REGIONS[locale], locale)
        return text(
            locale,
            "bench.machine",
            processors=self.machine.processors,
            memory=form.number(Decimal(self.machine.memory) / (1 << 30), 1),
            load=form.number(Decimal(str(self.machine.load)), 1),
            system=self.machine.system,
            python=self.machine.python,
        )


def _as_json(figure: Figure) -> dict[str, Any]:
    goal = figure.goal
    return {
        "name": figure.name,
        "where": figure.where,
        "value": None if figure.value is None else round(figure.value, 4),
        "unit": figure.unit,
        "goal": None if goal is None else goal.limit,
        "goal_is": None if goal is None else "at_least" if goal.is_least else "at_most",
        "holds": figure.holds,
    }


def _row(figure: Figure, locale: Locale) -> tuple[str, str, str, str]:
    name = text(locale, f"bench.figure.{figure.name}")
    goal = NOTHING
    if figure.goal is not None:
        sign = "≥" if figure.goal.is_least else "≤"
        goal = f"{sign} {_written(figure.goal.limit, figure.unit, locale)}"
    mark = {True: "✓", False: "✗", None: ""}[figure.holds]
    shown = _written(figure.value, figure.unit, locale)
    return (f"{name} {figure.where}".rstrip(), shown, goal, mark)


def _written(value: float | None, unit: str, locale: Locale) -> str:
    if value is None:
        return NOTHING
    digits = 2 if abs(value) < _EXACT_BELOW else 0
    number = Formatter(_REGIONS[locale], locale).number(Decimal(str(value)), digits)
    return number + NO_BREAK + (text(locale, "bench.unit_lines") if unit == "lines/s" else unit)


def _aligned(rows: Iterable[tuple[str, str, str, str]]) -> list[str]:
    rows = list(rows)
    first, value, goal = (max(len(row[place]) for row in rows) for place in range(3))
    return [
        f"{row[0]:<{first}}  {row[1]:>{value}}  {row[2]:>{goal}}  {row[3]}".rstrip() for row in rows
    ]
