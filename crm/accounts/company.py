"""The company's settings: how it is called, how it counts, when it works."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from babel import Locale as Region
from babel.numbers import list_currencies
from sqlalchemy import text
from sqlmodel import Session

from crm.accounts import audit
from crm.accounts.models import Setting
from crm.db import Actor
from crm.kit.clock import Clock, SystemClock
from crm.kit.errors import Conflict, Invalid
from crm.kit.files import PLAIN, CsvStyle, StyleName
from crm.kit.formats import Formatter, knows_region
from crm.kit.money import minor_digits
from crm.kit.periods import FiscalYear, WorkingCalendar
from crm.kit.texts import LOCALES, Locale

KEY = "company"
MACHINE = SystemClock()
LONGEST_NAME = 120


class WrongCompany(Invalid):
    """A company setting that cannot be; its `field` is among the params."""


class CompanyChanged(Conflict):
    """Somebody else saved the company's settings in between."""


@dataclass(frozen=True, slots=True)
class Company:
    """One company. `weekdays` are those it works on, Monday is 0; `version` counts the saves."""

    name: str = "Mi empresa"
    subtitle: str = ""
    currency: str = "EUR"
    time_zone: str = "Europe/Madrid"
    region: str = "es_ES"
    language: Locale = "es"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    fiscal_start_month: int = 1
    country: str = "ES"
    subdivision: str = ""
    version: int = 0

    @property
    def fiscal_year(self) -> FiscalYear:
        """How it cuts its years."""
        return FiscalYear(self.fiscal_start_month)

    @property
    def digits(self) -> int:
        """Decimals of its money: two for euros, none for pesos of Chile."""
        return minor_digits(self.currency)

    def formatter(self, language: Locale | None = None) -> Formatter:
        """Writes its figures for a reader of `language`, its own unless given."""
        return Formatter(self.region, language or self.language, self.currency)

    def csv_style(self, name: StyleName = "company") -> CsvStyle:
        """How files are written: for its people's spreadsheets, or plain for programs."""
        return PLAIN if name == "plain" else CsvStyle.of(self.region, self.currency)

    def today(self, clock: Clock = MACHINE) -> date:
        """The date in its time zone."""
        return clock.today(self.time_zone)

    def checked(self) -> "Company":
        """Itself, without blanks around its names; raises WrongCompany naming the field."""
        found = replace(self, name=self.name.strip(), subtitle=self.subtitle.strip())
        for field, holds in _checks(found).items():
            if not holds:
                raise WrongCompany("accounts.errors.company", field=field)
        return found


def company(tx: Session) -> Company:
    """The company's settings; the defaults before the first run."""
    row = tx.get(Setting, KEY, populate_existing=True)
    return Company() if row is None else _from_json(row.value, row.version)


def save_company(tx: Session, actor: Actor, wanted: Company, *, clock: Clock = MACHINE) -> Company:
    """Keeps the settings; staff only. `wanted.version` must be the one that was read.

    Raises WrongCompany or CompanyChanged.
    """
    checked = wanted.checked()
    version = tx.execute(
        text(
            "INSERT INTO setting (key, value, version, updated_at, updated_by)"
            " VALUES (:key, cast(:value AS jsonb), 1, :now, :by) ON CONFLICT (key) DO UPDATE"
            " SET value = excluded.value, version = setting.version + 1,"
            " updated_at = excluded.updated_at, updated_by = excluded.updated_by"
            " WHERE setting.version = :read RETURNING version"
        ),
        {
            "key": KEY,
            "value": _to_json(checked),
            "now": clock.now(),
            "by": actor.user_id or None,
            "read": checked.version,
        },
    ).scalar()
    if version is None:
        raise CompanyChanged("accounts.errors.company_changed")
    audit.record(tx, actor.user_id, "save", "setting", name=checked.name)
    return replace(checked, version=version)


def working_calendar(tx: Session, ours: Company | None = None) -> WorkingCalendar:
    """When the company works: its weekdays without the holidays kept in the table.

    `ours` are its settings, where they are read already.
    """
    days = tx.execute(text("SELECT day FROM holiday ORDER BY day")).scalars()
    return WorkingCalendar(frozenset((ours or company(tx)).weekdays), frozenset(days))


def _checks(found: Company) -> dict[str, bool]:
    return {
        "name": 0 < len(found.name) <= LONGEST_NAME,
        "subtitle": len(found.subtitle) <= LONGEST_NAME,
        "currency": found.currency in list_currencies(),
        "time_zone": found.time_zone in available_timezones(),
        "region": knows_region(found.region) and Region.parse(found.region).territory is not None,
        "language": found.language in LOCALES,
        "weekdays": bool(found.weekdays) and set(found.weekdays) <= set(range(7)),
        "fiscal_start_month": 1 <= found.fiscal_start_month <= 12,
    }


def _to_json(found: Company) -> str:
    content = asdict(found)
    del content["version"]
    return json.dumps(content, ensure_ascii=False)


def _from_json(value: Mapping[str, Any], version: int) -> Company:
    known = {field.name for field in fields(Company)} - {"version", "weekdays"}
    content = {name: kept for name, kept in value.items() if name in known}
    weekdays = tuple(value.get("weekdays", Company().weekdays))
    return Company(**content, weekdays=weekdays, version=version)
