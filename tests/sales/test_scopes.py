"""A choice of lines as an address writes it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kit.listing import BadList
from crm.kit.periods import Period
from crm.sales.scope import SaleScope

IDS = st.none() | st.integers(min_value=0, max_value=10**12)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 30))
PERIODS = st.none() | st.tuples(DAYS, DAYS).map(lambda two: Period.through(min(two), max(two)))


@given(st.builds(SaleScope, PERIODS, IDS, IDS, IDS, IDS, IDS))
def test_a_scope_survives_its_address(scope: SaleScope) -> None:
    assert SaleScope.parse(str(scope)) == scope


def test_a_scope_reads_well_in_an_address() -> None:
    scope = SaleScope(Period.through(date(2026, 11, 1), date(2026, 11, 30)), 3, 2)
    assert str(scope) == "d2026-11-01~2026-11-30,f3,r2"


@pytest.mark.parametrize(
    "written", ["x1", "f", "fa", "d2026-11-31~2026-12-01", "d2026-11-01", "d2026-11-01~9999-12-31"]
)
def test_an_address_that_was_tampered_with_is_refused(written: str) -> None:
    with pytest.raises(BadList):
        SaleScope.parse(written)
