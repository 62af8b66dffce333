"""A whole run: the parts that were asked for, on data of their own, one after the other."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Literal, get_args

from crm.bench.answering import measure_answers
from crm.bench.company import bench_folder, private_settings
from crm.bench.importing import measure_imports
from crm.bench.report import Figure, Machine, Report
from crm.bench.screens import measure_screens
from crm.bench.starting import measure_starts
from crm.kit.errors import UserError
from crm.settings import Settings

Part = Literal["import", "screens", "start"]
PARTS: tuple[Part, ...] = get_args(Part)
LINES, REPEATS = 1_000_000, 3

Step = Callable[[str], None]


def measure(
    settings: Settings,
    *,
    parts: Collection[Part] = PARTS,
    lines: int = LINES,
    repeats: int = REPEATS,
    step: Step = lambda _: None,
) -> Report:
    """Measure and leave nothing behind. `step` is told the key of what is at hand.

    Builds of the screens are shared with the product's own. Raises BenchFailed where something
    broke, and what may keep the product from starting.
    """
    machine = Machine.here()
    figures: list[Figure] = []
    notes: list[UserError] = []
    with bench_folder() as folder:
        wanted: list[Part] = [part for part in PARTS if part in parts]
        for part in wanted:
            found, missing = _measure_part(part, settings, folder, lines, repeats, step)
            figures += found
            notes += missing
    return Report(machine, figures, notes)


def _measure_part(
    part: Part, settings: Settings, folder: Path, lines: int, repeats: int, step: Step
) -> tuple[list[Figure], list[UserError]]:
    own = private_settings(settings, folder / part)
    if part == "screens":
        return measure_screens(own, folder, step)
    if part == "start":
        return measure_starts(own, step)
    figures = measure_imports(own, folder, lines=lines, repeats=repeats, step=step)
    step("step_pages")
    beside = private_settings(settings, folder / "beside")
    return [*figures, *measure_answers(beside, folder, lines=lines)], []
