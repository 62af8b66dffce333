"""Originals are packed when the worker has nothing else to do, and given back as they came."""

import pytest
from sqlalchemy import text

from crm.db import as_import
from crm.intake.packing import pack_next
from crm.intake.receiving import original_parts
from crm.intake.work import finish
from crm.intake.worker import serve
from tests.intake.loading.sending import CLOCK, NORTHWIND, Line, batch, put_in_queue, sales, value

pytestmark = pytest.mark.usefixtures("database")

FILE = NORTHWIND / "ventas_1998.csv"
STORED = "SELECT sum(octet_length(content)) FROM import_file WHERE import_id = :id"


def _pack() -> bool:
    with as_import(0) as tx:
        return pack_next(tx)


def _original(import_id: int) -> bytes:
    with as_import(0) as tx:
        return b"".join(original_parts(tx, import_id))


def test_a_packed_original_is_given_back_byte_by_byte_and_takes_a_third_of_the_room() -> None:
    received = put_in_queue(FILE)
    assert _pack()
    assert _original(received) == FILE.read_bytes()
    assert value(STORED, id=received) < len(FILE.read_bytes()) / 3
    assert not _pack()


def test_parts_that_were_never_packed_are_read_as_they_are() -> None:
    received = put_in_queue(b"one")
    assert _pack()
    with as_import(0) as tx:
        part = "INSERT INTO import_file (import_id, part, content) VALUES (:id, 1, ' and two')"
        tx.execute(text(part), {"id": received})
    assert _original(received) == b"one and two"


def test_a_packed_original_loads_like_any_other() -> None:
    waiting = put_in_queue(sales(Line()))
    assert _pack()
    finish(waiting, CLOCK)
    assert batch(waiting).outcome == "loaded"


def test_the_worker_packs_what_it_has_loaded() -> None:
    put_in_queue(sales(Line()))
    assert serve(0.1) == 1
    assert value("SELECT bool_and(is_packed) FROM import_file")
