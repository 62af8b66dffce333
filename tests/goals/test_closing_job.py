"""Months close by themselves once they have been complete for long enough."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import date

import pytest
from sqlalchemy import text

from crm.db import as_actor, as_import
from crm.goals.closed_queries import closable_months
from crm.goals.jobs import jobs
from crm.goals.service import close_month, reopen_month
from crm.intake.undo import undo_import
from crm.jobs.service import perform
from crm.kit.periods import Month, months_between
from crm.sales.facts import rebuild_months
from crm.sales.holding import hold_company
from tests.builders import People, sample_people
from tests.intake.loading.sending import Line, rows, sales, send, take_back

JAN, FEB, MAR = Month(2026, 1), Month(2026, 2), Month(2026, 3)
LONG_AFTER = date(2026, 11, 1)
DAYS = 10


@pytest.fixture
def people(database: object) -> People:  # noqa: ARG001 - connects crm.db
    """January and February sold and loaded 20 days ago, up to the 10th of March."""
    people = sample_people()
    days = ("2026-01-01", "2026-02-10", "2026-03-10")
    send(sales(*(Line(doc=day, day=day) for day in days)))
    _loaded_days_ago(20)
    return people


def _loaded_days_ago(days: int) -> None:
    with as_import(0) as tx:
        aged = "UPDATE import_batch SET finished_at = now() - make_interval(days => :days)"
        tx.execute(text(aged), {"days": days})


def _closable(people: People, today: date = LONG_AFTER) -> list[Month]:
    with as_actor(people.ana) as tx:
        return closable_months(tx, today, DAYS)


def test_only_complete_months_close(people: People) -> None:
    assert _closable(people) == [JAN, FEB]


def test_a_month_rests_for_ten_days_after_its_end(people: People) -> None:
    assert _closable(people, date(2026, 3, 10)) == [JAN]
    assert _closable(people, date(2026, 3, 11)) == [JAN, FEB]


def test_a_month_rests_for_ten_days_after_the_data_that_completed_it(people: People) -> None:
    _loaded_days_ago(9)
    assert _closable(people) == []


def test_what_is_loaded_today_of_an_earlier_year_rests_for_ten_days(people: People) -> None:
    days = [f"2025-{month:02}-01" for month in range(1, 13)]
    send(sales(*(Line(doc=day, day=day) for day in days)), "2025.csv")
    assert _closable(people) == [JAN, FEB]
    _loaded_days_ago(20)
    assert _closable(people) == [*months_between(Month(2025, 1), FEB)]


def test_a_month_rests_again_after_a_line_came_late_or_went_again(people: People) -> None:
    late = send(sales(Line(doc="late", day="2026-01-20")))
    assert _closable(people) == [FEB]
    _loaded_days_ago(20)
    assert _closable(people) == [JAN, FEB]
    take_back(late.id)
    assert _closable(people) == [FEB]


def test_a_history_sent_whole_every_night_keeps_no_month_open(people: People) -> None:
    days = ("2026-01-01", "2026-02-10", "2026-03-10", "2026-03-11")
    send(sales(*(Line(doc=day, day=day) for day in days)))
    assert _closable(people) == [JAN, FEB]


def test_a_month_whose_beginning_was_never_loaded_stays_open(people: People) -> None:
    with as_import(0) as tx:
        tx.execute(text("UPDATE sale_line SET date = '2026-01-12' WHERE date = '2026-01-01'"))
        rebuild_months(tx, [JAN.first])
    assert _closable(people) == [FEB]


def test_a_month_that_somebody_reopened_stays_open(people: People) -> None:
    with as_actor(people.bruno) as tx:
        close_month(tx, people.bruno, JAN)
        reopen_month(tx, people.bruno, JAN, "a late invoice")
    assert _closable(people) == [FEB]


@pytest.mark.usefixtures("people")
def test_what_is_being_undone_does_not_close() -> None:
    ((first,),) = rows("SELECT id FROM import_batch")
    with ThreadPoolExecutor(1) as pool:
        with as_import(0) as tx:
            hold_company(tx)
            undo_import(tx, first)
            closing = _closing_meanwhile(pool)
        assert closing.result() == [True]
    assert rows("SELECT month FROM closed_month") == []


def test_what_somebody_closes_in_that_moment_stops_no_other(people: People) -> None:
    with ThreadPoolExecutor(1) as pool:
        with as_actor(people.bruno) as tx:
            close_month(tx, people.bruno, JAN)
            closing = _closing_meanwhile(pool)
        assert closing.result() == [True]
    closed = rows("SELECT month, closed_by FROM closed_month ORDER BY month")
    assert closed == [(JAN.first, people.bruno.user_id), (FEB.first, None)]


def _closing_meanwhile(pool: ThreadPoolExecutor) -> Future[list[bool]]:
    closing = pool.submit(lambda: [perform(job) for job in jobs(DAYS)])
    # A second is ample for a job that does not wait for who holds the company.
    wait([closing], timeout=1)
    assert not closing.done()
    return closing


def test_the_job_closes_them_as_the_program(people: People) -> None:
    assert [perform(job) for job in jobs(DAYS)] == [True]
    with as_actor(people.ana) as tx:
        closed = tx.execute(text("SELECT month, closed_by FROM closed_month ORDER BY month")).all()
        kept = tx.execute(text("SELECT DISTINCT month FROM closed_figure ORDER BY month")).scalars()
        assert closed == [(JAN.first, None), (FEB.first, None)]
        assert list(kept) == [JAN.first, FEB.first]
