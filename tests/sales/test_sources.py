"""Up to which day sales are known, where they come from several sources or name their period."""

from datetime import date
from typing import Any

import pytest

from crm.accounts.company import company
from crm.analysis.board_figures import Board
from crm.analysis.queries import company_time, dashboard, ground
from crm.analysis.state.address import lines_of_month
from crm.db import as_actor
from crm.goals.closed_queries import closable_months
from crm.goals.queries import grid
from crm.kit.periods import Month, Period
from crm.sales.queries import DataState, data_state
from tests.builders import a_goal
from tests.intake.loading.sending import OPERATOR, Line, rows, sales, send, take_back
from tests.intake.loading.test_replacing_a_period import MARCH

pytestmark = pytest.mark.usefixtures("database")

MAR = Month(2026, 3)
TENTH, TWENTIETH, LAST = date(2026, 3, 10), date(2026, 3, 20), date(2026, 3, 31)
LONG_AFTER = date(2026, 11, 1)


def _state() -> DataState:
    with as_actor(OPERATOR) as tx:
        return data_state(tx)


def _send(source: str, *days: str, **more: Any) -> int:
    lines = (Line(doc=f"{source}{day}", day=day) for day in days)
    return send(sales(*lines), f"{source}.csv", mapping={"source": source, **more}).id


def _closable() -> list[Month]:
    with as_actor(OPERATOR) as tx:
        return closable_months(tx, LONG_AFTER, 0)


def _board(month: Month = MAR) -> Board:
    with as_actor(OPERATOR) as tx:
        standing = ground(tx, company_time(tx, company(tx)))
        return dashboard(tx, OPERATOR, standing, month=month)


def test_the_earliest_of_two_sources_counts_with_the_import_that_brought_its_day() -> None:
    _send("madrid", "2026-03-02", "2026-03-31")
    late = _send("sevilla", "2026-03-02", "2026-03-10")
    assert _state()[:2] == (TENTH, late)
    assert _closable() == []


def test_when_the_later_source_follows_the_month_is_known() -> None:
    _send("madrid", "2026-03-02", "2026-03-31")
    _send("sevilla", "2026-03-02", "2026-03-10")
    rest = _send("sevilla", "2026-03-11", "2026-03-31")
    assert _state()[:2] == (LAST, rest)
    assert _closable() == [MAR]
    take_back(rest)
    assert _state().until == TENTH


@pytest.mark.parametrize(
    ("last", "until"), [("2026-02-14", date(2026, 2, 14)), ("2026-02-13", LAST)]
)
def test_a_source_silent_for_more_than_45_days_holds_nobody_back(last: str, until: date) -> None:
    _send("sevilla", last)
    _send("madrid", "2026-03-31")
    assert _state().until == until


def test_a_source_whose_lines_are_all_taken_back_is_none() -> None:
    madrid = _send("madrid", "2026-03-31")
    sevilla = _send("sevilla", "2026-03-10")
    take_back(sevilla)
    assert _state()[:2] == (LAST, madrid)
    take_back(madrid)
    assert _state() == (None, None, None)
    assert rows("TABLE source_month") == []


def test_a_file_speaks_up_to_the_end_of_the_period_it_replaces() -> None:
    lines = sales(Line(doc="A", day="2026-03-02"), Line(doc="B", day="2026-03-27"))
    replacing = send(lines, mapping=MARCH).id
    assert _state()[:2] == (LAST, replacing)
    assert _closable() == [MAR]
    take_back(replacing)
    assert _state().until is None


def test_a_period_that_was_still_running_when_its_file_came_says_nothing_of_days_to_come() -> None:
    running = MARCH | {"period_from": "2026-11-01", "period_to": "2026-11-30"}
    send(sales(Line(day="2026-11-20")), mapping=running)
    assert _state().until == date(2026, 11, 20)


def test_a_corrected_date_takes_the_day_back() -> None:
    first = send(sales(Line(doc="A", day="2026-03-10"), Line(doc="B", day="2026-03-20"))).id
    assert _state()[:2] == (TWENTIETH, first)
    corrected = send(sales(Line(doc="B", day="2026-03-02"))).id
    assert _state()[:2] == (TENTH, first)
    take_back(corrected)
    assert _state()[:2] == (TWENTIETH, first)


def test_what_one_source_sold_while_another_is_silent_counts_nowhere_yet() -> None:
    _send("madrid", "2026-03-02", "2026-03-31", "2026-04-01")
    _send("sevilla", "2026-03-10")
    board = _board()
    assert (board.as_of, board.outlook.actual, board.outlook.is_over) == (TENTH, 200, False)
    assert [one.actual for one in board.columns if one.actual] == [200]
    assert sum(one.outlook.actual for one in board.families) == 200
    assert sum(one.outlook.actual for one in board.responsibles) == 200
    assert [one.actual for one in board.days if one.actual is not None][-1] == 200
    assert board.year.actual == 200
    assert str(Period.through(MAR.first, TENTH).last) in lines_of_month(board.choice, MAR)
    assert _board(MAR.next).outlook.actual == 0


def test_the_grid_of_goals_says_the_same_as_the_dashboard() -> None:
    _send("madrid", "2026-02-02", "2026-03-02", "2026-03-31", "2026-04-01")
    _send("sevilla", "2026-03-10")
    with as_actor(OPERATOR) as tx:
        shown = grid(tx, OPERATOR, a_goal(tx).id)
    assert [(cell.month.number, cell.actual) for cell in shown.total.cells if cell.actual] == [
        (2, 100),
        (3, 200),
    ]
    assert shown.cut == TENTH


def test_the_last_days_of_a_source_are_those_of_its_lines() -> None:
    _send("madrid", "2026-02-02", "2026-03-02", "2026-03-31")
    _send("sevilla", "2026-03-10", "2026-04-01")
    _send("madrid", "2026-04-02", "2026-04-01")
    assert rows("TABLE source_month ORDER BY 1, 2") == rows(
        "SELECT source, date_trunc('month', date)::date, max(date) FROM sale_line"
        " GROUP BY 1, 2 ORDER BY 1, 2"
    )
