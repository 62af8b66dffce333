"""Facts of lines that a test put in by hand, as an import keeps them."""

from sqlalchemy import text
from sqlmodel import Session

from crm.sales.facts import rebuild_months


def rebuild_facts(tx: Session) -> None:
    """Adds up all lines into the facts; needs an import's transaction."""
    months = tx.execute(text("SELECT DISTINCT date_trunc('month', date)::date FROM sale_line"))
    rebuild_months(tx, list(months.scalars()))
