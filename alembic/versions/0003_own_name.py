"""A salesperson may change their own name, like everybody else."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Let the column be written; which rows, the policy says already."""
    op.execute("GRANT UPDATE (name) ON app_user TO crm_sales")
