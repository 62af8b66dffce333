"""A table is read back the same whatever the layout it was written in."""

import random
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.intake.reader.delimited import text_blocks
from crm.intake.rules import DateStyle, Kind, LeftOutReason, Meaning, NumberStyle
from tests.intake.reading.files import csv_bytes, read_content, xlsx_bytes

HEADERS = {
    Meaning.DOC_NO: ("Factura", "Nº factura", "Invoice no", "Núm. documento"),
    Meaning.LINE_NO: ("Línea", "Lín.", "Line"),
    Meaning.DATE: ("Fecha", "Fecha factura", "Invoice date"),
    Meaning.CLIENT_CODE: ("Cód. cliente", "Customer ID", "Cod.Cli."),
    Meaning.CLIENT_NAME: ("Razón social", "Customer name"),
    Meaning.PRODUCT_CODE: ("Cód. artículo", "Product code", "Item no"),
    Meaning.QUANTITY: ("Cantidad", "Uds.", "Qty"),
    Meaning.AMOUNT: ("Importe neto", "Net amount", "Base imponible"),
}
PATTERNS = {DateStyle.DMY: "%d/%m/%Y", DateStyle.MDY: "%m/%d/%Y", DateStyle.ISO: "%Y-%m-%d"}
_names = st.text(st.sampled_from("abcñÁéü ,;|\t\"'\n&<>1"), max_size=12).map(
    lambda name: " ".join(name.split()) + "x"
)
_amounts = st.decimals(Decimal("-99999.99"), Decimal("99999.99"), places=2)


@dataclass(frozen=True, slots=True)
class Line:
    """A sale line before it is written anywhere."""

    doc_no: str
    line_no: int
    date: date
    client_code: str
    client_name: str
    product_code: str
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Layout:
    """How a company's program writes the table."""

    order: tuple[Meaning, ...]
    headers: tuple[str, ...]
    delimiter: str
    encoding: str
    number_style: NumberStyle
    date_style: DateStyle
    title_rows: int
    blank_every: int
    grand_total: bool
    line_end: str


@st.composite
def _lines(draw: st.DrawFn) -> list[Line]:
    days = st.integers(0, 900).map(lambda n: date(2024, 1, 13) + timedelta(days=n))
    lines = [
        Line(
            f"F{number:04d}",
            draw(st.integers(1, 999)),
            draw(days),
            f"{draw(st.integers(0, 9999)):05d}",
            draw(_names),
            f"P{draw(st.integers(0, 99)):03d}",
            draw(_amounts),
            draw(_amounts),
        )
        for number in range(draw(st.integers(1, 25)))
    ]
    proof = Line(
        "F9999", 1, date(2026, 1, 13), "00001", "x", "P001", Decimal("1.50"), Decimal("1.50")
    )
    return [*lines, proof]


@st.composite
def _layouts(draw: st.DrawFn) -> Layout:
    order = draw(st.permutations(list(HEADERS)))
    return Layout(
        order=tuple(order),
        headers=tuple(draw(st.sampled_from(HEADERS[meaning])) for meaning in order),
        delimiter=draw(st.sampled_from(";,\t|")),
        encoding=draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])),
        number_style=draw(st.sampled_from(NumberStyle)),
        date_style=draw(st.sampled_from(list(PATTERNS))),
        title_rows=draw(st.integers(0, 6)),
        blank_every=draw(st.sampled_from([0, 1, 3])),
        grand_total=draw(st.booleans()),
        line_end=draw(st.sampled_from(["\n", "\r\n"])),
    )


def _written(value: object, layout: Layout) -> str:
    if isinstance(value, date):
        return value.strftime(PATTERNS[layout.date_style])
    if isinstance(value, Decimal):
        text = f"{value:,.2f}"
        swapped = layout.number_style is NumberStyle.COMMA
        return text.translate(str.maketrans(",.", ".,")) if swapped else text
    return str(value)


def _table(lines: list[Line], layout: Layout) -> list[list[str]]:
    width = len(layout.order)
    rows = [["Listado de ventas", *[""] * (width - 1)]] * layout.title_rows
    rows.append(list(layout.headers))
    for number, line in enumerate(lines, 1):
        rows.append([_written(getattr(line, str(m)), layout) for m in layout.order])
        if layout.blank_every and number % layout.blank_every == 0:
            rows.append([""] * width)
    if layout.grand_total:
        total = sum((line.amount for line in lines), Decimal(0))
        row = [_written(total, layout) if m is Meaning.AMOUNT else "" for m in layout.order]
        row[layout.order.index(Meaning.CLIENT_NAME)] = "TOTAL GENERAL"
        rows.append(row)
    return rows


def _as_lines(rows: list[dict[str, object]]) -> list[Line]:
    return [Line(**{str(meaning): row[meaning] for meaning in HEADERS}) for row in rows]  # pyright: ignore[reportArgumentType]


@settings(deadline=None, max_examples=120)
@given(_lines(), _layouts())
def test_a_text_file_in_any_layout_is_read_back_the_same(lines: list[Line], layout: Layout) -> None:
    rows = _table(lines, layout)
    content = csv_bytes(rows, layout.delimiter, layout.encoding, layout.line_end)
    with tempfile.TemporaryDirectory() as folder:
        outcome = read_content(Path(folder), content)
    assert _as_lines(outcome.rows) == lines
    assert outcome.summary.control_agrees is (True if layout.grand_total else None)
    assert outcome.summary.lines_read == len(rows) - layout.title_rows - 1


