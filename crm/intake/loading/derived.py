"""What follows from a line's own words and the masters: its family and who is credited.

`family_id` is the line's own family, else its product's. `credited_id` is the line's own seller,
else the client's owner at the document's date, else nobody. Whenever a product changes family or a
client changes hands, the lines that depend on it are worked out again.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import text
from sqlmodel import Session

EARLY = date(1, 1, 1)
"""Since when the first owner that is known of a client is credited."""

FAMILY_JOIN = "LEFT JOIN product ON product.id = stated.product_id"
"""Join to rows called `stated` that `FAMILY` needs."""
FAMILY = "coalesce(stated.line_family_id, product.family_id)"
# Looked up for each line that names no seller: a join would first sort or hash all of them, and
# lines that come in the order of their documents would reach the table's key in disorder.
CREDITED = """coalesce(stated.seller_id, (
    SELECT o.seller_id FROM client_owner o
    WHERE o.client_id = stated.client_id AND o.from_date <= stated.date
      AND (o.until_date IS NULL OR stated.date < o.until_date)
))"""
"""Who is credited with a row called `stated`."""

_MONTH = "SELECT DISTINCT date_trunc('month', date)::date FROM changed"

_CREDIT = f"""
    WITH changed AS (
        UPDATE sale_line stated SET credited_id = {CREDITED}
        WHERE stated.client_id = ANY (:clients) AND stated.seller_id IS NULL
          AND stated.credited_id IS DISTINCT FROM {CREDITED}
        RETURNING stated.date
    ) {_MONTH}
"""

_FAMILY = f"""
    WITH changed AS (
        UPDATE sale_line l SET family_id = coalesce(l.line_family_id, p.family_id)
        FROM product p
        WHERE l.product_id = ANY (:products) AND p.id = l.product_id
          AND l.family_id IS DISTINCT FROM coalesce(l.line_family_id, p.family_id)
        RETURNING l.date
    ) {_MONTH}
"""


def credit_again(tx: Session, clients: Collection[int]) -> set[date]:
    """Credit anew the lines of these clients that name no seller; the months that changed."""
    if not clients:
        return set()
    return set(tx.execute(text(_CREDIT), {"clients": sorted(clients)}).scalars())


def place_in_families_again(tx: Session, products: Collection[int]) -> set[date]:
    """Bring the lines of these products to their family; the months that changed."""
    if not products:
        return set()
    return set(tx.execute(text(_FAMILY), {"products": sorted(products)}).scalars())


def months_of_clients(tx: Session, clients: Collection[int]) -> set[date]:
    """The months in which these clients have lines, by the facts: their owner stands there."""
    if not clients:
        return set()
    rows = tx.execute(
        text("SELECT DISTINCT month FROM client_month WHERE client_id = ANY (:clients)"),
        {"clients": sorted(clients)},
    )
    return set(rows.scalars())
