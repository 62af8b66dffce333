"""People, clients, sales, imports, goals, and the wall around them."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

SQL = Path(__file__).parents[1] / "sql"
ROLES = ("crm_admin", "crm_supervisor", "crm_sales", "crm_import", "crm_system")


def upgrade() -> None:
    """Build the first schema: roles, functions, tables, policies."""
    for role in ROLES:
        _create_role(role, "NOLOGIN")
    _create_role("crm_app", "LOGIN NOINHERIT")
    op.execute(f"GRANT {', '.join(ROLES)} TO crm_app WITH INHERIT FALSE, SET TRUE")
    for part in ("functions", "tables", "after_tables", "wall"):
        _run(SQL / f"0001_{part}.sql")


def _create_role(name: str, options: str) -> None:
    """Roles belong to the whole server, so another database may have made them already.

    Asked first: who may not create roles can still use those that somebody made for them. The
    exception is for two databases that are migrated at once.
    """
    op.execute(
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN"
        f" CREATE ROLE {name} {options}; END IF;"
        " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


def _run(path: Path) -> None:
    """Statements are parted by a semicolon and an empty line; `%` is literal to the driver."""
    for statement in path.read_text(encoding="utf-8").split(";\n\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement.replace("%", "%%"))
