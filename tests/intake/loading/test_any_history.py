"""Whatever is loaded, corrected, handed over and undone: facts, credit and families are right."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from crm.clients.service import assign_owner
from crm.db import Actor
from tests.intake.loading.sending import (
    STORED,
    Line,
    an_administrator,
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
WRONGLY_CREDITED = """
    SELECT count(*) FROM sale_line l WHERE l.credited_id IS DISTINCT FROM coalesce(l.seller_id, (
        SELECT o.seller_id FROM client_owner o WHERE o.client_id = l.client_id
        AND o.from_date <= l.date AND (o.until_date IS NULL OR l.date < o.until_date)))
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
        self._chance.choice(deeds)()

    def undo_all(self) -> None:
        while self._loaded:
            self._undo()

    def _sell(self) -> None:
        lines = [self._line() for _ in range(self._chance.randrange(1, 10))]
        self._send(sales(*{(one.doc, one.line): one for one in lines}.values()))

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

    def _list_clients(self) -> None:
        pick = self._chance.choice
        found = [(f"C{n}", pick(["", "Uno"]), pick(["", "V1", "V3"])) for n in range(3)]
        self._send(table(CLIENTS, found))

    def _list_products(self) -> None:
        pick = self._chance.choice
        found = [
            (f"P{n}", pick(["uno", "dos"]), pick(["", "Aceites", "Vinos"]), pick(["", "Todo"]))
            for n in (1, 2)
        ]
        self._send(table(PRODUCTS, found))

    def _send(self, content: bytes) -> None:
        self._files += 1
        batch = send(content, f"{self._files}.csv")
        if batch.state == "loaded":
            self._loaded.append(batch.id)

    def _undo(self) -> None:
        if self._loaded:
            take_back(self._loaded.pop(self._chance.randrange(len(self._loaded))))

    def _hand_over(self) -> None:
        clients, sellers = rows("SELECT id FROM client"), rows("SELECT id FROM seller")
        if clients and sellers:
            (client,), (seller,) = self._chance.choice(clients), self._chance.choice(sellers)
            since = date(2026, self._chance.randrange(1, 4), 15)
            assign_owner(self._admin, client, seller, since, today=TODAY)


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
