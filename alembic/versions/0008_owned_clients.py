"""A salesperson may know whether the client of an own line is another's or nobody's."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"

SQL = Path(__file__).parents[1] / "sql" / "0008_owned_clients.sql"


def upgrade() -> None:
    """Make the function that tells it, of the clients of own lines alone."""
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8"))
