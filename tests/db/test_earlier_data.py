"""Data that an earlier version stored are worth as much as today's."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import crm.db
from crm.db import as_actor
from crm.db.migrate import migrate
from crm.db.server import Server
from crm.goals.service import close_month
from crm.kit.periods import Month
from crm.project import project_file
from crm.sales.queries import data_state
from tests.databases import connected_database
from tests.intake.loading.sending import OPERATOR, Line, rows, sales, send, table, take_back, value
from tests.intake.loading.test_replacing_a_period import MARCH

NAME = "test_earlier"
BEFORE = "0005"
FILES = 4

# What versions before 0004 kept of lines sent again: a record each.
AS_IT_WAS = """
    WITH folded AS (DELETE FROM import_confirmed WHERE import_id = ANY (%s) RETURNING *)
    INSERT INTO import_change (import_id, subject, key, action, prior_import_id)
    SELECT import_id, 'line', unnest(keys), 'same', holder_id FROM folded
"""

# What versions before 0009 kept of a replaced line whose client had got its owner since.
AS_IF_UNOWNED = "UPDATE import_change SET prior = jsonb_set(prior, '{credited_id}', 'null')"

COLUMNS = """
    SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)
    FROM information_schema.columns
    WHERE table_schema = 'public' AND is_generated = 'NEVER'
      AND table_name NOT IN ('alembic_version', 'responsible')
      AND (table_name, column_name) <> ('closed_figure', 'responsible_id')
    GROUP BY table_name
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
    try:
        yield cluster
    finally:
        crm.db.close()
        cluster.drop_database(NAME)


def keep_as_before(server: Server, today: str) -> None:
    """Store what is in a database of today as the version before did: the columns it had."""
    with (
        psycopg.connect(server.conninfo(today)) as stored,
        psycopg.connect(server.conninfo(NAME)) as before,
    ):
        before.execute("SET session_replication_role = replica")
        for table, columns in before.execute(COLUMNS).fetchall():
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            at = sql.SQL("{} ({})").format(sql.Identifier(table), names)
            with (
                stored.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(at)) as out,
                before.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(at)) as into,
            ):
                for block in out:
                    into.write(block)
        before.execute("SELECT setval(oid::regclass, 1000) FROM pg_class WHERE relkind = 'S'")


def loaded_before(
    server: Server, files: Sequence[tuple[bytes, dict[str, Any] | None]]
) -> list[int]:
    """The files loaded and stored by the version before; their imports."""
    with connected_database(server) as today:
        ids = [send(file, mapping=mapping).id for file, mapping in files]
        keep_as_before(server, today)
    crm.db.connect(server.url(NAME, user="crm_app"))
    return ids


@pytest.mark.xdist_group("earlier")
@pytest.mark.parametrize("undone", [(0, 2, 1), (0, 1, 2), (2, 1, 0)])
@pytest.mark.parametrize("older", [(1,), (1, 2, 3)])
def test_lines_sent_again_before_are_undone_like_those_sent_again_since(
    earlier: Server, older: tuple[int, ...], undone: tuple[int, ...]
) -> None:
    files = [(sales(Line(doc="F1"), Line(doc=f"own{n}")), None) for n in range(FILES)]
    ids = loaded_before(earlier, files)
    with psycopg.connect(earlier.conninfo(NAME)) as owner:
        owner.execute(AS_IT_WAS, [[ids[n] for n in older]])
    migrate(earlier.url(NAME))
    for n in undone:
        take_back(ids[n])
    (left,) = set(range(FILES)) - set(undone)
    stored = rows("SELECT doc_no, import_id FROM sale_line ORDER BY doc_no")
    assert stored == [("F1", ids[left]), (f"own{left}", ids[left])]


@pytest.mark.xdist_group("earlier")
def test_how_far_earlier_data_reach_is_known_after_the_update(earlier: Server) -> None:
    lines = sales(Line(doc="A", day="2026-03-02"), Line(doc="B", day="2026-03-27"))
    (replaced,) = loaded_before(earlier, [(lines, MARCH)])
    migrate(earlier.url(NAME))
    with as_actor(OPERATOR) as tx:
        assert data_state(tx)[:2] == (date(2026, 3, 31), replaced)


@pytest.mark.xdist_group("earlier")
def test_what_was_replaced_before_is_credited_to_the_owner_of_its_client(earlier: Server) -> None:
    line = Line(day="2026-02-10", seller=None)
    owned = table(("Cód. cliente", "Cliente", "Vendedor"), [("C1", "Uno", "V1")])
    files = (owned, sales(line), sales(replace(line, amount="90.00")))
    *_, corrected = loaded_before(earlier, [(file, None) for file in files])
    with psycopg.connect(earlier.conninfo(NAME)) as owner:
        owner.execute(AS_IF_UNOWNED)
    migrate(earlier.url(NAME))
    with as_actor(OPERATOR) as tx:
        close_month(tx, OPERATOR, Month(2026, 2))
    take_back(corrected)
    assert value("SELECT s.code FROM sale_line l JOIN seller s ON s.id = l.credited_id") == "V1"
