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

DERIVED_JOINS = """
    LEFT JOIN product ON product.id = stated.product_id
    LEFT JOIN client_owner ON stated.seller_id IS NULL
        AND client_owner.client_id = stated.client_id
        AND client_owner.from_date <= stated.date
        AND (client_owner.until_date IS NULL OR stated.date < client_owner.until_date)
"""
"""Joins to rows called `stated` that have product_id, seller_id, client_id and date."""
FAMILY = "coalesce(stated.line_family_id, product.family_id)"
CREDITED = "coalesce(stated.seller_id, client_owner.seller_id)"

_MONTH = "SELECT DISTINCT date_trunc('month', date)::date FROM changed"

_CREDIT = f"""
    WITH changed AS (
        UPDATE sale_line l SET credited_id = {CREDITED}
        FROM sale_line stated {DERIVED_JOINS}
        WHERE l.client_id = ANY (:clients) AND l.seller_id IS NULL
          AND stated.client_id = ANY (:clients) AND stated.seller_id IS NULL
          AND (stated.doc_no, stated.line_no, stated.series, stated.doc_type, stated.source)
            = (l.doc_no, l.line_no, l.series, l.doc_type, l.source)
          AND l.credited_id IS DISTINCT FROM {CREDITED}
        RETURNING l.date
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
