"""What a file says again of lines that others wrote, kept in as little room as it deserves.

An ERP that sends its whole history every night says a million times what is known. Undoing the
import that wrote a line must find who said the same since (`crm.intake.loading.lines`, `same`), and
nothing else ever asks. So the keys of confirmed lines lie folded, thousands in a row, by the import
that holds them. When that one is undone, only the first who said the same is unfolded, into records
of its own: it becomes the holder, and what the others confirmed of it stays folded.
"""

from sqlalchemy import text
from sqlmodel import Session

# The same lines of a holder fold into the same rows whenever they are sent, by a hash of the key
# into some thousands each: two rows of the same lines can be known to agree without taking apart.
# Their first key and a digest of all say so; even to count the keys would be to read them.
_INSERT = """
    WITH same AS MATERIALIZED ({same}), held AS (
        SELECT import_id, holder_id,
            (2 ^ ceil(log(2, greatest(count(*), 8192) / 8192.0)))::integer AS parts
        FROM same GROUP BY import_id, holder_id
    )
    INSERT INTO import_confirmed (import_id, holder_id, first_key, keys, digest)
    SELECT import_id, holder_id, min(key), array_agg(key), bit_xor(hashtextextended(key, 0))
    FROM same JOIN held USING (import_id, holder_id)
    GROUP BY import_id, holder_id, hashtext(key) & (parts - 1)
    {returning}
"""
_UNCHANGED = """
    SELECT CAST(:import_id AS bigint) AS import_id, m.holder_id, {key} COLLATE "C" AS key
    FROM matched m WHERE NOT m.is_changed
"""

_FIRST_HEIR = "SELECT min(import_id) FROM import_confirmed WHERE holder_id = :import_id"
_HAND_WHOLE = """
    UPDATE import_confirmed other SET holder_id = :heir FROM import_confirmed first
    WHERE first.import_id = :heir AND first.holder_id = :import_id
      AND other.holder_id = :import_id AND other.import_id <> :heir
      AND other.first_key = first.first_key AND other.digest = first.digest
"""
_TAKE_APART = """
    CREATE TEMP TABLE apart ON COMMIT DROP AS
    WITH gone AS (
        DELETE FROM import_confirmed WHERE holder_id = :import_id AND import_id <> :heir
        RETURNING import_id, keys
    ), heirs AS (
        SELECT unnest(keys) AS key FROM import_confirmed
        WHERE import_id = :heir AND holder_id = :import_id
    ), each AS (SELECT import_id, unnest(keys) AS key FROM gone)
    SELECT each.import_id, each.key,
        CASE WHEN heirs.key IS NULL THEN :import_id ELSE :heir END AS holder_id
    FROM each LEFT JOIN heirs ON heirs.key = each.key
"""
_UNFOLD = """
    WITH folded AS (
        DELETE FROM import_confirmed WHERE import_id = :heir AND holder_id = :import_id
        RETURNING keys
    )
    INSERT INTO import_change (import_id, subject, key, action, prior_import_id)
    SELECT :heir, 'line', unnest(keys), 'same', :import_id FROM folded
"""
_FORGET = "DELETE FROM import_confirmed WHERE import_id = :import_id"


def confirm(tx: Session, import_id: int, source: str, key: str) -> int:
    """Keep that a file says the unchanged lines of `matched` too; how many they are.

    `key` is SQL for the key of a line `m`; it may name the `source` that all share.
    """
    fold = _INSERT.format(same=_UNCHANGED.format(key=key), returning="RETURNING cardinality(keys)")
    folded = tx.execute(text(fold), {"import_id": import_id, "source": source})
    return sum(folded.scalars())


def hand_down(tx: Session, import_id: int) -> None:
    """Make records (`same`) of who first confirmed each line of this import; it is to be undone.

    What others confirmed of those lines is from now on held of that first one.
    """
    while (heir := tx.execute(text(_FIRST_HEIR), {"import_id": import_id}).scalar()) is not None:
        step = {"import_id": import_id, "heir": heir}
        tx.execute(text(_HAND_WHOLE), step)
        tx.execute(text("DROP TABLE IF EXISTS apart"))
        tx.execute(text(_TAKE_APART), step)
        tx.execute(text(_INSERT.format(same="SELECT * FROM apart", returning="")))
        tx.execute(text(_UNFOLD), step)


def forget(tx: Session, import_id: int) -> None:
    """Forget what the file of an import that is undone had confirmed."""
    tx.execute(text(_FORGET), {"import_id": import_id})
