"""What the models say and what the migrations build is one thing."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from crm.db.server import Server
from crm.db.tables import metadata
from tests.databases import database_from_template


def test_models_and_migrations_agree(cluster: Server) -> None:
    with database_from_template(cluster) as name:
        engine = create_engine(cluster.url(name), poolclass=NullPool)
        with engine.connect() as connection:
            options = {"compare_type": True, "compare_server_default": True}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, metadata) == []
