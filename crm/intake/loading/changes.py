"""Reading and writing what imports said of records: the table `import_change`, lines apart."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading.unwinding import Statement, Value

_NOTE = """
    INSERT INTO import_change (import_id, subject, key, action, prior, stated)
    SELECT :import_id, :subject, note.key, note.action, note.prior, note.stated
    FROM jsonb_to_recordset(CAST(:notes AS jsonb))
        AS note(key text, action text, prior jsonb, stated jsonb)
    ON CONFLICT (import_id, subject, key) DO UPDATE
    SET prior = excluded.prior || import_change.prior,
        stated = import_change.stated || excluded.stated
"""
_REWRITE = """
    UPDATE import_change c SET action = note.action, prior = note.prior
    FROM jsonb_to_recordset(CAST(:notes AS jsonb))
        AS note(id bigint, action text, prior jsonb)
    WHERE c.id = note.id AND c.subject = :subject
"""
_OF_KEYS = """
    SELECT key, import_id, id, action, stated, prior
    FROM import_change
    WHERE subject = :subject AND subject <> 'line' AND key = ANY (:keys)
    ORDER BY id
"""
CREATED, STATED = "created", "stated"
CHUNK = 5_000


def note(tx: Session, import_id: int, subject: str, statements: Mapping[str, Statement]) -> None:
    """Keep what an import said of the records of a subject, by their keys."""
    for chunk in chunks(statements.items()):
        notes = [
            {
                "key": key,
                "action": CREATED if said.created else STATED,
                "prior": said.prior,
                "stated": said.stated,
            }
            for key, said in chunk
        ]
        values = {"import_id": import_id, "subject": subject, "notes": json.dumps(notes)}
        tx.execute(text(_NOTE), values)


def keys_of(tx: Session, import_id: int, subject: str) -> list[str]:
    """The records of a subject that an import named."""
    rows = tx.execute(
        text(
            "SELECT key FROM import_change WHERE import_id = :import_id AND subject = :subject"
            " ORDER BY key"
        ),
        {"import_id": import_id, "subject": subject},
    )
    return list(rows.scalars())


def statements_about(
    tx: Session, subject: str, keys: Collection[str]
) -> dict[str, list[Statement]]:
    """All statements of all imports about these records, by key, in the order of loading."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for row in tx.execute(text(_OF_KEYS), {"subject": subject, "keys": list(keys)}):
        created = row.action == CREATED
        found[row.key].append(
            Statement(row.import_id, row.id, created, row.stated or {}, row.prior or {})
        )
    return found


def rewrite(tx: Session, subject: str, statements: Iterable[Statement]) -> None:
    """Keep what statements now know of their past."""
    for chunk in chunks(statements):
        notes = [
            {
                "id": said.order,
                "action": CREATED if said.created else STATED,
                "prior": said.prior,
            }
            for said in chunk
        ]
        tx.execute(text(_REWRITE), {"subject": subject, "notes": json.dumps(notes)})


def forget(tx: Session, import_id: int, subject: str) -> None:
    """Drop everything an import said about a subject."""
    tx.execute(
        text("DELETE FROM import_change WHERE import_id = :import_id AND subject = :subject"),
        {"import_id": import_id, "subject": subject},
    )


def chunks(items: Iterable, size: int = CHUNK) -> Iterable[list]:
    """The items in lists of at most `size`."""
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


__all__ = [
    "Statement",
    "Value",
    "chunks",
    "forget",
    "keys_of",
    "note",
    "rewrite",
    "statements_about",
]
