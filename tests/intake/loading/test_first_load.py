"""The first lines of a company: what is there for those who read meanwhile, and afterwards."""

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from crm.db import as_actor, as_import
from crm.db.server import Server
from crm.intake.loading.load import load
from crm.intake.reading import inspect, read_inspected
from tests.databases import connected_database
from tests.intake.loading.sending import (
    CLOCK,
    OPERATOR,
    Line,
    everything,
    facts_differences,
    put_in_queue,
    rows,
    sales,
    send,
    take_back,
)

pytestmark = pytest.mark.usefixtures("database")

FIRST = Line(doc="F1", amount="100.00")
INDEXES = """
    SELECT indexname FROM pg_indexes WHERE tablename = 'sale_line' AND indexdef LIKE '%USING btree%'
    ORDER BY 1
"""
SEVERAL_BLOCKS = 130_000


def lines_seen_by_others() -> int:
    """How many lines somebody else reads, without waiting for anybody."""
    with as_actor(OPERATOR) as tx:
        tx.execute(text("SET LOCAL lock_timeout = 1"))
        return tx.execute(text("SELECT count(*) FROM sale_line")).scalar_one()


def test_lines_can_be_read_at_every_step_of_a_first_load(tmp_path: Path) -> None:
    path = tmp_path / "ventas.csv"
    path.write_bytes(sales(FIRST, replace(FIRST, doc="F2")))
    today = CLOCK.now().date()
    found = inspect(path, path.name, today=today)
    import_id = put_in_queue(path)
    seen: list[int] = []
    with as_import(0) as tx:
        load(
            tx,
            import_id,
            read_inspected(found, today=today),
            found.mapping,
            lambda *_: seen.append(lines_seen_by_others()),
        )
        seen.append(lines_seen_by_others())
    assert set(seen) == {0}
    assert lines_seen_by_others() == 2


def test_lines_are_indexed_from_the_first_load_on() -> None:
    assert rows(INDEXES) == [("sale_line_pkey",)]
    send(sales(FIRST))
    every = [("sale_line_client",), ("sale_line_credited",), ("sale_line_pkey",)]
    assert rows(INDEXES) == every
    send(sales(replace(FIRST, doc="F2")))
    assert rows(INDEXES) == every


def test_a_company_that_was_emptied_is_loaded_as_the_first_time() -> None:
    first = send(sales(FIRST))
    take_back(first.id)
    assert rows(INDEXES) == [("sale_line_pkey",)]
    assert send(sales(FIRST)).new_lines == 1
    assert len(rows(INDEXES)) == 3


def test_a_document_that_stands_in_several_blocks_of_a_file_is_one_order() -> None:
    filler = [Line(doc=f"F{n}", client=f"C{n % 50}") for n in range(2, SEVERAL_BLOCKS)]
    ends = [replace(FIRST, line=1), *filler, replace(FIRST, line=2)]
    done = send(sales(*ends))
    assert done.new_lines == SEVERAL_BLOCKS
    assert facts_differences() == []


def test_where_no_role_may_pass_the_policies_the_same_is_stored(database: Server) -> None:
    lines = sales(FIRST, replace(FIRST, doc="F2", seller="V2"))
    send(lines)
    copied = everything()
    with connected_database(database) as name:
        with psycopg.connect(database.conninfo(name)) as owner:
            owner.execute("REVOKE INSERT ON sale_line FROM crm_loader")
        send(lines)
        assert everything() == copied
