"""Taking the lines of one import out of the history, whatever was loaded after it.

For each line that the import wrote (its *version*) there are four cases, in this order:

1. A later import said the same. It becomes the one that wrote the version.
2. A later import changed or removed the version. What the undone import had found is handed to it
   as what *it* found; where that is nothing, it is now the first to write the line.
3. Nobody came after, and the import had found something: that is put back.
4. Nobody came after, and it had found nothing: the line goes.

`crm.intake.loading.lines` says what the records mean.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading.confirmed import forget, hand_down
from crm.intake.loading.derived import FAMILY, FAMILY_JOIN
from crm.intake.loading.line_columns import CONTENT, KEY
from crm.intake.loading.lines import key_of
from crm.sales.credit import CREDITED, IS_CLOSED

_STORED = ("original_date", *CONTENT)
_WHOLE_KEY = (*KEY, "source")
_PARTS = ("doc_no", "line_no", "series", "doc_type", "source")


def _key_is(line: str, key: str) -> str:
    """SQL: the line is the one that a record's key names; by columns, so that the index is used."""
    conditions = [
        f"{line}.{name} = split_part({key}, chr(31), {n})" for n, name in enumerate(_PARTS, 1)
    ]
    conditions[1] = f"{line}.line_no = CAST(split_part({key}, chr(31), 2) AS integer)"
    return " AND ".join(conditions)


_MINE = """
    CREATE TEMP TABLE mine ON COMMIT DROP AS
    SELECT key, action, prior_import_id, prior FROM import_change
    WHERE import_id = :import_id AND subject = 'line' AND action <> 'same'
"""
_HEIRS = """
    CREATE TEMP TABLE heir ON COMMIT DROP AS
    SELECT DISTINCT ON (key) key, import_id FROM import_change
    WHERE prior_import_id = :import_id AND subject = 'line' AND action = 'same'
    ORDER BY key, id
"""
_NEXT = """
    CREATE TEMP TABLE next ON COMMIT DROP AS
    SELECT c.key, c.import_id, c.action,
        m.prior, m.prior_import_id, m.action AS mine
    FROM import_change c LEFT JOIN mine m ON m.key = c.key
    WHERE c.prior_import_id = :import_id AND c.subject = 'line' AND c.action <> 'same'
      AND NOT EXISTS (SELECT FROM heir h WHERE h.key = c.key)
"""

# 1. A later import said the same.
_INHERIT = (
    f"""
    UPDATE sale_line l SET import_id = h.import_id FROM heir h
    WHERE l.import_id = :import_id AND {_key_is("l", "h.key")}
    """,
    """
    UPDATE import_change c
    SET action = m.action, prior_import_id = m.prior_import_id, prior = m.prior
    FROM heir h JOIN mine m ON m.key = h.key
    WHERE c.import_id = h.import_id AND c.subject = 'line' AND c.key = h.key
    """,
    """
    DELETE FROM import_change c USING heir h
    WHERE c.import_id = h.import_id AND c.subject = 'line' AND c.key = h.key
      AND NOT EXISTS (SELECT FROM mine m WHERE m.key = h.key)
    """,
    """
    UPDATE import_change c SET prior_import_id = h.import_id FROM heir h
    WHERE c.prior_import_id = :import_id AND c.subject = 'line' AND c.key = h.key
    """,
    "DELETE FROM mine m USING heir h WHERE h.key = m.key",
)

# 2. A later import changed or removed the version. A removal that now finds nothing to remove is
# none: what rests upon it is told of what was there before, or of nothing.
_IDLE = "n.action = 'removed' AND n.prior IS NULL"
_HAND_ON = (
    f"""
    UPDATE import_change c SET prior_import_id = n.prior_import_id FROM next n
    WHERE c.prior_import_id = n.import_id AND c.subject = 'line' AND c.key = n.key
      AND {_IDLE} AND n.prior_import_id IS NOT NULL
    """,
    f"""
    DELETE FROM import_change c USING next n
    WHERE c.prior_import_id = n.import_id AND c.subject = 'line' AND c.key = n.key
      AND {_IDLE} AND n.prior_import_id IS NULL
    """,
    f"""
    UPDATE import_change c SET action = 'same', prior = NULL, prior_import_id = n.prior_import_id
    FROM next n
    WHERE c.import_id = n.import_id AND c.subject = 'line' AND c.key = n.key
      AND {_IDLE} AND n.prior_import_id IS NOT NULL
    """,
    f"""
    UPDATE import_change c
    SET prior = n.prior, prior_import_id = n.prior_import_id,
        action = CASE
            WHEN n.prior IS NULL THEN 'added'
            WHEN n.action = 'added' THEN 'replaced'
            ELSE n.action
        END
    FROM next n
    WHERE c.import_id = n.import_id AND c.subject = 'line' AND c.key = n.key
      AND NOT ({_IDLE}) AND (n.prior IS NOT NULL OR n.prior_import_id IS NOT NULL)
    """,
    """
    DELETE FROM import_change c USING next n
    WHERE c.import_id = n.import_id AND c.subject = 'line' AND c.key = n.key
      AND n.prior IS NULL AND n.prior_import_id IS NULL
    """,
    "DELETE FROM mine m USING next n WHERE n.key = m.key",
)

