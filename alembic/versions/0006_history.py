"""The months with sales can be asked for; what is kept of the past is kept in one way."""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"

SQL = Path(__file__).parents[1] / "sql" / "0006_history.sql"


def upgrade() -> None:
    """Make the function; fold what was kept line by line before 0004.

    A code's closing figures are its own: whom it counted for then says nothing of who it counts
    for in the figures they stand beside.
    Undoing supposes that of a line that is still there all are kept in one way: with both, the
    first to have said the same could not be told.
    """
    for statement in SQL.read_text(encoding="utf-8").split(";\n\n"):
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))
