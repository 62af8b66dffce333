"""Data that an earlier version stored are worth as much as today's."""

from collections.abc import Generator

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import crm.db
from crm.db.migrate import migrate
from crm.db.server import Server
from crm.project import project_file
from tests.intake.loading.sending import Line, rows, sales, send, take_back

NAME = "test_earlier"
BEFORE = "0005"
FILES = 4

# What versions before 0004 kept of lines sent again: a record each.
AS_IT_WAS = """
    WITH folded AS (DELETE FROM import_confirmed WHERE import_id = ANY (%s) RETURNING *)
    INSERT INTO import_change (import_id, subject, key, action, prior_import_id)
    SELECT import_id, 'line', unnest(keys), 'same', holder_id FROM folded
"""


@pytest.fixture
def earlier(cluster: Server) -> Generator[Server]:
    """An empty database as the version before left it."""
    cluster.ensure_database(NAME)
    engine = create_engine(cluster.url(NAME), poolclass=NullPool)
    config = Config()
    config.set_main_option("script_location", str(project_file("alembic")).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
    crm.db.connect(cluster.url(NAME, user="crm_app"))
    try:
        yield cluster
    finally:
        crm.db.close()
        cluster.drop_database(NAME)


@pytest.mark.xdist_group("earlier")
@pytest.mark.parametrize("undone", [(0, 2, 1), (0, 1, 2), (2, 1, 0)])
@pytest.mark.parametrize("older", [(1,), (1, 2, 3)])
def test_lines_sent_again_before_are_undone_like_those_sent_again_since(
    earlier: Server, older: tuple[int, ...], undone: tuple[int, ...]
) -> None:
    ids = [send(sales(Line(doc="F1"), Line(doc=f"own{n}"))).id for n in range(FILES)]
    with psycopg.connect(earlier.conninfo(NAME)) as owner:
        owner.execute(AS_IT_WAS, [[ids[n] for n in older]])
    migrate(earlier.url(NAME))
    for n in undone:
        take_back(ids[n])
    (left,) = set(range(FILES)) - set(undone)
    stored = rows("SELECT doc_no, import_id FROM sale_line ORDER BY doc_no")
    assert stored == [("F1", ids[left]), (f"own{left}", ids[left])]
