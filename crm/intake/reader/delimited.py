"""Text files with a delimiter: their shape, and their rows in blocks."""

import codecs
import csv
import io
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from crm.intake.reader.arrow import pc
from crm.intake.reader.blocks import MAX_CELL, MAX_COLUMNS, TextBlock, block_of_rows
from crm.intake.reader.errors import UnreadableFile

BLOCK_BYTES = 4 << 20
_HEAD_BYTES = 1 << 18
_CANDIDATES = ";,\t|"
_END = "\x1e"
"""A row of its own after the last, unless a quote is still open there."""

_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"\d,\d")


def head_text(path: Path, encoding: str) -> str:
    """The first part of a file as text, cut at the end of a line where it is not the whole."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        whole = not file.read(1)
    text = codecs.getincrementaldecoder(encoding)().decode(head, final=whole)
    end = text.rfind("\n")
    return text if whole or end < 0 else text[: end + 1]


def delimiter_of(text: str) -> str:
    """The delimiter that gives the steadiest table. Raises UnreadableFile where none gives one."""
    hint = _HINT.match(text)
    if hint:
        return hint[1]
    best = max(_CANDIDATES, key=lambda mark: _steadiness(text, mark))
    if _steadiness(text, best) <= 0:
        raise UnreadableFile("intake.file_no_columns")
    return best


def _steadiness(text: str, mark: str) -> float:
    """How much of the text is rows of one width, weighted by the width."""
    rows = head_rows(text, mark, limit=300)
    widths = Counter(len(row) for row in rows if any(row))
    wide = [(count * (1 + math.log2(width)), width) for width, count in widths.items() if width > 1]
    if not wide:
        return 0
    score = max(wide)[0] / widths.total()
    if mark == ",":
        lines = text.splitlines()[:300]
        decimals = sum(len(_DECIMAL_COMMA.findall(line)) for line in lines)
        commas = sum(line.count(",") for line in lines) or 1
        score *= 1 - 0.7 * decimals / commas
    return score


def head_rows(text: str, delimiter: str, limit: int) -> list[list[str]]:
    """The first rows of a text, blank ones included, at most `limit`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(itertools.islice(reader, limit))
    except csv.Error as wrong:
        raise UnreadableFile("intake.file_cell_too_long", row=reader.line_num) from wrong


def text_blocks(
    path: Path, *, encoding: str, delimiter: str, header_row: int, width: int
) -> Iterator[TextBlock]:
    """The rows below the header, in blocks of about 8 MB.

    A block of even rows is read at C speed; one that is not is read row by row, with the same
    result.
    """
    first_row = 1
    skip = header_row
    for text, done in _whole_rows(path, encoding, delimiter):
        block = _even_block(text, delimiter, width, first_row, done)
        if block is None:
            block = _uneven_block(text, delimiter, width, first_row, done)
        first_row += block.height
        if skip >= block.height:
            skip -= block.height
            continue
        yield block.slice(skip) if skip else block
        skip = 0


def _even_block(
    text: bytes, delimiter: str, width: int, first_row: int, done: int
) -> TextBlock | None:
    names = [f"c{place}" for place in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text),
            arrow_csv.ReadOptions(column_names=names, block_size=len(text) + 1),
            arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = tuple(column.combine_chunks() for column in table.columns)
    columns = tuple(c.chunk(0) if isinstance(c, pa.ChunkedArray) else c for c in columns)
    for column in columns:
        longest = pc.max(pc.binary_length(column)).as_py() or 0
        if longest > MAX_CELL:
            return None
    return TextBlock(first_row, columns, (None,) * width, done)


def _uneven_block(text: bytes, delimiter: str, width: int, first_row: int, done: int) -> TextBlock:
    reader = csv.reader(io.StringIO(text.decode(), newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS:
                raise UnreadableFile("intake.file_too_wide", limit=MAX_COLUMNS)
            if max(map(len, row), default=0) > MAX_CELL:
                break
            rows.append(row)
        else:
            return block_of_rows(rows, width, first_row, done)
    except csv.Error:
        pass
    raise UnreadableFile("intake.file_cell_too_long", row=first_row + len(rows))


def _whole_rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[bytes, int]]:
    """UTF-8 text of whole rows, with the bytes of the file read so far."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = b""
    done = lines = 0
    with path.open("rb") as file:
        while piece := file.read(BLOCK_BYTES):
            done += len(piece)
            block = rest + decoder.decode(piece).encode()
            end = _end_of_rows(block, delimiter)
            if not end and len(block) > 2 * BLOCK_BYTES:
                end = _end_by_reading(block, delimiter, lines + 1)
            if end:
                yield block[:end], done
                lines += block.count(b"\n", 0, end)
            rest = block[end:]
    rest += decoder.decode(b"", final=True).encode()
    if rest:
        _refuse_open_quote(rest, delimiter, lines + 1)
        yield rest, done


def _refuse_open_quote(block: bytes, delimiter: str, row: int) -> None:
    """A quote that is never closed takes all rows to the end of the file for one text."""
    if b'"' not in block:
        return
    lines = io.StringIO(f"{block.decode()}\n{_END}", newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    before = begin = 0
    try:
        for cells in reader:
            if cells == [_END]:
                return
            before, begin = begin, reader.line_num
    except csv.Error:
        return
    raise UnreadableFile("intake.file_open_quote", row=row + before)


def _end_of_rows(block: bytes, delimiter: str) -> int:
    """Where the last whole row ends: after the last line break that is not inside quotes."""
    newline = b"\n" if b"\n" in block else b"\r"
    if b'"' not in block or not _quotes_are_marks(block, delimiter):
        return block.rfind(newline) + 1
    return _end_outside_quotes(block, newline)


def _end_by_reading(block: bytes, delimiter: str, row: int) -> int:
    """Where the last but one row ends, for texts with a stray quote: 12" is no open text."""
    lines = io.StringIO(block.decode(), newline="").readlines()
    reader = csv.reader(lines, delimiter=delimiter)
    ends = [0, 0]
    try:
        for _ in reader:
            ends = [ends[1], reader.line_num]
    except csv.Error:
        ends = [0, 0]
    if not ends[0]:
        raise UnreadableFile("intake.file_cell_too_long", row=row)
    return sum(len(line.encode()) for line in lines[: ends[0]])


def _quotes_are_marks(block: bytes, delimiter: str) -> bool:
    mark = delimiter.encode()
    return block.startswith(b'"') or mark + b'"' in block or b'\n"' in block or b'\r"' in block


def _end_outside_quotes(block: bytes, newline: bytes) -> int:
    end = len(block)
    open_quotes = block.count(b'"') % 2
    while end > 0:
        start = block.rfind(newline, 0, end)
        if start < 0:
            return 0
        open_quotes ^= block.count(b'"', start, end) % 2
        if not open_quotes:
            return start + 1
        end = start
    return 0
