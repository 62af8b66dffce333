"""Whatever is loaded, corrected, handed over, closed and undone: all figures are right.

Facts are those of the lines; families and owners are those of the masters; credit is the owner's in
open months, and what it was in closed ones. An import that is undone at once leaves no trace.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest

from crm.clients.service import assign_owner
from crm.db import Actor, as_actor
from crm.goals.errors import NotCloseable
from crm.goals.service import close_month, reopen_month
from crm.intake.loading.records import CLIENT, FAMILY, PRODUCT, SELLER
from crm.kit.periods import Month
from tests.intake.loading.sending import (
    STORED,
    Line,
    an_administrator,
    everything,
    facts_differences,
    rows,
    sales,
    send,
    table,
    take_back,
    value,
)

CLIENTS = ("Cód. cliente", "Cliente", "Vendedor")
PRODUCTS = ("Cód. artículo", "Artículo", "Familia", "Familia padre")
TODAY = date(2026, 12, 1)
TABLES = {kind.subject: kind.table for kind in (CLIENT, PRODUCT, FAMILY, SELLER)}
MONTHS = (Month(2026, 1), Month(2026, 2), Month(2026, 3))
WRONGLY_CREDITED = """
    SELECT count(*) FROM sale_line l WHERE l.credited_id IS DISTINCT FROM coalesce(l.seller_id, (
        SELECT o.seller_id FROM client_owner o WHERE o.client_id = l.client_id
        AND o.from_date <= l.date AND (o.until_date IS NULL OR l.date < o.until_date)))
    AND date_trunc('month', l.date)::date NOT IN (SELECT month FROM closed_month)
"""
CREDITED_AT_CLOSING = """
    SELECT c.month, l.doc_no, l.line_no, l.client_id, l.seller_id, l.credited_id
    FROM closed_month c JOIN sale_line l ON date_trunc('month', l.date)::date = c.month
"""
WRONGLY_PLACED = """
    SELECT count(*) FROM sale_line l LEFT JOIN product p ON p.id = l.product_id
    WHERE l.family_id IS DISTINCT FROM coalesce(l.line_family_id, p.family_id)
"""
WRONGLY_OWNED = """
    SELECT count(*) FROM client c WHERE c.owner_id IS DISTINCT FROM (
        SELECT o.seller_id FROM client_owner o WHERE o.client_id = c.id AND o.until_date IS NULL)
"""


class History:
    """What a company does in a year, by chance."""

    def __init__(self, seed: int, admin: Actor) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a test's
        self._admin = admin
        self._loaded: list[int] = []
        self._files = 0

    def step(self) -> None:
        deeds: list[Callable[[], None]] = [self._sell, self._sell, self._list_clients]
        deeds += [self._list_products, self._undo, self._undo, self._hand_over]
        deeds += [self._close, self._reopen, self._try_out, self._try_out]
        self._chance.choice(deeds)()

    def undo_all(self) -> None:
        for month in MONTHS:
            self._reopen(month)
        # What closed months alone had kept goes with the next import that is undone.
        self._sell()
        while self._loaded:
            self._undo()

    def _sell(self) -> None:
        self._keep(self._sales())

    def _list_clients(self) -> None:
        self._keep(self._clients())

    def _list_products(self) -> None:
        self._keep(self._products())

    def _keep(self, content: bytes) -> None:
        """Load a file; a line of a closed month keeps its credit with its client and seller."""
        before = _closed_credit()
        import_id = self._send(content)
        if import_id:
            self._loaded.append(import_id)
        after = _closed_credit()
        same = before.keys() & after.keys()
        assert {line: after[line] for line in same} == {line: before[line] for line in same}

    def _try_out(self) -> None:
        """Load a file and undo it, twice: the second time nothing is left over from earlier."""
        make = self._chance.choice([self._sales, self._sales, self._clients, self._products])
        first = self._send(make())
        if first:
            take_back(first)
        before = everything()
        second = self._send(make())
        if not second:
            return
        if make == self._sales:
            self._close()
        kept = {TABLES[kind] for kind in take_back(second).kept}
        after = everything()
        assert {name: after[name] for name in STORED if name not in kept} == {
            name: before[name] for name in STORED if name not in kept
        }

    def _sales(self) -> bytes:
        lines = [self._line() for _ in range(self._chance.randrange(1, 10))]
        return sales(*{(one.doc, one.line): one for one in lines}.values())

    def _line(self) -> Line:
        pick = self._chance.choice
        return Line(
            doc=pick(["F1", "F2", "F3", "F4"]),
            line=pick([1, 2]),
            day=pick(["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-15"]),
            client=pick(["C0", "C1", "C2"]),
            product=pick([None, "P1", "P2"]),
            family=pick([None, "Aceites", "Vinos"]),
            seller=pick([None, None, "V1", "V2"]),
            amount=pick(["-20.55", "0.00", "100.01", "33.3333"]),
        )

    def _clients(self) -> bytes:
        pick = self._chance.choice
        found = [(f"C{n}", pick(["", "Uno"]), pick(["", "V1", "V3"])) for n in range(3)]
        return table(CLIENTS, found)

    def _products(self) -> bytes:
        pick = self._chance.choice
        found = [
            (f"P{n}", pick(["uno", "dos"]), pick(["", "Aceites", "Vinos"]), pick(["", "Todo"]))
            for n in (1, 2)
        ]
        return table(PRODUCTS, found)

    def _send(self, content: bytes) -> int | None:
        """The number of the import; None where the file is one that is loaded already."""
        self._files += 1
        batch = send(content, f"{self._files}.csv")
        return batch.id if batch.state == "loaded" else None

    def _undo(self) -> None:
        if self._loaded:
            take_back(self._loaded.pop(self._chance.randrange(len(self._loaded))))

    def _hand_over(self) -> None:
        clients, sellers = rows("SELECT id FROM client"), rows("SELECT id FROM seller")
        if clients and sellers:
            (client,), (seller,) = self._chance.choice(clients), self._chance.choice(sellers)
            since = date(2026, self._chance.randrange(1, 4), 15)
            assign_owner(self._admin, client, seller, since, today=TODAY)

    def _close(self) -> None:
        with suppress(NotCloseable), as_actor(self._admin) as tx:
            close_month(tx, self._admin, self._chance.choice(MONTHS))

    def _reopen(self, month: Month | None = None) -> None:
        with suppress(NotCloseable), as_actor(self._admin) as tx:
            reopen_month(tx, self._admin, month or self._chance.choice(MONTHS), "by chance")


def _closed_credit() -> dict[tuple[object, ...], object]:
    """Whom the lines of closed months credit; by all that a file may change that moves it."""
    return {tuple(line): credited for *line, credited in rows(CREDITED_AT_CLOSING)}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.usefixtures("database")
def test_after_every_step_all_figures_are_those_of_the_lines(seed: int) -> None:
    history = History(seed, an_administrator())
    for _ in range(25):
        history.step()
        assert facts_differences() == []
        wrong = [value(one) for one in (WRONGLY_CREDITED, WRONGLY_PLACED, WRONGLY_OWNED)]
        assert wrong == [0, 0, 0]
    history.undo_all()
    left = {name: value(f"SELECT count(*) FROM {name}") for name in STORED}
    assert set(left.values()) == {0}
