"""Who is credited with a line: its own seller, else the client's owner at the document's date.

What a closed month credits stays, whoever owns the client by now or owned it as is known by now.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import text
from sqlmodel import Session

# Looked up for each line that names no seller: a join would first sort or hash all of them, and
# lines that come in the order of their documents would reach the table's key in disorder.
CREDITED = """coalesce(stated.seller_id, (
    SELECT o.seller_id FROM client_owner o
    WHERE o.client_id = stated.client_id AND o.from_date <= stated.date
      AND (o.until_date IS NULL OR stated.date < o.until_date)
))"""
"""Who is credited with a row called `stated`."""

_CREDIT = f"""
    WITH changed AS (
        UPDATE sale_line stated SET credited_id = {CREDITED}
        WHERE stated.client_id = ANY (:clients) AND stated.seller_id IS NULL
          AND stated.credited_id IS DISTINCT FROM {CREDITED}
          AND NOT EXISTS (
              SELECT FROM closed_month x
              WHERE x.month = date_trunc('month', stated.date::timestamp)::date)
        RETURNING stated.date
    )
    SELECT DISTINCT date_trunc('month', date::timestamp)::date FROM changed
"""


def credit_again(tx: Session, clients: Collection[int]) -> set[date]:
    """Credit anew the lines of these clients that name no seller; the months that changed.

    Needs the transaction of an import. Lines of closed months keep whom they credit.
    """
    if not clients:
        return set()
    return set(tx.execute(text(_CREDIT), {"clients": sorted(clients)}).scalars())


def months_of_clients(tx: Session, clients: Collection[int]) -> set[date]:
    """The months in which these clients have lines, by the facts: their owner stands there."""
    if not clients:
        return set()
    rows = tx.execute(
        text("SELECT DISTINCT month FROM client_month WHERE client_id = ANY (:clients)"),
        {"clients": sorted(clients)},
    )
    return set(rows.scalars())
