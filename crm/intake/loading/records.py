"""Master records: what a file states is written, what it leaves blank is left as it is."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading import changes
from crm.intake.loading.unwinding import Fields, Statement, Value

EXTRA = "extra."
"""Prefix of the fields that a file brings beyond ours: `extra.Fax`."""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A table of master records with a unique `code`; `fields` are the columns files may state."""

    subject: str
    table: str
    fields: Mapping[str, str]
    has_extra: bool = True

    @property
    def blank(self) -> dict[str, Value]:
        """What each column holds that nobody stated."""
        return {name: "" if kind == "text" else None for name, kind in self.fields.items()}


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "text")


SELLER = RecordKind("seller", "seller", _texts("name", "position", "email", "manager_code"))
FAMILY = RecordKind(
    "family", "product_family", {"name": "text", "parent_id": "bigint"}, has_extra=False
)
PRODUCT = RecordKind("product", "product", {"name": "text", "family_id": "bigint", "unit": "text"})
CLIENT = RecordKind(
    "client",
    "client",
    {
        **_texts("name", "tax_id", "contact", "position", "phone", "email", "address"),
        **_texts("postal_code", "city", "region", "country", "segment"),
        "created_on": "date",
    },
)


class Stated(NamedTuple):
    """Codes of the records that were not there before, and of those with another value now."""

    created: frozenset[str]
    changed: frozenset[str]


def state(
    tx: Session, import_id: int, kind: RecordKind, fields_by_code: Mapping[str, Fields]
) -> Stated:
    """Create the records that are new, give the others the values stated, and keep the past.

    A field that is None or empty says nothing and erases nothing.
    """
    stored = read(tx, kind, fields_by_code.keys())
    changed: dict[str, Fields] = {}
    said: dict[str, Statement] = {}
    for code, current in stored.items():
        stated = _given(fields_by_code[code])
        prior = {name: current.get(name) for name in stated}
        said[code] = Statement(import_id, 0, created=False, stated=stated, prior=prior)
        if prior != stated:
            changed[code] = {**current, **stated}
    update(tx, kind, changed)
    changes.note(tx, import_id, kind.subject, said)
    new = {code: fields for code, fields in fields_by_code.items() if code not in stored}
    create(tx, import_id, kind, new)
    return Stated(frozenset(new), frozenset(changed))


def create(
    tx: Session, import_id: int, kind: RecordKind, fields_by_code: Mapping[str, Fields]
) -> dict[str, int]:
    """Create records of which none is stored, and keep that this import did; their keys."""
    stated = {code: _given(fields) for code, fields in fields_by_code.items()}
    ids = _insert(tx, kind, import_id, stated)
    said = {
        code: Statement(import_id, 0, created=True, stated=fields, prior={})
        for code, fields in stated.items()
    }
    changes.note(tx, import_id, kind.subject, said)
    return ids


def _given(fields: Fields) -> dict[str, Value]:
    return {name: value for name, value in fields.items() if value not in (None, "")}


def read(tx: Session, kind: RecordKind, codes: Collection[str]) -> dict[str, dict[str, Value]]:
    """The stored records of these codes; what is beyond our columns as `extra.<header>`."""
    statement = text(
        f"SELECT code, to_jsonb(record) AS held FROM {kind.table} AS record"
        " WHERE code = ANY (:codes)"
    )
    found: dict[str, dict[str, Value]] = {}
    for chunk in changes.chunks(codes):
        for code, held in tx.execute(statement, {"codes": chunk}):
            fields = {name: held[name] for name in kind.fields}
            fields |= {EXTRA + name: value for name, value in held.get("extra", {}).items()}
            found[code] = fields
    return found


def _insert(
    tx: Session, kind: RecordKind, import_id: int, records: Mapping[str, Fields]
) -> dict[str, int]:
    columns = [*kind.fields, *(["extra"] if kind.has_extra else [])]
    values = [
        f"coalesce(r.{name}, '')" if kind.fields.get(name) == "text" else f"r.{name}"
        for name in columns
    ]
    statement = text(
        f"INSERT INTO {kind.table} (code, import_id, {', '.join(columns)})"
        f" SELECT r.code, :import_id, {', '.join(values)} FROM {_recordset(kind)}"
        " RETURNING code, id"
    )
    ids: dict[str, int] = {}
    for rows in _as_json(kind, records):
        found = tx.execute(statement, {"rows": rows, "import_id": import_id})
        ids |= {row.code: row.id for row in found}
    return ids


def update(tx: Session, kind: RecordKind, records: Mapping[str, Fields]) -> None:
    """Write all fields of records."""
    columns = [*kind.fields, *(["extra"] if kind.has_extra else [])]
    assignments = ", ".join(f"{name} = r.{name}" for name in columns)
    statement = text(
        f"UPDATE {kind.table} t SET {assignments} FROM {_recordset(kind)} WHERE t.code = r.code"
    )
    for rows in _as_json(kind, records):
        tx.execute(statement, {"rows": rows})


def delete(tx: Session, kind: RecordKind, codes: Collection[str]) -> None:
    """Remove records that nothing refers to."""
    if codes:
        statement = text(f"DELETE FROM {kind.table} WHERE code = ANY (:codes)")
        tx.execute(statement, {"codes": list(codes)})


def ids_of(tx: Session, kind: RecordKind, codes: Collection[str]) -> dict[str, int]:
    """The key of each record by its code."""
    if not codes:
        return {}
    statement = text(f"SELECT code, id FROM {kind.table} WHERE code = ANY (:codes)")
    return {row.code: row.id for row in tx.execute(statement, {"codes": list(codes)})}


def _recordset(kind: RecordKind) -> str:
    columns = [f"{name} {sql_type}" for name, sql_type in kind.fields.items()]
    columns += ["extra jsonb"] if kind.has_extra else []
    return f"jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(code text, {', '.join(columns)})"


def _as_json(kind: RecordKind, records: Mapping[str, Fields]) -> Iterable[str]:
    for chunk in changes.chunks(records.items()):
        rows = []
        for code, fields in chunk:
            row: dict[str, object] = {name: fields[name] for name in kind.fields if name in fields}
            row["code"] = code
            if kind.has_extra:
                row["extra"] = _extra(fields)
            rows.append(row)
        yield json.dumps(rows)


def _extra(fields: Fields) -> dict[str, Value]:
    return {
        name.removeprefix(EXTRA): value
        for name, value in fields.items()
        if name.startswith(EXTRA) and value is not None
    }
