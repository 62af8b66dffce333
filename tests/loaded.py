"""Facts of lines that a test put in by hand, as an import would keep them."""

from sqlalchemy import text
from sqlmodel import Session


def rebuild_facts(tx: Session) -> None:
    """Adds up all lines into the facts; needs an import's transaction."""
    for statement in (
        "DELETE FROM month_fact",
        "DELETE FROM day_fact",
        "DELETE FROM client_month",
        """
        INSERT INTO month_fact
            (month, family_id, seller_id, owner_id, amount, quantity, cost, lines, orders)
        SELECT date_trunc('month', l.date)::date, coalesce(l.family_id, 0),
            coalesce(l.credited_id, 0), coalesce(c.owner_id, 0), sum(l.amount), sum(l.quantity),
            coalesce(sum(l.cost), 0), count(*), count(DISTINCT l.doc_no)
        FROM sale_line l JOIN client c ON c.id = l.client_id GROUP BY 1, 2, 3, 4
        """,
        """
        INSERT INTO day_fact (date, seller_id, owner_id, amount, quantity, lines)
        SELECT l.date, coalesce(l.credited_id, 0), coalesce(c.owner_id, 0), sum(l.amount),
            sum(l.quantity), count(*)
        FROM sale_line l JOIN client c ON c.id = l.client_id GROUP BY 1, 2, 3
        """,
        """
        INSERT INTO client_month
            (client_id, month, amount, quantity, orders, lines, first_date, last_date)
        SELECT l.client_id, date_trunc('month', l.date)::date, sum(l.amount), sum(l.quantity),
            count(DISTINCT l.doc_no), count(*), min(l.date), max(l.date)
        FROM sale_line l GROUP BY 1, 2
        """,
    ):
        tx.execute(text(statement))
