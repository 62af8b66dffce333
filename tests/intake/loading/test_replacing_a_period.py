"""A file that replaces its period cancels the lines it does not have."""

from decimal import Decimal
from typing import Any

import pytest

from tests.intake.loading.sending import Line, facts_differences, rows, sales, send, value

pytestmark = pytest.mark.usefixtures("database")

MARCH: dict[str, Any] = {
    "kind": "sales",
    "columns": {
        "Factura": "doc_no",
        "Línea": "line_no",
        "Fecha": "date",
        "Cód. cliente": "client_code",
        "Cód. artículo": "product_code",
        "Familia": "family",
        "Vendedor": "seller_code",
        "Importe": "amount",
    },
    "policy": "replace_period",
    "period_from": "2026-03-01",
    "period_to": "2026-03-31",
}
LARGE = Line(doc="F1", amount="990.00")
SMALL = Line(doc="F2", amount="10.00")
APRIL = Line(doc="F3", amount="5.00", day="2026-04-01")


def docs() -> list[str]:
    return [doc for (doc,) in rows("SELECT doc_no FROM sale_line ORDER BY 1")]


def test_lines_of_the_period_that_are_absent_go() -> None:
    send(sales(LARGE, SMALL, APRIL))
    again = send(sales(LARGE), mapping=MARCH)
    assert (again.removed_lines, docs()) == (1, ["F1", "F3"])
    assert facts_differences() == []


def test_above_five_per_cent_it_asks_and_changes_nothing() -> None:
    send(sales(LARGE, SMALL, APRIL))
    asked = send(sales(SMALL), mapping=MARCH)
    assert (asked.state, docs()) == ("needs_mapping", ["F1", "F2", "F3"])
    assert asked.inspection
    assert asked.inspection["questions"][0]["params"]["lines"] == 1


def test_confirmed_it_removes_them() -> None:
    send(sales(LARGE, SMALL))
    send(sales(SMALL), mapping={**MARCH, "removal_confirmed": True})
    assert docs() == ["F2"]


def test_a_refused_row_makes_any_removal_ask() -> None:
    send(sales(LARGE, SMALL))
    broken = sales(LARGE, Line(doc="F2", amount="mucho"))
    assert send(broken, mapping=MARCH).state == "needs_mapping"


def test_a_removed_line_that_comes_again_is_stored_again() -> None:
    send(sales(LARGE, SMALL))
    send(sales(LARGE), mapping=MARCH)
    send(sales(LARGE, SMALL, APRIL))
    assert value("SELECT sum(amount) FROM sale_line") == Decimal("1005.00")


def test_the_profile_does_not_keep_the_confirmation() -> None:
    send(sales(LARGE, SMALL))
    send(sales(SMALL), mapping={**MARCH, "removal_confirmed": True})
    kept = value("SELECT mapping FROM mapping_profile")
    assert (kept["removal_confirmed"], kept["period_to"]) == (False, None)
