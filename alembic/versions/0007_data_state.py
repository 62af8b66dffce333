"""How far the data reach is said with the import that brought that day, not with the last one."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"

SQL = Path(__file__).parents[1] / "sql" / "0007_data_state.sql"


def upgrade() -> None:
    """Replace the function."""
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8"))
