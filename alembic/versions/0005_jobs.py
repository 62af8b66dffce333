"""Each run of a job is on record."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"

SQL = Path(__file__).parents[1] / "sql" / "0005_jobs.sql"


def upgrade() -> None:
    """Make the table and its wall; the program may say in the audit what it did."""
    for statement in SQL.read_text(encoding="utf-8").split(";\n\n"):
        op.get_bind().exec_driver_sql(statement)