# 3. and 4. Nobody came after. The images are read as rows of the table.
_AS_WAS = f"""
    SELECT stated.*, {FAMILY} AS derived_family_id,
        CASE WHEN {IS_CLOSED} THEN stated.credited_id ELSE {CREDITED} END AS derived_credited_id
    FROM (
        SELECT m.prior_import_id AS holder_id, m.action, was.*
        FROM mine m, jsonb_populate_record(NULL::sale_line, m.prior) AS was
        WHERE m.prior IS NOT NULL
    ) AS stated {FAMILY_JOIN}
"""
_PUT_BACK = f"""
    UPDATE sale_line l
    SET import_id = was.holder_id, family_id = was.derived_family_id,
        credited_id = was.derived_credited_id,
        {", ".join(f"{name} = was.{name}" for name in _STORED)}
    FROM ({_AS_WAS}) AS was
    WHERE l.import_id = :import_id AND was.action = 'replaced'
      AND {" AND ".join(f"l.{name} = was.{name}" for name in _WHOLE_KEY)}
    RETURNING old.date, new.date
"""
_BRING_BACK = f"""
    INSERT INTO sale_line
        ({", ".join((*_WHOLE_KEY, *_STORED))}, import_id, family_id, credited_id)
    SELECT {", ".join(f"was.{name}" for name in (*_WHOLE_KEY, *_STORED))},
        was.holder_id, was.derived_family_id, was.derived_credited_id
    FROM ({_AS_WAS}) AS was WHERE was.action = 'removed'
    RETURNING date, date
"""
_TAKE_AWAY = f"""
    DELETE FROM sale_line l
    WHERE l.import_id = :import_id
      AND NOT EXISTS (
          SELECT FROM mine m WHERE m.action = 'replaced' AND m.key = {key_of("l")}
      )
    RETURNING date, date
"""


class LinesUndone(NamedTuple):
    """Lines that went, that were put back as they were, and the months (first days) touched."""

    removed: int
    restored: int
    months: frozenset[date]


def undo_lines(tx: Session, import_id: int) -> LinesUndone:
    """Take the lines of an import out; the transaction is an import's and holds the company."""
    mine = {"import_id": import_id}
    hand_down(tx, import_id)
    for prepare in (_MINE, _HEIRS, _NEXT):
        tx.execute(text(prepare), mine)
    tx.execute(text("ANALYZE mine, heir, next"))
    for step in (*_INHERIT, *_HAND_ON):
        tx.execute(text(step), mine)
    months: set[date] = set()
    removed = _months_of(tx, _TAKE_AWAY, import_id, months)
    restored = _months_of(tx, _PUT_BACK, import_id, months)
    restored += _months_of(tx, _BRING_BACK, import_id, months)
    forget(tx, import_id)
    tx.execute(
        text("DELETE FROM import_change WHERE import_id = :import_id AND subject = 'line'"), mine
    )
    return LinesUndone(removed, restored, frozenset(months))


def _months_of(tx: Session, statement: str, import_id: int, months: set[date]) -> int:
    """Run a statement that returns the old and new dates of lines; how many, and their months."""
    summary = text(
        f"WITH line(old_date, new_date) AS ({statement})"
        " SELECT date_trunc('month', old_date::timestamp)::date,"
        " date_trunc('month', new_date::timestamp)::date, count(*) FROM line GROUP BY 1, 2"
    )
    lines = 0
    for old, new, count in tx.execute(summary, {"import_id": import_id}):
        months |= {old, new}
        lines += count
    return lines
