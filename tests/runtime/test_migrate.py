"""A database is brought to this code's schema once, by one process, and never backwards."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from crm.db.migrate import NewerDatabase, code_version, migrate
from crm.db.server import Server
from tests.databases import database_from_template


@pytest.fixture
def bare(cluster: Server) -> str:
    """The address of a database without any schema."""
    name = "bare_for_migrations"
    cluster.drop_database(name)
    cluster.ensure_database(name)
    return cluster.url(name)


def test_of_two_that_start_at_once_one_migrates_and_the_other_waits(bare: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        did = list(pool.map(migrate, [bare, bare]))
    assert sorted(did) == [False, True]


def test_a_database_newer_than_the_program_is_refused(cluster: Server) -> None:
    with database_from_template(cluster) as name:
        engine = create_engine(cluster.url(name), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(NewerDatabase) as refused:
            migrate(cluster.url(name))
    assert "9999" in refused.value.text("es")
    assert code_version() in refused.value.text("es")
