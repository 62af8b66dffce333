"""Workbooks: their sheets, and a sheet's rows in blocks of text cells."""

import itertools
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from crm.intake.reader.arrow import pc
from crm.intake.reader.blocks import HEAD_ROWS, MAX_CELL, MAX_COLUMNS, TextBlock
from crm.intake.reader.errors import UnreadableFile

BLOCK_ROWS = 20_000
Cell = int | float | str | bool | date | datetime | time | timedelta


def open_workbook(path: Path) -> CalamineWorkbook:
    """The workbook at `path`. Raises UnreadableFile where it cannot be opened."""
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as locked:
        raise UnreadableFile("intake.file_password") from locked
    except (CalamineError, OSError) as broken:
        raise UnreadableFile("intake.file_truncated") from broken


def sheet_of(book: CalamineWorkbook, name: str) -> CalamineSheet:
    """A sheet by its name. Raises UnreadableFile naming the sheets that there are."""
    if name not in book.sheet_names:
        raise UnreadableFile(
            "intake.file_no_sheet", sheet=name, found=", ".join(book.sheet_names)[:300]
        )
    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, OSError) as broken:
        raise UnreadableFile("intake.file_truncated") from broken


def rows_of(sheet: CalamineSheet, limit: int = HEAD_ROWS) -> list[list[str]]:
    """The first rows of a sheet as text, from its first row and column, at most `limit`."""
    before = sheet.start[0] if sheet.start else 0
    indent = [""] * (sheet.start[1] if sheet.start else 0)
    blank: list[list[str]] = [[] for _ in range(min(before, limit))]
    wanted = max(0, limit - len(blank))
    return blank + [
        indent + [text_of(cell) for cell in row] for row in itertools.islice(_rows(sheet), wanted)
    ]


def sheet_blocks(
    sheet: CalamineSheet, *, header_row: int, width: int, height: int = BLOCK_ROWS
) -> Iterator[TextBlock]:
    """The rows below the header, in blocks of `height` rows."""
    before = sheet.start[0] if sheet.start else 0
    indent = sheet.start[1] if sheet.start else 0
    rows = _rows(sheet)
    skipped = max(0, header_row - before)
    for _ in itertools.islice(rows, skipped):
        pass
    row_number = max(header_row, before) + 1
    while chunk := list(itertools.islice(rows, height)):
        yield _block(chunk, width, indent, row_number)
        row_number += len(chunk)


def _rows(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    if sheet.total_width > MAX_COLUMNS:
        raise UnreadableFile("intake.file_too_wide", limit=MAX_COLUMNS)
    return iter(sheet.iter_rows())


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without ".0", dates in ISO form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != time.min else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _number_text(number: float) -> str:
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    # A sheet computes in binary: 15 digits are what it shows and what a person has typed.
    text = f"{number:.15g}"
    return f"{number:.20f}".rstrip("0") if "e" in text and abs(number) < 1 else text


def _block(rows: list[list[Cell]], width: int, indent: int, first_row: int) -> TextBlock:
    columns: list[pa.StringArray] = []
    native: list[pa.BooleanArray | None] = []
    cells_by_column = list(zip(*rows, strict=True))
    for place in range(width):
        inside = place - indent
        if 0 <= inside < len(cells_by_column):
            texts, marks = _column(cells_by_column[inside], first_row)
        else:
            texts, marks = pa.array([""] * len(rows), pa.string()), None
        columns.append(texts)
        native.append(marks)
    beyond = cells_by_column[max(0, width - indent) :]
    too_wide = {place for cells in beyond for place, cell in enumerate(cells) if cell != ""}
    done = first_row + len(rows) - 1
    return TextBlock(first_row, tuple(columns), tuple(native), done, frozenset(too_wide))


def _column(
    cells: tuple[Cell, ...], first_row: int
) -> tuple[pa.StringArray, pa.BooleanArray | None]:
    kinds = set(map(type, cells))
    texts = pa.array(cells if kinds == {str} else _texts(cells, kinds), pa.string())
    lengths = pc.utf8_length(texts)
    if (pc.max(lengths).as_py() or 0) > MAX_CELL:
        place = pc.indices_nonzero(pc.greater(lengths, MAX_CELL))[0].as_py()
        raise UnreadableFile("intake.file_cell_too_long", row=first_row + place)
    if kinds == {str}:
        return texts, None
    if str not in kinds:
        return texts, pa.repeat(pa.scalar(value=True), len(cells))
    return texts, pa.array([not isinstance(cell, str) for cell in cells], pa.bool_())


def _texts(cells: tuple[Cell, ...], kinds: set[type]) -> list[str]:
    """Columns of one type, as most are, are written without a call per cell: twice as quick."""
    if kinds == {float}:
        texts = [f"{cell:.15g}" for cell in cells]
        if not any("e" in text for text in texts):
            return texts
    if kinds == {date}:
        return [cell.isoformat() for cell in cells]  # pyright: ignore[reportAttributeAccessIssue]
    return list(map(text_of, cells))
