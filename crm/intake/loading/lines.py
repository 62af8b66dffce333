"""Merging the lines of a file into those stored: new, replaced, unchanged, removed.

Each import keeps what it did to a line that somebody else had written (`import_change`), so that
undoing any of them, in any order, gives what the others alone would have given:

- `replaced`: the line had other content; `prior` is it, `prior_import_id` who wrote that.
- `removed`: the file's period does not have the line any more.
- `added`: the line had been removed by `prior_import_id` and is there again.
- `same`: the file says what `prior_import_id` had written; of lines that are still there they are
  kept folded (`crm.intake.loading.confirmed`).

A line that nobody had written before leaves no record: its `import_id` says it all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading.confirmed import confirm
from crm.intake.loading.counting import affected
from crm.intake.loading.derived import FAMILY, FAMILY_JOIN
from crm.intake.loading.line_columns import COLUMNS, CONTENT, KEY
from crm.sales.credit import CREDITED, keeps_credit

ASKED_SHARE = Decimal("0.05")
"""Above this share of a period's amount (of absolute amounts) a removal has to be confirmed."""

_MANY = 10_000


def key_of(line: str) -> str:
    """SQL for the one text under which a line's changes are kept."""
    return (
        f"concat_ws(chr(31), {line}.doc_no, {line}.line_no, {line}.series,"
        f" {line}.doc_type, {line}.source)"
    )


def _columns(row: str, names: Iterable[str]) -> str:
    return ", ".join(f"{row}.{name}" for name in names)


def _same_key(one: str, other: str) -> str:
    return " AND ".join(f"{one}.{part} = {other}.{part}" for part in KEY)


def _staged_key(row: str) -> str:
    return (
        f"concat_ws(chr(31), {row}.doc_no, {row}.line_no, {row}.series, {row}.doc_type,"
        " CAST(:source AS text))"
    )


_KEY_OF_I, _KEY_OF_M = _staged_key("i"), _staged_key("m")
_MATCH = f"""
    CREATE TEMP TABLE matched ON COMMIT DROP AS
    SELECT {_columns("i", KEY)}, l.import_id AS holder_id, l.date AS stored_date,
        ROW({_columns("l", CONTENT)}) IS DISTINCT FROM ROW({_columns("i", CONTENT)}) AS is_changed
    FROM incoming i
    JOIN sale_line l ON {_same_key("l", "i")} AND l.source = :source
"""
_TOUCHED = f"""
    SELECT DISTINCT date_trunc('month', i.date)::date
    FROM incoming i LEFT JOIN matched m ON {_same_key("m", "i")}
    WHERE m.is_changed IS DISTINCT FROM false
    UNION
    SELECT DISTINCT date_trunc('month', stored_date)::date FROM matched WHERE is_changed
"""
_REPLACE = f"""
    WITH changed AS (
        UPDATE sale_line l
        SET import_id = :import_id, family_id = {FAMILY},
            credited_id = CASE WHEN {keeps_credit("l")} THEN l.credited_id ELSE {CREDITED} END,
            {", ".join(f"{name} = stated.{name}" for name in CONTENT)}
        FROM incoming stated
        JOIN matched m ON {_same_key("m", "stated")} {FAMILY_JOIN}
        WHERE m.is_changed AND l.source = :source AND {_same_key("l", "stated")}
        RETURNING old.*
    )
    INSERT INTO import_change (import_id, subject, key, action, prior_import_id, prior)
    SELECT :import_id, 'line', {key_of("changed")}, 'replaced', import_id, to_jsonb(changed)
    FROM changed
"""
_RETURNED = f"""
    INSERT INTO import_change (import_id, subject, key, action, prior_import_id)
    SELECT :import_id, 'line', r.key, 'added', r.import_id
    FROM incoming i
    JOIN import_change r ON r.action = 'removed' AND r.subject = 'line'
        AND r.key = {_KEY_OF_I}
    WHERE NOT EXISTS (SELECT FROM matched m WHERE {_same_key("m", "i")})
      AND NOT EXISTS (
          SELECT FROM import_change later
          WHERE later.prior_import_id = r.import_id AND later.subject = 'line'
            AND later.key = r.key AND later.action <> 'same'
      )
"""
_INSERT = f"""
    INSERT INTO sale_line ({", ".join(COLUMNS)}, source, import_id, family_id, credited_id)
    SELECT {_columns("stated", COLUMNS)}, :source, :import_id, {FAMILY}, {CREDITED}
    FROM incoming stated {FAMILY_JOIN}
"""
# In a closed month also a line that had gone and is there again is credited as it was.
_CREDIT_RETURNED = f"""
    UPDATE sale_line stated SET credited_id = l.credited_id
    FROM import_change c
    JOIN import_change r ON r.action = 'removed' AND r.subject = 'line' AND r.key = c.key
        AND r.import_id = c.prior_import_id,
        jsonb_populate_record(NULL::sale_line, r.prior) AS l
    WHERE c.import_id = :import_id AND c.subject = 'line' AND c.action = 'added'
      AND {_same_key("stated", "l")} AND stated.source = l.source AND {keeps_credit("l")}
"""
_UNMATCHED = f"WHERE NOT EXISTS (SELECT FROM matched m WHERE {_same_key('m', 'stated')})"
_IN_PERIOD = "l.source = :source AND l.date BETWEEN :period_from AND :period_to"
_ABSENT = f"""
    SELECT count(*) FILTER (WHERE is_absent) AS lines,
        coalesce(sum(abs(amount)) FILTER (WHERE is_absent), 0) AS amount,
        coalesce(sum(abs(amount)), 0) AS whole
    FROM (
        SELECT l.amount,
            NOT EXISTS (SELECT FROM incoming i WHERE {_same_key("l", "i")}) AS is_absent
        FROM sale_line l WHERE {_IN_PERIOD}
    ) AS line
"""
_REMOVE = f"""
    WITH gone AS (
        DELETE FROM sale_line l
        WHERE {_IN_PERIOD} AND NOT EXISTS (SELECT FROM incoming i WHERE {_same_key("l", "i")})
        RETURNING old.*
    ), kept AS (
        INSERT INTO import_change (import_id, subject, key, action, prior_import_id, prior)
        SELECT :import_id, 'line', {key_of("gone")}, 'removed', import_id, to_jsonb(gone)
        FROM gone
    )
    SELECT date_trunc('month', date)::date, count(*) FROM gone GROUP BY 1
"""
_CONFIRM_REMOVED = f"""
    INSERT INTO import_change (import_id, subject, key, action, prior_import_id)
    SELECT :import_id, 'line', r.key, 'same', r.import_id
    FROM import_change r
    WHERE r.action = 'removed' AND r.subject = 'line' AND r.import_id <> :import_id
      AND r.prior ->> 'source' = :source
      AND CAST(r.prior ->> 'date' AS date) BETWEEN :period_from AND :period_to
      AND NOT EXISTS (
          SELECT FROM import_change later
          WHERE later.prior_import_id = r.import_id AND later.subject = 'line'
            AND later.key = r.key AND later.action <> 'same'
      )
      AND NOT EXISTS (
          SELECT FROM incoming i
          WHERE r.key = {_KEY_OF_I}
      )
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the lines of a file, and the months (first days) whose facts changed."""

    new: int
    replaced: int
    unchanged: int
    months: frozenset[date]


