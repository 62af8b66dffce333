"""Who owns a client since when: entries dated by their first day, each until the next begins."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading import changes
from crm.intake.loading.derived import EARLY
from crm.intake.loading.unwinding import Statement, Value

SUBJECT = "owner"
FIELD = "seller_id"
_SEPARATOR = "\x1f"

_ENTRIES = """
    SELECT c.code, o.from_date, o.seller_id
    FROM client c LEFT JOIN client_owner o ON o.client_id = c.id
    WHERE c.code = ANY (:codes)
    ORDER BY c.code, o.from_date
"""
# The end of an entry is set below; until then it may not look like a second current one.
_PUT = """
    INSERT INTO client_owner (client_id, seller_id, from_date, until_date, import_id)
    SELECT c.id, r.seller_id, r.from_date, r.from_date + 1, :import_id
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(code text, from_date date, seller_id bigint)
    JOIN client c ON c.code = r.code
    ON CONFLICT (client_id, from_date) DO UPDATE SET seller_id = excluded.seller_id
"""
_DROP = """
    DELETE FROM client_owner o
    USING jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(code text, from_date date), client c
    WHERE c.code = r.code AND o.client_id = c.id AND o.from_date = r.from_date
"""
_ENDS = """
    UPDATE client_owner o SET until_date = ends.next_from
    FROM (
        SELECT e.id,
            lead(e.from_date) OVER (PARTITION BY e.client_id ORDER BY e.from_date) AS next_from
        FROM client_owner e JOIN client c ON c.id = e.client_id WHERE c.code = ANY (:codes)
    ) AS ends
    WHERE o.id = ends.id AND o.until_date IS DISTINCT FROM ends.next_from
      AND (ends.next_from IS NULL) = :last
"""
_CURRENT = """
    UPDATE client c SET owner_id = o.seller_id
    FROM client owned
    LEFT JOIN client_owner o ON o.client_id = owned.id AND o.until_date IS NULL
    WHERE owned.code = ANY (:codes) AND c.id = owned.id
      AND c.owner_id IS DISTINCT FROM o.seller_id
    RETURNING c.id
"""


class Entry(NamedTuple):
    """From this day on the seller owns the client."""

    code: str
    since: date


class Handed(NamedTuple):
    """Ids of clients whose history of owners changed, and of those with another owner today."""

    touched: frozenset[int]
    handed_over: frozenset[int]


def assign(
    tx: Session, import_id: int, seller_by_client: Mapping[str, int], since: date | None
) -> Handed:
    """Make sellers the owners of clients from `since` on; the very first owner always was.

    None as `since` corrects the entry that holds now. Where the seller owns the client on that
    day already, nothing changes and the file is noted as saying so.
    """
    entries = _entries(tx, seller_by_client.keys())
    puts: dict[Entry, int] = {}
    said: dict[str, Statement] = {}
    for code, seller_id in seller_by_client.items():
        held = entries[code]
        entry = Entry(code, _entry_day(held, seller_id, since))
        prior = held.get(entry.since)
        if prior != seller_id:
            puts[entry] = seller_id
        known: dict[str, Value] = {} if prior is None else {FIELD: prior}
        said[key_of(entry)] = Statement(
            import_id, 0, created=prior is None, stated={FIELD: seller_id}, prior=known
        )
    changes.note(tx, import_id, SUBJECT, said)
    return write(tx, puts=puts, import_id=import_id)


def _entry_day(held: Mapping[date, int], seller_id: int, since: date | None) -> date:
    """The first day of the entry that says that the seller owns the client at `since`."""
    if not held:
        return EARLY
    days = sorted(held)
    place = len(days) if since is None else bisect_right(days, since)
    if place == 0:
        return since or EARLY
    day = days[place - 1]
    return day if since is None or held[day] == seller_id else since


def write(
    tx: Session,
    *,
    puts: Mapping[Entry, int] | None = None,
    drops: Collection[Entry] = (),
    import_id: int | None = None,
) -> Handed:
    """Put and drop entries, set the end of each, and today's owner of the clients."""
    puts = puts or {}
    codes = sorted({entry.code for entry in (*puts, *drops)})
    if not codes:
        return Handed(frozenset(), frozenset())
    for rows in _as_json((entry.code, entry.since, None) for entry in drops):
        tx.execute(text(_DROP), {"rows": rows})
    for rows in _as_json((entry.code, entry.since, seller_id) for entry, seller_id in puts.items()):
        tx.execute(text(_PUT), {"rows": rows, "import_id": import_id})
    # First the ends, then the one without: at no time two entries of a client are current.
    for last in (False, True):
        tx.execute(text(_ENDS), {"codes": codes, "last": last})
    handed_over = frozenset(tx.execute(text(_CURRENT), {"codes": codes}).scalars())
    ids = tx.execute(text("SELECT id FROM client WHERE code = ANY (:codes)"), {"codes": codes})
    return Handed(frozenset(ids.scalars()), handed_over)


def key_of(entry: Entry) -> str:
    """The text under which an entry's changes are kept."""
    return f"{entry.code}{_SEPARATOR}{entry.since.isoformat()}"


def entry_of(key: str) -> Entry:
    """The entry that a key names."""
    code, _, day = key.rpartition(_SEPARATOR)
    return Entry(code, date.fromisoformat(day))


def seller_of(tx: Session, keys: Collection[str]) -> dict[str, int]:
    """Whom each entry names now; entries that are no more are not in it."""
    entries = _entries(tx, {entry_of(key).code for key in keys})
    wanted = {key: entry_of(key) for key in keys}
    return {
        key: entries[entry.code][entry.since]
        for key, entry in wanted.items()
        if entry.since in entries[entry.code]
    }


def _entries(tx: Session, codes: Collection[str]) -> dict[str, dict[date, int]]:
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for row in tx.execute(text(_ENTRIES), {"codes": list(codes)}):
        if row.from_date is not None:
            found[row.code][row.from_date] = row.seller_id
    return found


def _as_json(rows: Iterable[tuple[str, date, int | None]]) -> Iterable[str]:
    for chunk in changes.chunks(rows):
        yield json.dumps(
            [
                {"code": code, "from_date": since.isoformat(), "seller_id": seller_id}
                for code, since, seller_id in chunk
            ]
        )
