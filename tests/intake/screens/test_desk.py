"""The process beside the server: it answers, refuses, is replaced when killed, and ends."""

import signal
from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest

from crm.intake.choices import Choices
from crm.intake.desk import Desk, DeskFailed
from crm.intake.reader.errors import UnreadableFile
from crm.intake.trial_parts import TrialPage, TriedFile
from crm.kit.formats import Formatter

CONTENT = b"Factura;Fecha;Cliente;Importe\n1;15/08/2026;C1;10,50\n"
PAGE = "crm.intake.trial_words.trial_page"


@pytest.fixture
def desk() -> Generator[Desk]:
    made = Desk()
    yield made
    made.close()


def a_file(desk: Desk, content: bytes = CONTENT) -> TriedFile:
    path = desk.copy_of(1, lambda: [content])
    return TriedFile(path, "ventas.csv", date(2026, 11, 24), Formatter())


def page_of(desk: Desk, content: bytes = CONTENT) -> TrialPage:
    return desk.run(PAGE, a_file(desk, content), Choices(), "raw")


def test_a_file_is_read_in_another_process(desk: Desk) -> None:
    assert [head.meaning for head in page_of(desk).heads][:2] == ["doc_no", "date"]


def test_what_cannot_be_read_is_refused_as_in_this_process(desk: Desk) -> None:
    with pytest.raises(UnreadableFile) as refused:
        page_of(desk, b"")
    assert refused.value.key == "intake.file_empty"


def test_a_killed_process_is_replaced_without_anybody_noticing(desk: Desk) -> None:
    page_of(desk)
    process = desk._process  # noqa: SLF001 - the process that is to be killed
    assert process is not None
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert page_of(desk).columns == 4


def test_a_process_that_breaks_says_so_instead_of_waiting(desk: Desk) -> None:
    with pytest.raises(DeskFailed):
        desk.run("crm.intake.trial.no_such_work")


def test_it_ends_when_its_input_does(desk: Desk) -> None:
    page_of(desk)
    process = desk._process  # noqa: SLF001 - the process that is to end
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=10) == 0


def test_a_file_is_copied_once_and_old_copies_go(desk: Desk) -> None:
    first: Path = desk.copy_of(1, lambda: [CONTENT])
    assert desk.copy_of(1, lambda: [b"never asked"]).read_bytes() == CONTENT
    for import_id in range(2, 7):
        desk.copy_of(import_id, lambda: [CONTENT])
    assert not first.exists()
