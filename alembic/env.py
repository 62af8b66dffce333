"""Runs the migrations on the connection that `crm.db.migrate` opened under its lock."""

from alembic import context

from crm.db.tables import metadata


def run() -> None:
    """Apply what is missing; the caller's connection carries the transaction."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


run()
