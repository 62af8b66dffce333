"""A file that was looked at is looked at again, with a mapping that says more."""

from dataclasses import replace
from pathlib import Path

from crm.intake.reading import inspect
from tests.intake.reading.files import SALES_HEADER, TODAY, workbook_bytes

ROW = ("F1", "1", "05/03/2024", "C1", "P1", "2", "10,00")


def test_it_is_opened_again_only_where_another_table_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "ventas.xlsx"
    path.write_bytes(workbook_bytes({"Enero": [SALES_HEADER, ROW], "Febrero": [SALES_HEADER, ROW]}))
    first = inspect(path, path.name, today=TODAY)

    same = inspect(path, path.name, today=TODAY, mapping=first.mapping, opened=first.source)
    wish = replace(first.mapping, sheet="Febrero")
    other = inspect(path, path.name, today=TODAY, mapping=wish, opened=first.source)

    assert same.source is first.source
    assert (first.source.sheet, other.source.sheet) == ("Enero", "Febrero")
