"""What files say again of lines that are known takes hardly any room."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"

SQL = Path(__file__).parents[1] / "sql" / "0004_confirmed_lines.sql"


def upgrade() -> None:
    """Make the table and its wall; what was kept line by line before stays so."""
    for statement in SQL.read_text(encoding="utf-8").split(";\n\n"):
        op.get_bind().exec_driver_sql(statement)
