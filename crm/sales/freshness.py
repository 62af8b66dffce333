"""How far the data reach, in words, for the pill in every page's head."""

from sqlmodel import Session

from crm.accounts.company import MACHINE, Company, working_calendar
from crm.db import Actor
from crm.kit.clock import Clock
from crm.kit.formats import Formatter
from crm.kit.periods import Month
from crm.kit.texts import locale_named, plural, text
from crm.sales.queries import DataState, data_state
from crm.sales.rules import MOST_MISSING, days_missing, is_late
from crm.shell.slots import Freshness


def freshness(tx: Session, company: Company, actor: Actor, clock: Clock = MACHINE) -> Freshness:
    """`Data up to 23 Nov 2026, import 23`; nothing before the first sales.

    The import is named and opened for staff alone: a salesperson cannot see imports.
    """
    state = data_state(tx)
    if state.until is None:
        return Freshness()
    locale = locale_named(actor.locale)
    form = company.formatter(locale)
    day = form.date(state.until)
    brief = f"{state.until.day} {form.month_name(Month.of(state.until))}"
    short = text(locale, "sales.data_until_short", day=brief)
    missing = missing_words(sales_missing(tx, company, state, clock), form)
    if state.import_id is None or not actor.is_staff:
        words = text(locale, "sales.data_until", day=day)
        return Freshness(words, bool(missing), short, missing=missing)
    words = text(locale, "sales.data_until_import", day=day, number=state.import_id)
    return Freshness(words, bool(missing), short, f"/imports/{state.import_id}", missing)


def sales_missing(tx: Session, company: Company, state: DataState, clock: Clock = MACHINE) -> int:
    """How many working days' sales are not there yet; 0 before the first sales."""
    if state.until is None:
        return 0
    return days_missing(state.until, company.today(clock), working_calendar(tx, company))


def missing_words(missing: int, form: Formatter) -> str:
    """`5 working days are missing`; "" while the data are as fresh as can be asked for."""
    if not is_late(missing):
        return ""
    if missing > MOST_MISSING:
        return text(form.language, "sales.missing_many", count=form.number(MOST_MISSING))
    return plural(form.language, "sales.missing", missing, count=form.number(missing))
