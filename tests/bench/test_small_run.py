"""A small run of the bench measures everything that a large one does."""

from crm.bench.company import bench_folder, private_settings
from crm.bench.importing import measure_imports
from crm.bench.report import Figure
from crm.settings import Settings

LINES = 2_000
OF_IMPORTS = {
    "import_rate",
    "import_seconds",
    "import_processor",
    "import_memory",
    "import_worker_start",
    "copy_seconds",
    "copy_processor",
    "import_to_copy",
    "more_seconds",
    "more_to_copy",
    "undo_more_seconds",
    "unchanged_seconds",
    "unchanged_to_copy",
    "undo_seconds",
    "undo_to_copy",
    "workbook_seconds",
    "workbook_memory",
}


def _measured(steps: list[str]) -> list[Figure]:
    with bench_folder() as folder:
        settings = private_settings(Settings(), folder / "company")
        return measure_imports(settings, folder, lines=LINES, repeats=1, step=steps.append)


def test_a_small_run_gives_every_figure_of_imports_and_says_what_it_does() -> None:
    steps: list[str] = []
    figures = _measured(steps)
    assert {figure.name for figure in figures} == OF_IMPORTS
    assert all(figure.value and figure.value > 0 for figure in figures)
    assert {"step_import", "step_copy", "step_more", "step_unchanged", "step_undo"} <= set(steps)
