"""What follows from a line's own words and the masters: its family.

`family_id` is the line's own family, else its product's. Whenever a product changes family, the
lines that depend on it are worked out again. `crm.sales.credit` does so for who is credited.
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
_MONTH = "SELECT DISTINCT date_trunc('month', date)::date FROM changed"

_FAMILY = f"""
    WITH changed AS (
        UPDATE sale_line l SET family_id = coalesce(l.line_family_id, p.family_id)
        FROM product p
        WHERE l.product_id = ANY (:products) AND p.id = l.product_id
          AND l.family_id IS DISTINCT FROM coalesce(l.line_family_id, p.family_id)
        RETURNING l.date
    ) {_MONTH}
"""


def place_in_families_again(tx: Session, products: Collection[int]) -> set[date]:
    """Bring the lines of these products to their family; the months that changed."""
    if not products:
        return set()
    return set(tx.execute(text(_FAMILY), {"products": sorted(products)}).scalars())
