"""`crm import` and `crm imports`: the documented object and exit codes, as a user runs them."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm.db.embedded import Cluster
from tests.intake.loading.sending import NORTHWIND, Line, sales, table

FIELDS = {
    "import_id",
    "file",
    "kind",
    "outcome",
    "lines_read",
    "accepted",
    "refused",
    "left_out",
    "total_amount",
    "total_quantity",
    "date_from",
    "date_to",
    "control_total",
    "control_agrees",
    "refused_rows",
    "mapping",
}
BAD = Line(doc="F2", day="2026-13-40")
ODD = table(
    ("Factura", "Fecha", "Cód. cliente", "Cantidad", "Lo que suma"),
    [("F1", "2026-03-10", "C1", "1", "100,50")],
)


@dataclass
class Company:
    """A data folder and the files beside it."""

    folder: Path

    def crm(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run the program on this company."""
        command = [sys.executable, "-c", "from crm.cli import main; main()", *map(str, arguments)]
        return subprocess.run(
            [*command, "--data-dir", str(self.folder / "data")],
            capture_output=True,
            text=True,
            check=False,
        )

    def load(self, *arguments: str | Path) -> tuple[int, list[dict[str, Any]]]:
        """`crm import --json`: the exit code and an object for each line."""
        done = self.crm("import", "--json", *arguments)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    def file(self, name: str, content: bytes) -> Path:
        """A file to be loaded."""
        path = self.folder / name
        path.write_bytes(content)
        return path


@pytest.fixture(scope="module")
def company(run_folder: Path) -> Iterator[Company]:
    """A new data folder; its database server is kept running between the commands."""
    folder = Path(tempfile.mkdtemp(prefix="command line ", dir=run_folder))
    folder.chmod(0o711)
    with Cluster(folder / "data", throwaway=True).running():
        yield Company(folder)


def test_a_file_is_told_in_one_object_with_the_documented_fields(company: Company) -> None:
    code, (told,) = company.load(NORTHWIND / "ventas_1998.csv")
    assert (code, told["outcome"]) == (0, "loaded")
    assert told.keys() >= FIELDS
    figures = ("lines_read", "accepted", "left_out", "total_amount", "control_total")
    assert [told[name] for name in figures] == [773, 691, 82, "440623.9500", "440623.9500"]
    assert (told["date_from"], told["date_to"]) == ("1998-01-01", "1998-05-06")


def test_the_worst_file_decides_the_exit_code(company: Company) -> None:
    good = company.file("good.csv", sales(Line(doc="G1")))
    refused = company.file("refused.csv", sales(Line(doc="G2"), BAD))
    code, told = company.load(good, refused)
    assert (code, [one["outcome"] for one in told]) == (3, ["loaded", "loaded_with_rejects"])


def test_a_refused_row_says_where_and_how_to_mend_it(company: Company) -> None:
    refused = company.file("where.csv", sales(Line(doc="W1"), BAD))
    _, (told,) = company.load(refused)
    (row,) = told["refused_rows"]
    assert (row["row"], row["data_row"], row["column"], row["value"]) == (
        3,
        2,
        "Fecha",
        "2026-13-40",
    )
    assert row["message"]


def test_a_file_that_is_loaded_is_a_duplicate(company: Company) -> None:
    once = company.file("once.csv", sales(Line(doc="O1")))
    company.load(once)
    code, (told,) = company.load(once)
    assert (code, told["outcome"]) == (0, "duplicate")


def test_a_proposed_mapping_edited_and_given_back_loads(company: Company) -> None:
    odd = company.file("odd.csv", ODD)
    code, (asked,) = company.load(odd)
    assert (code, asked["outcome"]) == (4, "needs_mapping")
    mapping = asked["mapping"]
    mapping["columns"]["Lo que suma"] = "amount"
    answer = company.file("M.json", json.dumps(mapping).encode())
    code, (told,) = company.load(odd, "--mapping", answer)
    assert (code, told["outcome"], told["total_amount"]) == (0, "loaded", "100.5000")


def test_what_is_no_table_is_rejected(company: Company) -> None:
    code, (told,) = company.load(company.file("ventas.pdf", b"%PDF-1.7 nothing"))
    assert (code, told["outcome"]) == (5, "rejected")
    assert told["message"]


def test_an_import_is_listed_shown_and_undone(company: Company) -> None:
    _, (told,) = company.load(company.file("undo.csv", sales(Line(doc="U1"))))
    number = str(told["import_id"])
    listed = company.crm("imports", "list", "--json").stdout.splitlines()
    assert json.loads(listed[0])["import_id"] == told["import_id"]
    undone = json.loads(company.crm("imports", "undo", number, "--json").stdout)
    assert undone["lines_removed"] == 1
    shown = json.loads(company.crm("imports", "show", number, "--json").stdout)
    assert shown["state"] == "undone"


def test_undoing_twice_is_refused_in_a_sentence(company: Company) -> None:
    _, (told,) = company.load(company.file("twice.csv", sales(Line(doc="T1"))))
    company.crm("imports", "undo", str(told["import_id"]))
    again = company.crm("imports", "undo", str(told["import_id"]))
    assert (again.returncode, "Traceback" in again.stderr) == (1, False)
    assert "twice.csv" in again.stderr


def test_a_missing_file_is_said_before_anything_is_loaded(company: Company) -> None:
    good = company.file("not-yet.csv", sales(Line(doc="N1")))
    done = company.crm("import", good, company.folder / "missing.csv")
    assert done.returncode == 2
    listed = company.crm("imports", "list", "--json").stdout
    assert "not-yet.csv" not in listed
