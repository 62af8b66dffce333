"""What kind of file the bytes are, and the refusal of those that are no table."""

import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from crm.intake.reader.blocks import MAX_COLUMNS
from crm.intake.reader.errors import UnreadableFile

MAX_UNPACKED = 4 * 1024**3
MAX_RATIO = 250
SAFE_UNPACKED = 64 * 1024**2
MAX_GRID = 80_000_000
_STEP = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NOT_TABLES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
}
_MARKUP = re.compile(
    rb"\s*<(?:!doctype\s+html|html|table|\?xml|[a-z]+:?[a-z]*[\s>])", re.IGNORECASE
)
_LAST_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"')
_FAR_COLUMN = re.compile(rb' r="([A-Z]{3})\d')


class FileFormat(StrEnum):
    """The formats that are read."""

    DELIMITED = "csv"
    SPREADSHEET = "xlsx"


def format_of(path: Path) -> FileFormat:
    """The format of a file by its content. Raises UnreadableFile for what is not read."""
    with path.open("rb") as file:
        head = file.read(4096)
        if not head.strip(b"\x00\r\n\t ;,\xef\xbb\xbf\xff\xfe"):
            raise UnreadableFile("intake.file_empty")
        if head.startswith(_OLE):
            raise _ole_refusal(file)
        if head.startswith(b"PK"):
            check_workbook(path)
            return FileFormat.SPREADSHEET
    for mark, name in _NOT_TABLES.items():
        if head.startswith(mark):
            raise UnreadableFile("intake.file_not_a_table", format=name)
    if _MARKUP.match(head.lstrip(b"\xef\xbb\xbf")):
        raise UnreadableFile("intake.file_not_a_table", format="HTML/XML")
    return FileFormat.DELIMITED


def check_workbook(path: Path) -> None:
    """Refuse an archive that is no workbook, is cut short, or would unpack beyond measure."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_kind({info.filename for info in archive.infolist()})
            _check_sizes(archive)
            for info in archive.infolist():
                if info.filename.endswith((".xml", ".rels")):
                    _check_part(archive, info)
    except UnreadableFile:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as broken:
        raise UnreadableFile("intake.file_truncated") from broken
    except (NotImplementedError, RuntimeError) as locked:
        raise UnreadableFile("intake.file_password") from locked


def _ole_refusal(file: BinaryIO) -> UnreadableFile:
    file.seek(0)
    content = file.read(1 << 24)
    if _ENCRYPTED in content:
        return UnreadableFile("intake.file_password")
    return UnreadableFile("intake.file_old_format", format=".xls")


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise UnreadableFile("intake.file_old_format", format=".xlsb")
    if "mimetype" in names and "content.xml" in names:
        raise UnreadableFile("intake.file_old_format", format=".ods")
    if "word/document.xml" in names:
        raise UnreadableFile("intake.file_not_a_table", format="Word")
    raise UnreadableFile("intake.file_not_a_table", format="ZIP")


def _check_sizes(archive: zipfile.ZipFile) -> None:
    unpacked = sum(info.file_size for info in archive.infolist())
    packed = sum(info.compress_size for info in archive.infolist()) or 1
    if unpacked > MAX_UNPACKED or (unpacked > SAFE_UNPACKED and unpacked / packed > MAX_RATIO):
        raise UnreadableFile("intake.file_too_large_unpacked", size=unpacked // 1024**2)


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Read a part through once: its check sum, its entities, the spread of its cells."""
    is_sheet = info.filename.startswith("xl/worksheets/")
    tail = last = b""
    with archive.open(info) as part:
        while piece := part.read(_STEP):
            seen = tail + piece
            if not tail and (b"<!DOCTYPE" in seen or b"<!ENTITY" in seen):
                raise UnreadableFile("intake.file_unsafe")
            if is_sheet:
                _check_columns(seen)
            tail = seen[-64:] if len(seen) > 64 else b" " + seen
            last = seen
    if is_sheet and info.file_size:
        _check_grid(last)


def _check_columns(piece: bytes) -> None:
    far = _FAR_COLUMN.search(piece)
    if far and any(column_number(name) > MAX_COLUMNS for name in _FAR_COLUMN.findall(piece)):
        raise UnreadableFile("intake.file_too_wide", limit=MAX_COLUMNS)


def _check_grid(end: bytes) -> None:
    """A few cells far apart make a reader that keeps the whole grid ask for all of it."""
    cells = _LAST_CELL.findall(end)
    if not cells:
        return
    width = max(column_number(name) for name, _ in cells)
    height = max(int(row) for _, row in cells)
    if width * height > MAX_GRID:
        raise UnreadableFile("intake.file_too_large_grid", rows=height, columns=width)


def column_number(letters: bytes) -> int:
    """Number of a spreadsheet column: A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
