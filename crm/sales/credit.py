"""Who is credited with a line: its own seller, else the client's owner at the document's date.

What a closed month credits stays, whoever owns the client by now or owned it as is known by now.
All this holds of the images too that imports keep of lines they replaced or removed: undoing such
an import brings back whom the line would be credited to had it stood there all the time.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import text
from sqlmodel import Session

from crm.kit.periods import Month

# Looked up for each line that names no seller: a join would first sort or hash all of them, and
# lines that come in the order of their documents would reach the table's key in disorder.
CREDITED = """coalesce(stated.seller_id, (
    SELECT o.seller_id FROM client_owner o
    WHERE o.client_id = stated.client_id AND o.from_date <= stated.date
      AND (o.until_date IS NULL OR stated.date < o.until_date)
))"""
"""Who is credited with a row called `stated` in an open month."""


def _month(row: str) -> str:
    return f"date_trunc('month', {row}.date::timestamp)::date"


IS_CLOSED = f"{_month('stated')} IN (SELECT month FROM closed_month)"
"""Whether the month of a row called `stated` keeps whom it credits."""


def keeps_credit(line: str) -> str:
    """SQL: a row called `stated` that corrects `line` is credited as that was.

    In a closed month a corrected amount moves no credit; another client or seller does.
    """
    return (
        f"({line}.client_id = stated.client_id"
        f" AND {line}.seller_id IS NOT DISTINCT FROM stated.seller_id"
        f" AND {_month(line)} = {_month('stated')} AND {IS_CLOSED})"
    )


_IS_CREDITED_OTHERWISE = f"""
    stated.seller_id IS NULL AND stated.credited_id IS DISTINCT FROM {CREDITED} AND NOT {IS_CLOSED}
"""
_LINES = f"""
    WITH changed AS (
        UPDATE sale_line stated SET credited_id = {CREDITED}
        WHERE {{which}} AND {_IS_CREDITED_OTHERWISE}
        RETURNING stated.date
    )
    SELECT DISTINCT {_month("changed")} FROM changed
"""
_IMAGES = f"""
    UPDATE import_change c
    SET prior = c.prior || jsonb_build_object('credited_id', image.credited_id)
    FROM (
        SELECT stated.import_id, stated.key, {CREDITED} AS credited_id
        FROM (
            SELECT import_id, key, CAST(prior ->> 'client_id' AS bigint) AS client_id,
                CAST(prior ->> 'date' AS date) AS date,
                CAST(prior ->> 'seller_id' AS bigint) AS seller_id,
                CAST(prior ->> 'credited_id' AS bigint) AS credited_id
            FROM import_change WHERE subject = 'line' AND action IN ('replaced', 'removed')
        ) AS stated
        WHERE {{which}} AND {_IS_CREDITED_OTHERWISE}
    ) AS image
    WHERE c.import_id = image.import_id AND c.subject = 'line' AND c.key = image.key
"""
_OF_CLIENTS = "stated.client_id = ANY (:clients)"
_OF_MONTH = "stated.date >= :first AND stated.date < :after"


def credit_again(tx: Session, clients: Collection[int]) -> set[date]:
    """Credit anew the lines of these clients that name no seller; the months that changed.

    Needs the transaction of an import. Lines of closed months keep whom they credit.
    """
    if not clients:
        return set()
    return _credit(tx, _OF_CLIENTS, {"clients": sorted(clients)})


def credit_month_again(tx: Session, month: Month) -> set[date]:
    """Credit anew the lines of a month that is not closed any more; the month, if any changed.

    Needs the role of imports.
    """
    return _credit(tx, _OF_MONTH, {"first": month.first, "after": month.next.first})


def _credit(tx: Session, which: str, values: dict[str, object]) -> set[date]:
    tx.execute(text(_IMAGES.format(which=which)), values)
    return set(tx.execute(text(_LINES.format(which=which)), values).scalars())


def months_of_clients(tx: Session, clients: Collection[int]) -> set[date]:
    """The months in which these clients have lines, by the facts: their owner stands there."""
    if not clients:
        return set()
    rows = tx.execute(
        text("SELECT DISTINCT month FROM client_month WHERE client_id = ANY (:clients)"),
        {"clients": sorted(clients)},
    )
    return set(rows.scalars())