@settings(deadline=None, max_examples=40)
@given(_lines(), _layouts(), st.booleans())
def test_a_sheet_in_any_layout_is_read_back_the_same(
    lines: list[Line],
    layout: Layout,
    native: bool,  # noqa: FBT001
) -> None:
    rows: list[list[object]] = [list(row) for row in _table(lines, layout)]
    if native:
        header = layout.title_rows + 1
        places = {meaning: layout.order.index(meaning) for meaning in HEADERS}
        kept = [row for row in rows[header:] if row[places[Meaning.DOC_NO]]]
        for row, line in zip(kept, lines, strict=True):
            row[places[Meaning.DATE]] = line.date
            row[places[Meaning.AMOUNT]] = float(line.amount)
            row[places[Meaning.QUANTITY]] = float(line.quantity)
    with tempfile.TemporaryDirectory() as folder:
        outcome = read_content(Path(folder), xlsx_bytes(rows))
    assert _as_lines(outcome.rows) == lines


_cells = st.text(st.sampled_from('ab1;"\n\rñ ,'), max_size=6)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.lists(_cells, min_size=3, max_size=3), min_size=1, max_size=30))
def test_even_and_uneven_blocks_give_the_same_cells(rows: list[list[str]]) -> None:
    even = csv_bytes([["a", "b", "c"], *rows])
    uneven = csv_bytes([["a", "b", "c"], *rows, ["x"]])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        read: list[list[list[str]]] = []
        for content in (even, uneven):
            path.write_bytes(content)
            blocks = text_blocks(path, encoding="utf-8", delimiter=";", header_row=1, width=3)
            read.append([b.cells(place) for b in blocks for place in range(b.height)])
    assert read[0] == rows
    assert read[1] == [*rows, ["x", "", ""]]


def test_rows_across_the_ends_of_blocks_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(7)  # noqa: S311 - cells of a test
    rows = [
        ["".join(chance.choices('ab;"\nñ', k=chance.randrange(9))) for _ in range(3)]
        for _ in range(3000)
    ]
    path = tmp_path / "f.csv"
    path.write_bytes(csv_bytes([["a", "b", "c"], *rows]))
    monkeypatch.setattr("crm.intake.reader.delimited.BLOCK_BYTES", 1000)
    blocks = list(text_blocks(path, encoding="utf-8", delimiter=";", header_row=1, width=3))
    assert len(blocks) > 10
    assert [b.cells(place) for b in blocks for place in range(b.height)] == rows
    assert [b.first_row for b in blocks[1:]] == [b.first_row + b.height for b in blocks[:-1]]


def test_an_inch_mark_does_not_swallow_the_rows_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.intake.reader.delimited.BLOCK_BYTES", 500)
    rows = [[f"F{n}", 'tubo 12"' if n == 20 else "tubo", "1"] for n in range(400)]
    lines = [";".join(row) for row in (["a", "b", "c"], *rows)]
    lines[5] = 'F4;"tubo";1'
    path = tmp_path / "f.csv"
    path.write_text("\n".join(lines))
    blocks = list(text_blocks(path, encoding="utf-8", delimiter=";", header_row=1, width=3))
    assert [b.cells(place) for b in blocks for place in range(b.height)] == rows
    assert len(blocks) > 5


def test_repeats_and_counts_span_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.intake.reader.delimited.BLOCK_BYTES", 300)
    lines = [(f"F{n % 50}", str(n), "13/01/2026", "C1", "1,00") for n in range(100)]
    head = ("Factura", "Línea", "Fecha", "Cód. cliente", "Importe")
    again = read_content(tmp_path, csv_bytes([head, *lines, lines[3]]))
    assert [(refusal.row, refusal.code) for refusal in again.refusals] == [(102, "repeated")]
    shorter = [(doc, day, client, amount) for doc, _, day, client, amount in lines]
    counted = read_content(tmp_path, csv_bytes([(head[0], *head[2:]), *shorter]))
    assert [row["line_no"] for row in counted.rows] == [1] * 50 + [2] * 50


def test_a_hint_of_the_delimiter_is_followed(tmp_path: Path) -> None:
    content = b"sep=|\nFactura|Fecha|Cod. cliente|Importe\nF1|13/01/2026|C1|1,50\n"
    assert read_content(tmp_path, content).summary.total_amount == Decimal("1.50")


def test_a_listing_with_the_letters_of_dos_is_read(tmp_path: Path) -> None:
    rows = [("Factura", "Fecha", "Cód. cliente", "Razón social", "Importe")]
    rows += [("F1", "13/01/2026", "C1", "Peña Muñoz e Hijos", "1,50")]
    outcome = read_content(tmp_path, csv_bytes(rows, encoding="cp850"))
    assert outcome.rows[0]["client_name"] == "Peña Muñoz e Hijos"


def test_a_title_is_not_counted_and_a_printed_page_head_is_left_out(tmp_path: Path) -> None:
    head = ("Código", "Nombre", "Familia", "Familia padre")
    rows = [("Artículos", "", "", ""), head, ("1", "Uno", "A", ""), head, ("2", "Dos", "B", "A")]
    outcome = read_content(tmp_path, csv_bytes(rows))
    assert outcome.summary.kind is Kind.PRODUCTS
    assert [odd.reason for odd in outcome.left_out] == [LeftOutReason.HEADER]
    assert [row["parent_family"] for row in outcome.rows] == [None, "A"]
