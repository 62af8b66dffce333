"""How far the data reach is asked of every source; what was confirmed is compared by a digest."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"

SQL = Path(__file__).parents[1] / "sql" / "0007_sources.sql"


def upgrade() -> None:
    """Add up the last days of each source's months, and say of each import how far it speaks."""
    for statement in SQL.read_text(encoding="utf-8").split(";\n\n"):
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))
