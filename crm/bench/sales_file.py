"""Sales files of any length, written fast: what a busy distributor's ERP would export.

Eleven columns, 20,000 clients, 50 families, 2,000 products and 36 months in document order, the
same bytes for the same request. The text is put together column by column, so that a million lines
take a second or two.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from crm.intake.reader.arrow import pc

HEADER = (
    "Factura",
    "Línea",
    "Fecha",
    "Cód. cliente",
    "Cliente",
    "Cód. vendedor",
    "Cód. artículo",
    "Artículo",
    "Familia",
    "Cantidad",
    "Importe neto",
)
CLIENTS, PRODUCTS, FAMILIES, SELLERS, MONTHS = 20_000, 2_000, 50, 40, 36
FIRST_DAY = date(2022, 1, 1)
LINES_PER_DOCUMENT = 4
RETURNS = 0.02
BLOCK = 200_000
_SEED = 20_220_101
_DAY = "Fecha"
# How a cell that is no text is marked: a day by its style, a number not at all.
_FORMS = {"Línea": "", _DAY: ' s="1"', "Cantidad": "", "Importe neto": ""}
_SPREADSHEET_DAY_ZERO = date(1899, 12, 30)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class SalesFile:
    """A stretch of the company's sales: `lines` lines after the first `skipped`.

    `history` lines fill 36 months, so a file that begins after them brings later months.
    """

    lines: int
    history: int
    skipped: int = 0

    def blocks(self) -> Iterator[pa.Table]:
        """The lines as text, block by block, with the columns of `HEADER`."""
        for first in range(0, self.lines, BLOCK):
            size = min(BLOCK, self.lines - first)
            yield _block(self.skipped + first, size, self.history)


@dataclass(frozen=True, slots=True)
class Written:
    """A written file and what it holds, to check the import against."""

    path: Path
    lines: int
    amount: Decimal

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.path.stat().st_size


def write_csv(path: Path, sales: SalesFile, *, again: bool = False) -> Written:
    """Semicolons, decimal commas and days as dd/mm/yyyy.

    `again` ends with an empty line: the same lines in other bytes, as when they are sent again.
    """
    options = arrow_csv.WriteOptions(include_header=False, delimiter=";", quoting_style="none")
    cents = 0
    with path.open("wb") as file:
        file.write((";".join(HEADER) + "\n").encode())
        for block in sales.blocks():
            arrow_csv.write_csv(block, file, options)
            cents += _cents_of(block)
        file.write(b"\n" if again else b"")
    return Written(path, sales.lines, Decimal(cents).scaleb(-2))


def write_xlsx(path: Path, sales: SalesFile) -> Written:
    """One sheet of native days and numbers and shared texts, as a spreadsheet program saves it."""
    shared: dict[str, int] = {}
    cents = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in _BOOK.items():
            book.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content)
        sheet = zipfile.ZipInfo("xl/worksheets/sheet1.xml", _ZIP_DATE)
        sheet.compress_type = zipfile.ZIP_DEFLATED
        with book.open(sheet, "w", force_zip64=True) as part:
            part.write(f"{_XML}<worksheet {_MAIN}><sheetData>".encode())
            part.write(_rows(pa.table({name: [name] for name in HEADER}), shared, 1))
            row = 2
            for block in sales.blocks():
                part.write(_rows(block, shared, row))
                row += block.num_rows
                cents += _cents_of(block)
            part.write(b"</sheetData></worksheet>")
        words = "".join(f"<si><t>{escape(word)}</t></si>" for word in shared)
        strings = zipfile.ZipInfo("xl/sharedStrings.xml", _ZIP_DATE)
        strings.compress_type = zipfile.ZIP_DEFLATED
        book.writestr(strings, f"{_XML}<sst {_MAIN}>{words}</sst>")
    return Written(path, sales.lines, Decimal(cents).scaleb(-2))


def _block(first: int, size: int, history: int) -> pa.Table:
    chance = np.random.Generator(np.random.PCG64([_SEED, first]))
    heads = chance.random(size) < 1 / LINES_PER_DOCUMENT
    heads[0] = True
    document = np.cumsum(heads) - 1
    starts = np.append(np.flatnonzero(heads), size)
    count = len(starts) - 1
    # The place of a document's first line says its day and its number: one order for all files.
    places = first + starts[:-1]
    clients = (CLIENTS * chance.random(count) ** 2).astype(np.int64)
    products = (PRODUCTS * chance.random(size) ** 1.5).astype(np.int64)
    quantities = chance.integers(1, 25, size)
    cents = quantities * (120 + (products * 7919) % 4800)
    returned = (chance.random(count) < RETURNS)[document]
    cents = np.where(returned, -cents, cents)
    quantities = np.where(returned, -quantities, quantities)
    columns = [
        _numbered("F", places, 9).take(pa.array(document)),
        pa.array(np.arange(size) - starts[document] + 1).cast(pa.string()),
        _days(places, history).take(pa.array(document)),
        _numbered("C", np.arange(CLIENTS), 5).take(pa.array(clients[document])),
        _named("Cliente", CLIENTS).take(pa.array(clients[document])),
        _numbered("V", np.arange(SELLERS), 2).take(pa.array((clients % SELLERS)[document])),
        _numbered("A", np.arange(PRODUCTS), 4).take(pa.array(products)),
        _named("Artículo", PRODUCTS).take(pa.array(products)),
        _named("Familia", FAMILIES).take(pa.array(products % FAMILIES)),
        pa.array(quantities).cast(pa.string()),
        _decimal_comma(cents),
    ]
    return pa.table(columns, names=list(HEADER))


def _numbered(letter: str, numbers: np.ndarray, width: int) -> pa.Array:
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(letter, digits, "")


def _named(noun: str, count: int) -> pa.Array:
    return pa.array([f"{noun} {number:05d}" for number in range(count)])


def _days(places: np.ndarray, history: int) -> pa.Array:
    months = places * MONTHS // history
    into = places * MONTHS % history * 28 // history
    firsts = np.datetime64(FIRST_DAY, "M") + months
    days = firsts.astype("datetime64[D]") + into
    return pc.strftime(pa.array(days), format="%d/%m/%Y")


def _decimal_comma(cents: np.ndarray) -> pa.Array:
    size = np.abs(cents)
    signs = pa.array(np.where(cents < 0, "-", ""))
    whole = pc.binary_join_element_wise(signs, pa.array(size // 100).cast(pa.string()), "")
    rest = pc.utf8_lpad(pa.array(size % 100).cast(pa.string()), 2, "0")
    return pc.binary_join_element_wise(whole, rest, ",")


def _cents_of(block: pa.Table) -> int:
    plain = pc.replace_substring(block["Importe neto"], ",", "")
    return pc.sum(plain.cast(pa.int64())).as_py()


def _rows(block: pa.Table, shared: dict[str, int], first: int) -> bytes:
    is_header = first == 1
    columns = [
        _values(name, block[name].to_pylist(), shared, is_number=name in _FORMS and not is_header)
        for name in block.column_names
    ]
    forms = [' t="s"' if is_header else _FORMS.get(name, ' t="s"') for name in block.column_names]
    cells = [(chr(ord("A") + place), form) for place, form in enumerate(forms)]
    rows = []
    for number, values in enumerate(zip(*columns, strict=True), first):
        parts = [
            f'<c r="{letter}{number}"{form}><v>{value}</v></c>'
            for (letter, form), value in zip(cells, values, strict=True)
        ]
        rows.append(f'<row r="{number}">{"".join(parts)}</row>')
    return "".join(rows).encode()


def _values(name: str, cells: list[str], shared: dict[str, int], *, is_number: bool) -> list[str]:
    """What stands in `<v>`: a number, or the place of a text among the shared ones."""
    if not is_number:
        return [str(shared.setdefault(cell, len(shared))) for cell in cells]
    if name == _DAY:
        serials = {day: str(_serial(day)) for day in set(cells)}
        return [serials[cell] for cell in cells]
    return [cell.replace(",", ".") for cell in cells]


def _serial(written: str) -> int:
    day = datetime.strptime(written, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    return (day - _SPREADSHEET_DAY_ZERO).days


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
_LINKS = f'xmlns="{_OFFICE}/package/2006/relationships"'
_TYPE = f"{_OFFICE}/officeDocument/2006/relationships"
_FORM = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BOOK = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_FORM}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_FORM}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_FORM}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_FORM}.sharedStrings+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships {_LINKS}><Relationship Id="rId1"'
        f' Type="{_TYPE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_XML}<workbook {_MAIN} xmlns:r="{_TYPE}"><sheets>'
        '<sheet name="Ventas" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships {_LINKS}><Relationship Id="rId1" Type="{_TYPE}/worksheet"'
        ' Target="worksheets/sheet1.xml"/><Relationship Id="rId2"'
        f' Type="{_TYPE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3"'
        f' Type="{_TYPE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f"{_XML}<styleSheet {_MAIN}><fonts><font/></fonts><fills><fill/></fills>"
        "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>"
        '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    ),
}
