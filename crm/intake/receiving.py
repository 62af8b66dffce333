"""A file comes in: its bytes are kept as they are before anything else is done with them."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO, Literal

from sqlalchemy import text
from sqlmodel import Session

from crm.db import Actor
from crm.intake.packing import plain_bytes
from crm.intake.states import State
from crm.kit.errors import Invalid

PART_BYTES = 4 << 20
LARGEST_FILE = 2 << 30
LONGEST_NAME = 255
Way = Literal["upload", "api", "command", "mail", "sample"]


class FileTooLarge(Invalid):
    """The file is larger than any that is taken in."""


class Wish(StrEnum):
    """What may be said about a file without saying what its columns mean."""

    KIND = "kind"
    SOURCE = "source"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Received:
    """The import that a file became; a duplicate is one that is loaded already."""

    import_id: int
    is_duplicate: bool


def receive(
    tx: Session,
    actor: Actor,
    file_name: str,
    stream: BinaryIO,
    *,
    way: Way = "upload",
    mapping: dict[str, Any] | None = None,
) -> Received:
    """Keep a file and put it into the queue, or note that it is loaded already.

    `mapping` is in the form of `Mapping.to_json`; with `Wish`es alone the rest is detected. Memory
    stays flat whatever the size. Raises FileTooLarge.
    """
    import_id = _new_batch(tx, actor, _plain_name(file_name), way, mapping)
    digest = hashlib.sha256()
    size = 0
    for part, content in enumerate(parts_of(stream)):
        digest.update(content)
        size += len(content)
        if size > LARGEST_FILE:
            raise FileTooLarge("intake.load_file_too_large", limit=LARGEST_FILE >> 30)
        tx.execute(
            text(
                "INSERT INTO import_file (import_id, part, content) VALUES (:id, :part, :content)"
            ),
            {"id": import_id, "part": part, "content": content},
        )
    sha256 = digest.hexdigest()
    loaded = loaded_before(tx, sha256)
    tx.execute(
        text("UPDATE import_batch SET sha256 = :sha256, size = :size WHERE id = :id"),
        {"sha256": sha256, "size": size, "id": import_id},
    )
    if loaded is not None:
        note_duplicate(tx, import_id, loaded)
    return Received(import_id, loaded is not None)


def loaded_before(tx: Session, sha256: str) -> int | None:
    """The import with these very bytes that is loaded and not undone; None when there is none."""
    return tx.execute(
        text(
            "SELECT id FROM import_batch WHERE sha256 = :sha256 AND state = :loaded"
            " ORDER BY id LIMIT 1"
        ),
        {"sha256": sha256, "loaded": State.LOADED},
    ).scalar()


def note_duplicate(tx: Session, import_id: int, loaded: int) -> None:
    """Nothing is to be done for this file; its bytes are those of the one that is loaded."""
    tx.execute(
        text(
            "UPDATE import_batch b SET state = :state, outcome = 'duplicate',"
            " duplicate_of = :loaded, kind = l.kind,"
            " format = l.format, mapping = l.mapping, finished_at = now()"
            " FROM import_batch l WHERE b.id = :id AND l.id = :loaded"
        ),
        {"state": State.DUPLICATE, "loaded": loaded, "id": import_id},
    )
    tx.execute(text("DELETE FROM import_file WHERE import_id = :id"), {"id": import_id})


def original_parts(tx: Session, import_id: int) -> Iterator[bytes]:
    """The bytes of the file as received, part by part; those of a duplicate are the other's."""
    holder = tx.execute(
        text("SELECT coalesce(duplicate_of, id) FROM import_batch WHERE id = :id"),
        {"id": import_id},
    ).scalar()
    part = 0
    read = text("SELECT content, is_packed FROM import_file WHERE import_id = :id AND part = :part")
    while (stored := tx.execute(read, {"id": holder, "part": part}).first()) is not None:
        yield plain_bytes(stored.content, is_packed=stored.is_packed)
        part += 1


def parts_of(stream: BinaryIO, size: int = PART_BYTES) -> Iterable[bytes]:
    """The bytes of a stream in parts of `size`, the last one shorter."""
    while content := stream.read(size):
        yield content


def _plain_name(file_name: str) -> str:
    """A name without folders or control characters, at most 255 long."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in name if letter.isprintable()).strip()
    return printable[-LONGEST_NAME:] or "?"


def _new_batch(
    tx: Session, actor: Actor, file_name: str, way: Way, mapping: dict[str, Any] | None
) -> int:
    return tx.execute(
        text(
            "INSERT INTO import_batch (file_name, way, state, created_by, mapping)"
            " VALUES (:file_name, :way, :state, :by, CAST(:mapping AS jsonb)) RETURNING id"
        ),
        {
            "file_name": file_name,
            "way": way,
            "state": State.QUEUED,
            "by": actor.user_id or None,
            "mapping": None if mapping is None else json.dumps(mapping),
        },
    ).scalar_one()
