"""What a month came to when it was closed stays beside what it comes to today."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

SQL = Path(__file__).parents[1] / "sql" / "0002_closed_figures.sql"


def upgrade() -> None:
    """Make the table and its wall; months closed before keep today's figures."""
    for statement in SQL.read_text(encoding="utf-8").split(";\n\n"):
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))
    op.execute(
        "INSERT INTO closed_figure (month, family_id, seller_id, responsible_id, amount)"
        " SELECT f.month, f.family_id, f.seller_id, coalesce(r.responsible_id, 0), sum(f.amount)"
        " FROM month_fact f JOIN closed_month x ON x.month = f.month"
        " LEFT JOIN responsible r ON r.seller_id = f.seller_id GROUP BY 1, 2, 3, 4"
    )
