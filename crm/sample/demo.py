"""Fills an empty company with the sample, through the same doors as any company's data."""

import multiprocessing
import secrets
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

import crm.db
from crm.accounts.company import Company, company
from crm.accounts.first_run import set_up
from crm.accounts.holidays import proposed
from crm.accounts.service import NewUser, create_user, link_seller
from crm.db import Actor, as_actor
from crm.goals.service.closing import close_month
from crm.goals.service.creating import create_goal, state_total
from crm.goals.service.targets import TargetEdit, set_targets
from crm.intake.receiving import receive
from crm.intake.work import finish
from crm.kit.clock import SystemClock
from crm.kit.formats import Formatter
from crm.kit.periods import Month
from crm.runtime.sign_ins import SignIn
from crm.sample.generator import SampleFiles, write_sample
from crm.sample.people import Person, people
from crm.sample.targets import ProposedTarget, proposed_targets

TORREALBA = Company(name="Torrealba", subtitle="Distribución hostelera", subdivision="VC")
DAYS_UNTIL_CLOSED = 10
ROUND_TOTAL = Decimal(50_000)


class SampleFailed(RuntimeError):
    """The sample could not be loaded: a fault of ours, whose story stands above."""


class Known(NamedTuple):
    """A person of the sample who can sign in."""

    person: Person
    actor: Actor
    sign_in: SignIn


def load(step: Callable[[str], None], *, until: date | None = None) -> Sequence[SignIn]:
    """Generates and loads the sample up to `until` (yesterday unless given); who may sign in.

    Works in a process of its own, so that what reading files needs in memory goes with it.
    Raises SampleFailed.
    """
    address = crm.db.engine().url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(address, until or _yesterday(), theirs))
    worker.start()
    theirs.close()
    try:
        while isinstance(news := ours.recv(), str):
            step(news)
    except EOFError as gone:
        worker.join()
        message = f"The process that loads the sample ended with status {worker.exitcode}."
        raise SampleFailed(message) from gone
    worker.join()
    return news


def fill(until: date, step: Callable[[str], None]) -> Sequence[SignIn]:
    """The whole sample in this process, into the company that `crm.db` is connected to."""
    known = _let_people_in(until)
    admin = known[0].actor
    with tempfile.TemporaryDirectory(prefix="crm-sample-") as folder:
        files = write_sample(Path(folder), until)
        _load_files(admin, files, step)
        _link_sellers(admin, known)
        _set_goals(admin, proposed_targets(files))
    _close_past_months(admin, until)
    return _one_of_each_role(known)


def _work(address: str, until: date, news: Connection) -> None:
    crm.db.connect(address)
    news.send(fill(until, news.send))
    crm.db.close()


def _yesterday() -> date:
    return TORREALBA.today(SystemClock()) - timedelta(days=1)


def _let_people_in(until: date) -> list[Known]:
    first, *others = people()
    password = _password()
    days_off = proposed(
        TORREALBA.country, TORREALBA.subdivision, (until.year - 3, until.year + 1), "es"
    )
    admin = set_up(TORREALBA, _account(first, password), days_off)
    known = [Known(first, admin, SignIn("admin", first.email, password))]
    for person in others:
        password = _password()
        actor = create_user(admin, _account(person, password))
        known.append(Known(person, actor, SignIn(person.role, person.email, password)))
    return known


def _account(person: Person, password: str) -> NewUser:
    return NewUser(person.email, person.name, person.role, password)


def _password() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(3))


def _load_files(admin: Actor, files: SampleFiles, step: Callable[[str], None]) -> None:
    formatter = Formatter(TORREALBA.region, TORREALBA.language, TORREALBA.currency)
    paths = list(files.in_order)
    for count, path in enumerate(paths, 1):
        step(f"{formatter.number(count)}/{formatter.number(len(paths))} {path.name}")
        with path.open("rb") as stream, as_actor(admin) as tx:
            received = receive(tx, admin, path.name, stream, way="sample")
        finish(received.import_id)
        _check_loaded(admin, received.import_id, path)


def _check_loaded(admin: Actor, import_id: int, path: Path) -> None:
    """The sample is ours, so a file that does not load wholly is our fault."""
    with as_actor(admin) as tx:
        outcome = tx.execute(
            text("SELECT outcome FROM import_batch WHERE id = :id"), {"id": import_id}
        ).scalar()
    if outcome != "loaded":
        message = f"{path.name} of the sample ended as {outcome}."
        raise SampleFailed(message)


def _link_sellers(admin: Actor, known: Iterable[Known]) -> None:
    with as_actor(admin) as tx:
        ids = _ids_by_code(tx)
        for one in known:
            if one.person.role == "sales" and one.person.seller_code:
                link_seller(tx, admin, ids[one.person.seller_code], one.actor.user_id)


def _ids_by_code(tx: Session) -> dict[str, int]:
    return {row.code: row.id for row in tx.execute(text("SELECT code, id FROM seller"))}


def _top_families(tx: Session) -> dict[str, int]:
    rows = tx.execute(text("SELECT name, id FROM product_family WHERE parent_id IS NULL"))
    return {row.name: row.id for row in rows}


def _set_goals(admin: Actor, targets: Iterable[ProposedTarget]) -> None:
    """A goal for the whole company and one for each top family, in every year."""
    by_goal: dict[tuple[str | None, int], list[ProposedTarget]] = defaultdict(list)
    for target in targets:
        by_goal[target.family, target.month.year].append(target)
    with as_actor(admin) as tx:
        sellers = _ids_by_code(tx)
        families = _top_families(tx)
        year = company(tx).fiscal_year
        for (family, starting), cells in by_goal.items():
            goal_id = create_goal(
                tx,
                admin,
                year_start=year.starting_in(starting)[0],
                family_id=families[family] if family else None,
            )
            edits = [
                TargetEdit(sellers[cell.seller], Month.of(cell.month), cell.amount)
                for cell in cells
            ]
            set_targets(tx, admin, goal_id, edits)
            if family is None:
                state_total(tx, admin, goal_id, _from_above(cells))


def _from_above(cells: Iterable[ProposedTarget]) -> Decimal:
    """What the direction asks: more than its people's sum, so that a gap is there to share out."""
    return (sum((cell.amount for cell in cells), Decimal()) // ROUND_TOTAL + 1) * ROUND_TOTAL


def _close_past_months(admin: Actor, until: date) -> None:
    with as_actor(admin) as tx:
        first = tx.execute(text("SELECT min(month) FROM month_fact")).scalar()
        if first is None:
            return
        month = Month.of(first)
        while month.last + timedelta(days=DAYS_UNTIL_CLOSED) <= until:
            close_month(tx, admin, month)
            month = month.next


def _one_of_each_role(known: Iterable[Known]) -> list[SignIn]:
    """The first of each role; the salesperson is one with much to see."""
    chosen: dict[str, SignIn] = {}
    for one in known:
        chosen.setdefault(one.person.role, one.sign_in)
    return list(chosen.values())
