"""Undoing an import: what would be stored had it never been loaded, others as they are.

Imports may be undone in any order. What later imports said stays; what they had found before them
is corrected. A record that the import created and that others still use stays, and is named.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading import changes, owners, records
from crm.intake.loading.derived import place_in_families_again
from crm.intake.loading.lines_undo import undo_lines
from crm.intake.loading.records import CLIENT, FAMILY, PRODUCT, SELLER, RecordKind
from crm.intake.loading.unwinding import Statement, Unwound, Value, unwind
from crm.intake.loading.used import Use, users_of
from crm.sales.credit import credit_again, months_of_clients
from crm.sales.facts import rebuild_months


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import did.

    `kept` names the records that the import created and that others use, by kind ("client" ...);
    `records_removed` counts those that went, by kind.
    """

    lines_removed: int
    lines_restored: int
    months: frozenset[date]
    records_removed: dict[str, int] = field(default_factory=dict)
    kept: dict[str, list[str]] = field(default_factory=dict)


def undo_import(tx: Session, import_id: int) -> Undone:
    """Take an import out; the transaction is an import's and holds the company.

    Lines first, then what they named; facts of all touched months are summed again.
    """
    lines = undo_lines(tx, import_id)
    months = set(lines.months)
    months |= _undo_owners(tx, import_id)
    removed: dict[str, int] = {}
    kept: dict[str, list[str]] = {}
    for kind in (CLIENT, PRODUCT, FAMILY, SELLER):
        undone = _undo_records(tx, import_id, kind)
        removed[kind.subject] = undone.removed
        if undone.kept:
            kept[kind.subject] = undone.kept
        months |= undone.months
    for kind in (CLIENT, PRODUCT, FAMILY, SELLER):
        removed[kind.subject] += _remove_abandoned(tx, kind)
    rebuild_months(tx, months)
    # At the very end: who reads lines waits from here to the commit, where none are left.
    tx.execute(text("SELECT crm_drop_line_indexes()"))
    return Undone(lines.removed, lines.restored, frozenset(months), removed, kept)


_ABANDONED = """
    SELECT r.code FROM {0} r JOIN import_batch b ON b.id = r.import_id
    WHERE b.state = 'undone' AND NOT EXISTS (
        SELECT FROM import_change c JOIN import_batch l ON l.id = c.import_id
        WHERE c.subject = :subject AND c.key = r.code AND l.state <> 'undone'
    )
"""


@dataclass(slots=True)
class _RecordsUndone:
    removed: int = 0
    kept: list[str] = field(default_factory=list)
    months: set[date] = field(default_factory=set)


def _undo_records(tx: Session, import_id: int, kind: RecordKind) -> _RecordsUndone:
    statements = _statements(tx, import_id, kind.subject)
    stored = records.read(tx, kind, statements.keys())
    unwound = {
        code: _take_out(import_id, found, stored.get(code, {}), kind.blank)
        for code, found in statements.items()
    }
    changes.forget(tx, import_id, kind.subject)
    gone = {code for code, result in unwound.items() if result.is_gone and code in stored}
    kept = _remove_unused(tx, kind, gone)
    _hand_over(tx, kind, kept, statements, import_id)
    restored = {
        code: {**stored[code], **result.restored}
        for code, result in unwound.items()
        if result.restored and not result.is_gone and code in stored
    }
    records.update(tx, kind, restored)
    changes.rewrite(
        tx, kind.subject, (said for result in unwound.values() for said in result.rewritten)
    )
    for code, one in unwound.items():
        for said in one.rewritten:
            if said.created:
                _set_creator(tx, kind, said.import_id, [code])
    result = _RecordsUndone(len(gone) - len(kept), sorted(kept))
    if kind is PRODUCT:
        ids = records.ids_of(tx, kind, restored.keys())
        result.months = place_in_families_again(tx, ids.values())
    return result


def _statements(tx: Session, import_id: int, subject: str) -> dict[str, list[Statement]]:
    keys = changes.keys_of(tx, import_id, subject)
    return changes.statements_about(tx, subject, keys)


def _take_out(
    import_id: int,
    statements: list[Statement],
    current: Mapping[str, Value],
    blank: Mapping[str, Value],
) -> Unwound:
    undone = next(said for said in statements if said.import_id == import_id)
    others = [said for said in statements if said is not undone]
    return unwind(undone, others, current, blank)


def _remove_unused(tx: Session, kind: RecordKind, gone: Collection[str]) -> dict[str, Use]:
    """Delete the records nobody uses; the others, with who uses them.

    A family may be used by another that goes too, so it is tried until nothing more goes.
    """
    left = set(gone)
    while left:
        used = users_of(tx, kind, left)
        unused = left - used.keys()
        if not unused:
            return used
        records.delete(tx, kind, unused)
        left -= unused
    return {}


def _remove_abandoned(tx: Session, kind: RecordKind) -> int:
    """Delete what an import undone earlier had left because others used it, who are gone by now."""
    abandoned = set(
        tx.execute(text(_ABANDONED.format(kind.table)), {"subject": kind.subject}).scalars()
    )
    gone = abandoned - _remove_unused(tx, kind, abandoned).keys()
    tx.execute(
        text("DELETE FROM import_change WHERE subject = :subject AND key = ANY (:codes)"),
        {"subject": kind.subject, "codes": sorted(gone)},
    )
    return len(gone)


def _hand_over(
    tx: Session,
    kind: RecordKind,
    kept: Mapping[str, Use],
    statements: Mapping[str, list[Statement]],
    import_id: int,
) -> None:
    """A record that stays now counts as created by the import that uses it."""
    by_import: dict[int, dict[str, Statement]] = {}
    for code, use in kept.items():
        if use.import_id is not None:
            mine = next(said for said in statements[code] if said.import_id == import_id)
            heir = Statement(use.import_id, 0, created=True, stated=mine.stated, prior={})
            by_import.setdefault(use.import_id, {})[code] = heir
    for heir_id, said in by_import.items():
        changes.note(tx, heir_id, kind.subject, said)
        _set_creator(tx, kind, heir_id, said.keys())


def _set_creator(tx: Session, kind: RecordKind, import_id: int, codes: Collection[str]) -> None:
    tx.execute(
        text(f"UPDATE {kind.table} SET import_id = :id WHERE code = ANY (:codes)"),
        {"id": import_id, "codes": list(codes)},
    )


def _undo_owners(tx: Session, import_id: int) -> set[date]:
    statements = _statements(tx, import_id, owners.SUBJECT)
    current = owners.seller_of(tx, statements.keys())
    puts: dict[owners.Entry, int] = {}
    drops: list[owners.Entry] = []
    rewritten: list[Statement] = []
    for key, found in statements.items():
        held: dict[str, Value] = {owners.FIELD: current.get(key)}
        result = _take_out(import_id, found, held, {owners.FIELD: None})
        rewritten += result.rewritten
        before = result.restored.get(owners.FIELD)
        if result.is_gone and owners.FIELD in result.restored:
            drops.append(owners.entry_of(key))
        elif isinstance(before, int):
            puts[owners.entry_of(key)] = before
    changes.forget(tx, import_id, owners.SUBJECT)
    handed = owners.write(tx, puts=puts, drops=drops)
    changes.rewrite(tx, owners.SUBJECT, rewritten)
    return credit_again(tx, handed.touched) | months_of_clients(tx, handed.handed_over)
