"""Clients that are nobody's; handing clients over to an owner, and taking that back."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.clients.rules import Credited


class HandedOver(NamedTuple):
    """What a change of owners did to the times of owners, as it is kept to be taken back.

    `begun` is the time it began by the client it is of; `forgotten` and `ended` are times as they
    were before: those that began on the day or later, and those that ended with it.
    """

    begun: Mapping[int, int]
    forgotten: list[dict[str, Any]]
    ended: list[dict[str, Any]]


def clients_without_owner(tx: Session) -> int:
    """How many clients are nobody's."""
    return tx.execute(text("SELECT count(*) FROM client WHERE owner_id IS NULL")).scalar_one()


def credited_of_unowned(tx: Session) -> dict[int, list[Credited]]:
    """To whom the sales of the clients that are nobody's are credited, by client."""
    found: dict[int, list[Credited]] = defaultdict(list)
    for client_id, *credited in tx.execute(text(_CREDITED_OF_UNOWNED)):
        found[client_id].append(Credited(*credited))
    return found


def hand_over(
    tx: Session, seller_by_client: Mapping[int, int], since: date, by: int | None
) -> HandedOver:
    """Make sellers the owners of clients from a day on; what came after that day is replaced.

    Needs the transaction of an import.
    """
    place = {
        "clients": list(seller_by_client),
        "sellers": list(seller_by_client.values()),
        "since": since,
        "by": by or None,
    }
    forgotten = list(tx.execute(text(_FORGET_LATER), place).scalars())
    ended = list(tx.execute(text(_END_PRESENT), place).scalars())
    begun = {row.client_id: row.id for row in tx.execute(text(_BEGIN), place)}
    tx.execute(text(_NOW_OWNS), place)
    return HandedOver(begun, forgotten, ended)


def take_back(tx: Session, done: HandedOver) -> set[int]:
    """Put back what was before; the clients that changed.

    A client that somebody handed on since is left alone. Needs the transaction of an import.
    """
    times = {"times": list(done.begun.values())}
    clients = set(tx.execute(text(_UNBEGIN), times).scalars())
    for statement, rows in ((_UNEND, done.ended), (_REMEMBER, done.forgotten)):
        tx.execute(text(statement), {"rows": json.dumps(rows), "clients": sorted(clients)})
    tx.execute(text(_OWNS_AGAIN), {"clients": sorted(clients)})
    return clients


def handed_over(tx: Session, act_id: int, verbs: Collection[str]) -> HandedOver | None:
    """What an act on record did, None where there is no such act."""
    detail = tx.execute(
        text("SELECT detail FROM audit_event WHERE id = :id AND verb = ANY (:verbs)"),
        {"id": act_id, "verbs": list(verbs)},
    ).scalar()
    if detail is None or "begun" not in detail:
        return None
    begun = {int(client): time for client, time in detail["begun"].items()}
    return HandedOver(begun, detail["forgotten"], detail["ended"])


_CREDITED_OF_UNOWNED = """
    SELECT l.client_id, r.responsible_id, min(s.code), sum(l.amount),
        max(l.date) FILTER (WHERE l.amount > 0)
    FROM client c
    JOIN sale_line l ON l.client_id = c.id
    JOIN responsible r ON r.seller_id = l.credited_id
    JOIN seller s ON s.id = l.credited_id
    WHERE c.owner_id IS NULL
    GROUP BY l.client_id, r.responsible_id
    ORDER BY l.client_id, r.responsible_id
"""
_GIVEN = (
    "unnest(CAST(:clients AS bigint[]), CAST(:sellers AS bigint[])) AS given(client_id, seller_id)"
)
_FORGET_LATER = f"""
    DELETE FROM client_owner o USING {_GIVEN}
    WHERE o.client_id = given.client_id AND o.from_date >= :since
    RETURNING to_jsonb(o)
"""
_END_PRESENT = f"""
    WITH ending AS (
        SELECT o.id, to_jsonb(o) AS was FROM client_owner o
        JOIN {_GIVEN} ON given.client_id = o.client_id
        WHERE o.until_date IS NULL OR o.until_date > :since
    )
    UPDATE client_owner o SET until_date = :since FROM ending WHERE o.id = ending.id
    RETURNING ending.was
"""
_BEGIN = f"""
    INSERT INTO client_owner (client_id, seller_id, from_date, created_by)
    SELECT given.client_id, given.seller_id, :since, CAST(:by AS bigint) FROM {_GIVEN}
    RETURNING client_id, id
"""
_NOW_OWNS = f"""
    UPDATE client c SET owner_id = given.seller_id FROM {_GIVEN} WHERE c.id = given.client_id
"""
_UNBEGIN = """
    DELETE FROM client_owner WHERE id = ANY (:times) AND until_date IS NULL RETURNING client_id
"""
_WAS = """
    jsonb_populate_recordset(CAST(NULL AS client_owner), CAST(:rows AS jsonb)) AS was
"""
_UNEND = f"""
    UPDATE client_owner o SET until_date = was.until_date FROM {_WAS}
    WHERE o.id = was.id AND o.client_id = ANY (:clients)
"""
_REMEMBER = f"""
    INSERT INTO client_owner
        (client_id, seller_id, from_date, until_date, import_id, created_at, created_by)
    SELECT was.client_id, was.seller_id, was.from_date, was.until_date, was.import_id,
        was.created_at, was.created_by
    FROM {_WAS} JOIN seller s ON s.id = was.seller_id
    WHERE was.client_id = ANY (:clients)
"""
_OWNS_AGAIN = """
    UPDATE client c SET owner_id = (
        SELECT o.seller_id FROM client_owner o WHERE o.client_id = c.id AND o.until_date IS NULL)
    WHERE c.id = ANY (:clients)
"""
