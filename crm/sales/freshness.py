"""How far the data reach, in words, for the pill in every page's head."""

from sqlmodel import Session

from crm.accounts.company import Company
from crm.db import Actor
from crm.kit.periods import Month
from crm.kit.texts import locale_named, text
from crm.sales.queries import data_state
from crm.shell.slots import Freshness


def freshness(tx: Session, company: Company, actor: Actor) -> Freshness:
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
    if state.import_id is None or not actor.is_staff:
        return Freshness(text(locale, "sales.data_until", day=day), short=short)
    return Freshness(
        text(locale, "sales.data_until_import", day=day, number=state.import_id),
        short=short,
        href=f"/imports/{state.import_id}",
    )
