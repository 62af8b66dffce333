"""Before the first import there is no dashboard, and it says so."""

import pytest

from crm.analysis.board_rules import CompanyTime
from crm.analysis.queries import NoSalesYet, dashboard, ground, month_span
from crm.db import as_actor
from crm.kit.periods import FiscalYear, WorkingCalendar
from tests.builders import sample_people


@pytest.mark.usefixtures("database")
def test_an_empty_company_has_no_dashboard_yet() -> None:
    people, time = sample_people(), CompanyTime(WorkingCalendar(), FiscalYear())
    with as_actor(people.bruno) as tx, pytest.raises(NoSalesYet):
        dashboard(tx, people.bruno, ground(tx, time))


@pytest.mark.usefixtures("database")
def test_an_empty_company_has_no_months() -> None:
    people = sample_people()
    with as_actor(people.bruno) as tx:
        assert month_span(tx) is None
