"""Originals take less room once there is nothing else to do: a file of lines shrinks to a fifth.

Packing at the moment a file comes would make its import slower by a tenth. Parts that are not
packed yet, those of earlier versions among them, are read as they are.
"""

import zlib

from sqlalchemy import text
from sqlmodel import Session

_NEXT = """
    SELECT import_id, part, content FROM import_file WHERE NOT is_packed
    ORDER BY import_id, part LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_PACK = """
    UPDATE import_file SET content = :content, is_packed = true
    WHERE import_id = :import_id AND part = :part
"""


def pack_next(tx: Session) -> bool:
    """Pack one part of an original, the oldest; False when all are packed or being packed.

    Needs the transaction of an import.
    """
    plain = tx.execute(text(_NEXT)).first()
    if plain is None:
        return False
    place = {"import_id": plain.import_id, "part": plain.part}
    tx.execute(text(_PACK), {"content": zlib.compress(plain.content), **place})
    return True


def plain_bytes(content: bytes, *, is_packed: bool) -> bytes:
    """The bytes of a stored part as they were received."""
    return zlib.decompress(content) if is_packed else bytes(content)
