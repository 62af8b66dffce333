"""How far the data reach, in words, for the pill in every page's head."""

from sqlmodel import Session

from crm.accounts.company import Company
from crm.kit.texts import Locale, text
from crm.sales.queries import data_state
from crm.shell.slots import Freshness


def freshness(tx: Session, company: Company, locale: Locale) -> Freshness:
    """`Data up to 23 Nov 2026, import 23`; nothing before the first sales."""
    state = data_state(tx)
    if state.until is None:
        return Freshness()
    day = company.formatter(locale).date(state.until)
    if state.import_id is None:
        return Freshness(text(locale, "sales.data_until", day=day))
    return Freshness(text(locale, "sales.data_until_import", day=day, number=state.import_id))
