"""Lines that imports replaced or removed are credited with those that stand."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"

SQL = Path(__file__).parents[1] / "sql" / "0009_credit_of_images.sql"


def upgrade() -> None:
    """Credit what is kept of lines of open months to who owns their clients.

    Before, a new owner was given the lines that stand and not these; who undoes an import after
    its month has closed gets them back as they are kept.
    """
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8").replace("%", "%%"))