@dataclass(frozen=True, slots=True)
class Absent:
    """Stored lines of a period that the file does not have; amounts sum absolute amounts."""

    lines: int
    amount: Decimal
    whole: Decimal

    @property
    def must_be_asked(self) -> bool:
        """Whether they are more than a re-send would normally cancel."""
        return self.amount > self.whole * ASKED_SHARE


@dataclass(frozen=True, slots=True)
class Removed:
    """Lines removed from a period, and their months."""

    lines: int
    months: frozenset[date]


def merge(tx: Session, import_id: int, source: str) -> Merged:
    """Bring the lines of `incoming` in; `source` is the part of their identity that all share."""
    ids = {"import_id": import_id, "source": source}
    tx.execute(text(_MATCH), ids)
    tx.execute(text("ANALYZE matched"))
    unchanged = confirm(tx, import_id, source, _KEY_OF_M)
    if unchanged == tx.execute(text("SELECT count(*) FROM incoming")).scalar_one():
        # A re-send without news is spared three looks at all lines: two seconds in a million.
        return Merged(0, 0, unchanged, frozenset())
    months = frozenset(tx.execute(text(_TOUCHED)).scalars())
    replaced = affected(tx, _REPLACE, ids)
    returned = affected(tx, _RETURNED, ids)
    new = affected(tx, f"{_INSERT} {_UNMATCHED}", ids)
    if returned:
        tx.execute(text(_CREDIT_RETURNED), ids)
    if new > _MANY:
        # What follows reads whole months, and must not take them for a handful of lines.
        tx.execute(text("SELECT crm_analyze_lines()"))
    return Merged(new, replaced, unchanged, months)


def insert_new(tx: Session, import_id: int, source: str) -> int:
    """Store the lines of `incoming`, of which none may be stored yet; how many."""
    ids = {"import_id": import_id, "source": source}
    return affected(tx, _INSERT, ids)


def find_absent(tx: Session, source: str, period: tuple[date, date]) -> Absent:
    """What replacing the period (both days included) would remove; to be asked before `merge`."""
    row = tx.execute(text(_ABSENT), _period(source, period)).one()
    return Absent(row.lines, row.amount, row.whole)


def remove_absent(tx: Session, import_id: int, source: str, period: tuple[date, date]) -> Removed:
    """Remove the stored lines of the period that are not in `incoming`, keeping their images."""
    values = {"import_id": import_id, **_period(source, period)}
    tx.execute(text(_CONFIRM_REMOVED), values)
    rows = tx.execute(text(_REMOVE), values).all()
    return Removed(sum(count for _, count in rows), frozenset(month for month, _ in rows))


def _period(source: str, period: tuple[date, date]) -> dict[str, object]:
    return {"source": source, "period_from": period[0], "period_to": period[1]}
