"""A file that has been opened: its shape is known and its rows can be read, as often as needed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineSheet

from crm.intake.columns import Mapping
from crm.intake.reader.blocks import HEAD_ROWS, MAX_COLUMNS, TextBlock, block_of_rows
from crm.intake.reader.delimited import delimiter_of, head_rows, head_text, text_blocks
from crm.intake.reader.encoding import check_encoding, encoding_of
from crm.intake.reader.errors import UnreadableFile
from crm.intake.reader.formats import FileFormat, format_of
from crm.intake.reader.header import find_header
from crm.intake.reader.spreadsheet import open_workbook, rows_of, sheet_blocks, sheet_of
from crm.intake.vocabulary import normalised

SAMPLE_ROWS = 2_000
MAX_SHEETS = 40


@dataclass(frozen=True, slots=True)
class Source:
    """A file whose shape is known.

    `headers` has one text per column, trimmed. `title_rows` are the rows from the first to the
    header. `like_sheets` are other sheets with the same header. `size` is in bytes for text and
    in rows for a sheet, as `TextBlock.done` counts.
    """

    path: Path
    format: FileFormat
    headers: tuple[str, ...]
    header_row: int
    title_rows: tuple[tuple[str, ...], ...]
    size: int
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    like_sheets: tuple[str, ...] = ()
    workbook_sheet: CalamineSheet | None = None

    def blocks(self) -> Iterator[TextBlock]:
        """All rows below the header."""
        width = len(self.headers)
        if self.workbook_sheet is not None:
            return sheet_blocks(self.workbook_sheet, header_row=self.header_row, width=width)
        return text_blocks(
            self.path,
            encoding=self.encoding or "utf-8",
            delimiter=self.delimiter or ",",
            header_row=self.header_row,
            width=width,
        )

    def sample(self) -> TextBlock:
        """The first 2,000 rows below the header; raises UnreadableFile where there is none."""
        block = self._first_block()
        if block is None or not block.height:
            raise UnreadableFile("intake.file_no_rows", row=self.header_row)
        return block

    def serves(self, stated: Mapping) -> bool:
        """Whether the table that a mapping asks for is the one that has been opened."""
        asked = (stated.sheet, stated.header_row, stated.encoding, stated.delimiter)
        opened = (self.sheet, self.header_row, self.encoding, self.delimiter)
        return all(wish in (None, "", found) for wish, found in zip(asked, opened, strict=True))

    def _first_block(self) -> TextBlock | None:
        width = len(self.headers)
        if self.workbook_sheet is not None:
            blocks = sheet_blocks(
                self.workbook_sheet, header_row=self.header_row, width=width, height=SAMPLE_ROWS
            )
            return next(blocks, None)
        text = head_text(self.path, self.encoding or "utf-8")
        rows = head_rows(text, self.delimiter or ",", limit=self.header_row + SAMPLE_ROWS)
        below = rows[self.header_row :]
        return block_of_rows(below, width, self.header_row + 1, 0) if below else None


def open_source(path: Path, stated: Mapping | None = None) -> Source:
    """Find the table in a file; what the mapping states is taken as said.

    Raises UnreadableFile for a file that is no table, cannot be opened or has no header.
    """
    if format_of(path) is FileFormat.SPREADSHEET:
        return _open_spreadsheet(path, stated)
    return _open_text(path, stated)


def _open_text(path: Path, stated: Mapping | None) -> Source:
    encoding = stated.encoding if stated else None
    if encoding:
        check_encoding(path, encoding)
    else:
        encoding = encoding_of(path)
    text = head_text(path, encoding)
    delimiter = (stated.delimiter if stated else None) or delimiter_of(text)
    rows = head_rows(text, delimiter, limit=HEAD_ROWS + 240)
    header_row = _header_row(rows, stated)
    return Source(
        path=path,
        format=FileFormat.DELIMITED,
        headers=_headers(rows, header_row),
        header_row=header_row,
        title_rows=tuple(map(tuple, rows[: header_row - 1])),
        size=path.stat().st_size,
        encoding=encoding,
        delimiter=delimiter,
    )


def _header_row(rows: Sequence[Sequence[str]], stated: Mapping | None) -> int:
    if max(map(len, rows), default=0) > MAX_COLUMNS:
        raise UnreadableFile("intake.file_too_wide", limit=MAX_COLUMNS)
    if stated and stated.header_row:
        if stated.header_row > len(rows) or not any(rows[stated.header_row - 1]):
            raise UnreadableFile("intake.file_no_such_header", row=stated.header_row)
        return stated.header_row
    found = find_header(rows)
    if found is None:
        raise _no_header(rows)
    return found.row


def _no_header(rows: Sequence[Sequence[str]]) -> UnreadableFile:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return UnreadableFile("intake.file_empty")
    if all(sum(bool(cell.strip()) for cell in row) < 2 for row in filled):
        return UnreadableFile("intake.file_no_columns")
    first = " | ".join(cell.strip() for cell in filled[0] if cell.strip())
    return UnreadableFile("intake.file_no_header", first=first[:120])


def _headers(rows: Sequence[Sequence[str]], header_row: int) -> tuple[str, ...]:
    """The header's cells, as many as the rows below have, trailing empty columns apart."""
    header = [" ".join(cell.split()) for cell in rows[header_row - 1]]
    below = [row for row in rows[header_row:] if any(row)]
    widths = Counter(len(row) for row in below)
    usual = widths.most_common(1)[0][0] if widths else 0
    width = max(len(header), usual)
    return tuple(header + [""] * (width - len(header)))


def _open_spreadsheet(path: Path, stated: Mapping | None) -> Source:
    book = open_workbook(path)
    names = tuple(book.sheet_names)
    wanted = (stated.sheet,) if stated and stated.sheet else names[:MAX_SHEETS]
    tables: list[tuple[int, str, CalamineSheet, list[list[str]]]] = []
    first_rows: list[list[str]] = []
    for name in wanted:
        sheet = sheet_of(book, name)
        rows = rows_of(sheet)
        first_rows = first_rows or rows
        found = find_header(rows)
        if found is not None or (stated and stated.header_row):
            tables.append((found.known if found else 0, name, sheet, rows))
    if not tables:
        raise _no_header(first_rows)
    best = max(tables, key=lambda table: (table[0], table[2].total_height))
    _, name, sheet, rows = best
    header_row = _header_row(rows, stated)
    headers = _headers(rows, header_row)
    return Source(
        path=path,
        format=FileFormat.SPREADSHEET,
        headers=headers,
        header_row=header_row,
        title_rows=tuple(map(tuple, rows[: header_row - 1])),
        size=sheet.total_height + (sheet.start[0] if sheet.start else 0),
        sheet=name,
        sheets=names,
        like_sheets=tuple(
            other[1] for other in tables if other is not best and _alike(other[3], headers)
        ),
        workbook_sheet=sheet,
    )


def _alike(rows: list[list[str]], headers: tuple[str, ...]) -> bool:
    found = find_header(rows)
    if found is None or len(rows) <= found.row:
        return False
    return [normalised(cell) for cell in rows[found.row - 1] if cell] == [
        normalised(header) for header in headers if header
    ]
