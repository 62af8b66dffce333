"""How fast files become figures: through the same code as the screen, beside a plain COPY."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from crm.bench import baseline
from crm.bench.company import EmptyCompany, empty_company, processor_seconds, running_server
from crm.bench.report import MEGABYTE, Figure
from crm.bench.sales_file import SalesFile, Written, write_csv, write_xlsx
from crm.bench.worker import BenchFailed, ImportRun, timed
from crm.db.server import Server
from crm.intake.service import undo
from crm.settings import Settings

Step = Callable[[str], None]
"""Told what is being measured, by its key."""

MORE_SHARE = 10
"""A tenth of the lines come afterwards, and a tenth of them as a workbook."""


def measure_imports(
    settings: Settings, folder: Path, *, lines: int, repeats: int, step: Step
) -> list[Figure]:
    """All figures of imports; medians of `repeats` where a company is filled from nothing."""
    step("step_files")
    whole = write_csv(folder / "sales.csv", SalesFile(lines, lines))
    with running_server(settings) as (_, server):
        filled = [
            _fill(settings, server, whole, folder, step=step, is_last=turn == repeats)
            for turn in range(1, repeats + 1)
        ]
        workbooks = list(_workbooks(settings, server, folder, lines // MORE_SHARE, repeats, step))
    return [*_of_empty(whole, filled), *filled[-1].later, *_of_workbooks(workbooks)]


class _Filled:
    """A company filled from nothing: the import, and the COPY of what it stored."""

    def __init__(self, run: ImportRun, processor: float) -> None:
        self.run = run
        self.processor = processor
        self.copied = self.copy_processor = 0.0
        self.later: list[Figure] = []


def _fill(
    settings: Settings, server: Server, whole: Written, folder: Path, *, step: Step, is_last: bool
) -> _Filled:
    company = empty_company(settings, server)
    step("step_import")
    before = processor_seconds(server)
    run = company.load(whole.path, lines=whole.lines)
    filled = _Filled(run, run.processor + processor_seconds(server) - before)
    if run.amount != whole.amount:
        message = f"{whole.path.name} holds {whole.amount} and {run.amount} was loaded"
        raise BenchFailed(message)
    stored = folder / "stored.copy"
    with company.connect() as connection:
        step("step_copy")
        baseline.write_lines(connection, run.import_id, stored)
        with baseline.equal_table(connection):
            before = processor_seconds(server) + time.process_time()
            filled.copied = baseline.copy_seconds(connection, stored)
            filled.copy_processor = processor_seconds(server) + time.process_time() - before
            if is_last:
                later = _Later(company, run, filled.copied, whole, folder, step)
                filled.later = later.figures(connection)
    return filled


class _Later:
    """What happens to a company that has its history: re-sent lines, new ones, undoing."""

    def __init__(
        self,
        company: EmptyCompany,
        first: ImportRun,
        copied: float,
        whole: Written,
        folder: Path,
        step: Step,
    ) -> None:
        self._company = company
        self._first = first
        self._copied = copied
        self._whole = whole
        self._folder = folder
        self._step = step

    def figures(self, connection: baseline.Connection) -> list[Figure]:
        """In the order of a company's life; the table of the COPY holds the history too."""
        return [*self._more(connection), *self._unchanged(), *self._undo()]

    def _more(self, connection: baseline.Connection) -> Iterator[Figure]:
        self._step("step_more")
        count = self._whole.lines // MORE_SHARE
        sales = SalesFile(count, self._whole.lines, skipped=self._whole.lines)
        more = write_csv(self._folder / "more.csv", sales)
        run = self._company.load(more.path, lines=count)
        stored = self._folder / "more.copy"
        baseline.write_lines(connection, run.import_id, stored)
        copied = baseline.copy_seconds(connection, stored)
        yield Figure("more_seconds", run.seconds)
        yield Figure("more_to_copy", run.seconds / copied)
        yield Figure("undo_more_seconds", self._undone(run))

    def _unchanged(self) -> Iterator[Figure]:
        self._step("step_unchanged")
        again = write_csv(
            self._folder / "again.csv", SalesFile(self._whole.lines, self._whole.lines), again=True
        )
        run = self._company.load(again.path, lines=again.lines)
        if run.unchanged != again.lines:
            message = f"{again.path.name}: {run.unchanged} of {again.lines} lines unchanged"
            raise BenchFailed(message)
        self._undone(run)
        yield Figure("unchanged_seconds", run.seconds)
        yield Figure("unchanged_to_copy", run.seconds / self._copied)

    def _undo(self) -> Iterator[Figure]:
        self._step("step_undo")
        seconds = self._undone(self._first)
        yield Figure("undo_seconds", seconds)
        yield Figure("undo_to_copy", seconds / self._copied)

    def _undone(self, run: ImportRun) -> float:
        return timed(lambda: undo(self._company.actor, run.import_id))


def _workbooks(
    settings: Settings, server: Server, folder: Path, lines: int, repeats: int, step: Step
) -> Iterator[ImportRun]:
    step("step_workbook")
    book = write_xlsx(folder / "sales.xlsx", SalesFile(lines, lines))
    for _ in range(repeats):
        yield empty_company(settings, server).load(book.path, lines=lines)


def _of_empty(whole: Written, filled: list[_Filled]) -> Iterator[Figure]:
    seconds = median(one.run.seconds for one in filled)
    yield Figure("import_rate", whole.lines / seconds)
    yield Figure("import_seconds", seconds)
    yield Figure("import_processor", median(one.processor for one in filled))
    yield Figure("import_memory", max(one.run.peak for one in filled) / MEGABYTE)
    yield Figure("import_worker_start", median(one.run.start_seconds for one in filled))
    yield Figure("copy_seconds", median(one.copied for one in filled))
    yield Figure("copy_processor", median(one.copy_processor for one in filled))
    # Each import against the COPY that followed it: both met the machine in the same mood.
    yield Figure("import_to_copy", median(one.run.seconds / one.copied for one in filled))


def _of_workbooks(runs: list[ImportRun]) -> Iterator[Figure]:
    yield Figure("workbook_seconds", median(run.seconds for run in runs))
    yield Figure("workbook_memory", max(run.peak for run in runs) / MEGABYTE)
