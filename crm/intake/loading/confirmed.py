"""What a file says again of lines that others wrote, kept in as little room as it deserves.

An ERP that sends its whole history every night says a million times what is known. Undoing the
import that wrote a line must find who said the same since (`crm.intake.loading.lines`, `same`), and
nothing else ever asks. So the keys of confirmed lines lie folded, thousands in a row, by the import
that had written them, and are unfolded into records of their own when that one is undone.
"""

from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading.counting import affected

_FOLD = """
    WITH folded AS (
        INSERT INTO import_confirmed (import_id, holder_id, part, keys)
        SELECT :import_id, holder_id, part, array_agg(key)
        FROM (
            SELECT m.holder_id, {key} AS key, (row_number() OVER () - 1) / 10000 AS part
            FROM matched m WHERE NOT m.is_changed
        ) AS same
        GROUP BY holder_id, part
        RETURNING keys
    )
    SELECT coalesce(sum(cardinality(keys)), 0) FROM folded
"""
_UNFOLD = """
    WITH folded AS (
        DELETE FROM import_confirmed WHERE holder_id = :import_id RETURNING import_id, keys
    )
    INSERT INTO import_change (import_id, subject, key, action, prior_import_id)
    SELECT import_id, 'line', unnest(keys), 'same', :import_id FROM folded ORDER BY import_id
"""
_FORGET = "DELETE FROM import_confirmed WHERE import_id = :import_id"


def confirm(tx: Session, import_id: int, source: str, key: str) -> int:
    """Keep that a file says the unchanged lines of `matched` too; how many they are.

    `key` is SQL for the key of a line `m`; it may name the `source` that all share.
    """
    values = {"import_id": import_id, "source": source}
    return int(tx.execute(text(_FOLD.format(key=key)), values).scalar_one())


def unfold(tx: Session, import_id: int) -> int:
    """Make records of what others confirmed of this import's lines; how many."""
    return affected(tx, _UNFOLD, {"import_id": import_id})


def forget(tx: Session, import_id: int) -> None:
    """Forget what the file of an import that is undone had confirmed."""
    tx.execute(text(_FORGET), {"import_id": import_id})
