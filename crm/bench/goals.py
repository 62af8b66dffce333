"""Every figure that is measured, with its unit and what the product promises of it."""

from typing import Literal, NamedTuple

Unit = Literal["lines/s", "s", "ms", "MB", "kB", "x"]


class Goal(NamedTuple):
    """The limit that a figure should keep, from below or from above."""

    limit: float
    is_least: bool

    def holds(self, value: float) -> bool:
        """Whether the value keeps the limit; the limit itself does."""
        return value >= self.limit if self.is_least else value <= self.limit


class Measure(NamedTuple):
    """A figure's unit and goal; None where it is there to explain another one."""

    unit: Unit
    goal: Goal | None = None


def _at_least(limit: float) -> Goal:
    return Goal(limit, is_least=True)


def _at_most(limit: float) -> Goal:
    return Goal(limit, is_least=False)


# "x" is a ratio to a plain COPY of the same lines into an equal table, in the same run: it says
# what the product adds to what any program has to pay on this machine, however busy it is.
MEASURES: dict[str, Measure] = {
    "import_rate": Measure("lines/s", _at_least(100_000)),
    "import_seconds": Measure("s"),
    "import_processor": Measure("s"),
    "import_memory": Measure("MB", _at_most(600)),
    "import_worker_start": Measure("s"),
    "copy_seconds": Measure("s"),
    "copy_processor": Measure("s"),
    "import_to_copy": Measure("x", _at_most(2.0)),
    "unchanged_seconds": Measure("s"),
    "unchanged_to_copy": Measure("x", _at_most(1.6)),
    "more_seconds": Measure("s"),
    "more_to_copy": Measure("x", _at_most(3.0)),
    "undo_more_seconds": Measure("s"),
    "undo_seconds": Measure("s"),
    "undo_to_copy": Measure("x", _at_most(1.8)),
    "workbook_seconds": Measure("s", _at_most(3)),
    "workbook_memory": Measure("MB", _at_most(600)),
    "page_idle_p95": Measure("ms"),
    "page_during_import_p95": Measure("ms", _at_most(200)),
    "page_during_import_longest": Measure("ms"),
    "script_weight": Measure("kB", _at_most(250)),
    "style_weight": Measure("kB", _at_most(20)),
    "chart_weight": Measure("kB", _at_most(500)),
    "choice_median": Measure("ms", _at_most(100)),
    "choice_p95": Measure("ms", _at_most(200)),
    "follow_median": Measure("ms"),
    "follow_p95": Measure("ms", _at_most(1000)),
    "first_start": Measure("s", _at_most(90)),
    "second_start": Measure("s", _at_most(4)),
    "stop": Measure("s"),
    "idle_memory": Measure("MB", _at_most(250)),
    "page_memory": Measure("kB", _at_most(300)),
}
