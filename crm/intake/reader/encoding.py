"""In which encoding a text file is written."""

import codecs
from pathlib import Path

from crm.intake.reader.errors import UnreadableFile

STEP = 4 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DOS_LETTERS = frozenset(
    b"\x80\x81\x82\x83\x84\x85\x87\x90\x93\x94\x9a\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xb5\xe0\xe9"
)
_ENOUGH_UTF8 = 0.5


def encoding_of(path: Path) -> str:
    """The encoding of a text file, as Python names it, after looking at all its bytes.

    Raises UnreadableFile for bytes that are no text, and for text in two encodings.
    """
    with path.open("rb") as file:
        head = file.read(1 << 16)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return _proved(path, name)
    wide = _utf_16_without_mark(head)
    if wide:
        return _proved(path, wide)
    if b"\x00" in head:
        raise UnreadableFile("intake.file_not_a_table", format="?")
    bad_row = first_bad_row(path, "utf-8")
    if bad_row is None:
        return "utf-8"
    return _one_byte_encoding(path, bad_row)


def first_bad_row(path: Path, encoding: str) -> int | None:
    """Row, from 1, of the first bytes that are no text in this encoding; None if all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rows = 1
    with path.open("rb") as file:
        while True:
            piece = file.read(STEP)
            try:
                rows += decoder.decode(piece, final=not piece).count("\n")
            except UnicodeError as wrong:
                before = (
                    wrong.object[: wrong.start] if isinstance(wrong, UnicodeDecodeError) else b""
                )
                return rows + before.count(b"\n")
            if not piece:
                return None


def _proved(path: Path, encoding: str) -> str:
    """The encoding that the file claims, if all its bytes agree."""
    row = first_bad_row(path, encoding)
    if row is None:
        return encoding
    raise UnreadableFile("intake.file_mixed_encoding", row=row)


def check_encoding(path: Path, encoding: str) -> None:
    """Refuse an encoding that does not exist, or in which the file is no text."""
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise UnreadableFile("intake.file_unknown_encoding", encoding=encoding) from None
    row = first_bad_row(path, encoding)
    if row is not None:
        raise UnreadableFile("intake.file_wrong_encoding", encoding=encoding, row=row)


def _utf_16_without_mark(head: bytes) -> str | None:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even == 0:
        return "utf-16-le"
    if even > half * 0.4 and odd == 0:
        return "utf-16-be"
    return None


def _one_byte_encoding(path: Path, bad_row: int) -> str:
    """Windows-1252, or the DOS page 850 when its letters are the likelier reading."""
    sample = bytearray()
    with path.open("rb") as file:
        while piece := file.read(STEP):
            sample += piece.translate(None, bytes(range(128)))[:20_000]
    whole_characters = len(_utf_8_sequences(path))
    if whole_characters > len(sample) * _ENOUGH_UTF8 / 2:
        raise UnreadableFile("intake.file_mixed_encoding", row=bad_row)
    modern = sum(byte >= 0xC0 for byte in sample)
    dos = sum(byte in _DOS_LETTERS for byte in sample)
    if dos > 2 * modern:
        return "cp850"
    return "cp1252" if first_bad_row(path, "cp1252") is None else "latin-1"


def _utf_8_sequences(path: Path) -> str:
    """The characters beyond ASCII that read as UTF-8 in the first part of the file."""
    with path.open("rb") as file:
        text = file.read(STEP).decode("utf-8", errors="ignore")
    return "".join(letter for letter in text if letter > "\x7f")
