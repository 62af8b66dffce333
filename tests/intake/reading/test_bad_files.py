"""A file that cannot be used says what is wrong, where, and how to mend it, in both languages."""

import io
import zipfile
from pathlib import Path

import pytest

from crm.intake.columns import Mapping
from crm.intake.reader.errors import UnreadableFile
from crm.intake.reading import inspect, read
from crm.intake.rules import Kind, Meaning
from tests.intake.reading.files import (
    NORTHWIND,
    SALES_HEADER,
    TODAY,
    csv_bytes,
    inspected,
    sales_csv,
    xlsx_bytes,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD_ROW = ("F1", "1", "13/01/2026", "C1", "P1", "2", "20,00")


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _workbook_with(sheet: bytes) -> bytes:
    """A sound workbook whose sheet has been exchanged."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_bytes([SALES_HEADER, GOOD_ROW]))) as sound,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in sound.namelist():
            is_sheet = name.startswith("xl/worksheets/")
            made.writestr(name, sheet if is_sheet else sound.read(name))
    return out.getvalue()


def _sheet(cells: str, start: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'
    return f'<?xml version="1.0"?>{start}{rows}'.encode()


def _cell(place: str, row: int) -> str:
    return f'<row r="{row}"><c r="{place}"><v>1</v></c></row>'


SOUND = (NORTHWIND / "ventas_1997.xlsx").read_bytes()
BAD = {
    "empty": (b"", "file_empty"),
    "blank": (b"\n\n  ;;\n", "file_empty"),
    "pdf": (b"%PDF-1.7\n%...", "file_not_a_table"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "file_not_a_table"),
    "page": (b"<!DOCTYPE html><html><table></table></html>", "file_not_a_table"),
    "page that calls itself xls": (b"<table><tr><td>1</td></tr></table>", "file_not_a_table"),
    "binary": (bytes(range(256)) * 50, "file_not_a_table"),
    "archive": (_zip(**{"notes.txt": b"x"}), "file_not_a_table"),
    "document": (_zip(**{"word/document.xml": b"<a/>"}), "file_not_a_table"),
    "open document": (
        _zip(mimetype=b"application/vnd.oasis", **{"content.xml": b"<a/>"}),
        "file_old_format",
    ),
    "binary workbook": (_zip(**{"xl/workbook.bin": b"x"}), "file_old_format"),
    "old workbook": (OLE + b"\x00" * 600, "file_old_format"),
    "password": (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "file_password"),
    "half a workbook": (SOUND[: len(SOUND) // 2], "file_truncated"),
    "workbook without its end": (SOUND[:-30], "file_truncated"),
    "workbook with a hole": (SOUND[:3000] + b"\x00" * 400 + SOUND[3400:], "file_truncated"),
    "entities": (
        _workbook_with(_sheet(_cell("A1", 1), '<!DOCTYPE x [<!ENTITY a "aaaa">]>')),
        "file_unsafe",
    ),
    "far column": (_workbook_with(_sheet(_cell("XFD1", 1))), "file_too_wide"),
    "far row": (
        _workbook_with(_sheet(_cell("A1", 1) + _cell("CV1048576", 1048576))),
        "file_too_large_grid",
    ),
    "unpacks beyond measure": (_workbook_with(b" " * (80 << 20)), "file_too_large_unpacked"),
    "one column": (b"hola\nque\ntal\n", "file_no_columns"),
    "no header": (csv_bytes([GOOD_ROW, GOOD_ROW]), "file_no_header"),
    "header only": (sales_csv(), "file_no_rows"),
    "too many columns": (csv_bytes([["x"] * 2500, ["1"] * 2500]), "file_too_wide"),
    "endless text": (
        sales_csv(";".join(GOOD_ROW), 'F2;"' + "x" * 150_000 + '";', ";".join(GOOD_ROW)),
        "file_cell_too_long",
    ),
    "open quote": (
        sales_csv(";".join(GOOD_ROW), '"F2;1;13/01/2026;C1;P1;2;1', ";".join(GOOD_ROW)),
        "file_open_quote",
    ),
    "two encodings": (
        sales_csv("F1;1;13/01/2026;Ñandú ñandú ñandú;P;1;1") + "Peña;".encode("cp1252"),
        "file_mixed_encoding",
    ),
    "two orders of date": (
        sales_csv(
            "F1;1;13/01/2026;C1;P1;2;20,00",
            "F2;1;14/01/2026;C1;P1;2;20,00",
            "F3;1;01/15/2026;C1;P1;2;20,00",
        ),
        "file_two_date_styles",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_says_what_is_wrong_in_both_languages(name: str) -> None:
    content, key = BAD[name]
    with pytest.raises(UnreadableFile) as refused:
        inspected(content, name=name)
    assert refused.value.key == f"intake.{key}"
    assert refused.value.text("es") != refused.value.text("en")


def test_two_orders_of_date_are_shown_by_example_rows() -> None:
    with pytest.raises(UnreadableFile) as refused:
        inspected(BAD["two orders of date"][0])
    text = refused.value.text("es")
    assert "«13/01/2026» (fila 2)" in text
    assert "«01/15/2026» (fila 4)" in text


def test_the_row_of_the_second_encoding_is_named() -> None:
    with pytest.raises(UnreadableFile) as refused:
        inspected(BAD["two encodings"][0])
    assert refused.value.params["row"] == 3


@pytest.mark.parametrize(
    ("encoding", "key"), [("utf-8", "file_wrong_encoding"), ("klingon", "file_unknown_encoding")]
)
def test_an_encoding_that_does_not_fit_is_refused(encoding: str, key: str) -> None:
    columns = dict(zip(SALES_HEADER, ("doc_no", "line_no", "date", "client_code"), strict=False))
    mapping = Mapping(
        Kind.SALES, {name: Meaning(m) for name, m in columns.items()}, encoding=encoding
    )
    with pytest.raises(UnreadableFile) as refused:
        inspected(csv_bytes([SALES_HEADER, GOOD_ROW], encoding="cp1252"), mapping)
    assert refused.value.key == f"intake.{key}"
    assert refused.value.text("es") != refused.value.text("en")


@pytest.mark.parametrize(
    ("member", "value", "key"),
    [("sheet", "Compras", "file_no_sheet"), ("header_row", 900, "file_no_such_header")],
)
def test_a_place_that_the_workbook_has_not_is_refused(member: str, value: object, key: str) -> None:
    known = inspect(NORTHWIND / "ventas_1997.xlsx", "v.xlsx", today=TODAY).mapping.to_json()
    mapping = Mapping.from_json(known | {member: value})
    with pytest.raises(UnreadableFile) as refused:
        read(Path(NORTHWIND / "ventas_1997.xlsx"), mapping, today=TODAY)
    assert refused.value.key == f"intake.{key}"
    assert refused.value.text("es") != refused.value.text("en")
