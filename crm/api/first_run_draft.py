"""What has been answered in the first steps so far; the form carries it, nothing is kept."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final
from zoneinfo import available_timezones

from babel import Locale as Region
from starlette.datastructures import FormData

from crm.accounts import holidays
from crm.accounts.company import Company, WrongCompany
from crm.accounts.holidays import Holiday
from crm.kit.periods import WorkingCalendar
from crm.kit.texts import LOCALES, Locale, locale_named

ZONE_OF: Final = {
    "ES": "Europe/Madrid",
    "MX": "America/Mexico_City",
    "AR": "America/Argentina/Buenos_Aires",
    "CL": "America/Santiago",
    "CO": "America/Bogota",
    "PE": "America/Lima",
    "UY": "America/Montevideo",
    "GB": "Europe/London",
    "IE": "Europe/Dublin",
    "US": "America/New_York",
    "PT": "Europe/Lisbon",
    "FR": "Europe/Paris",
    "DE": "Europe/Berlin",
    "IT": "Europe/Rome",
}
REGIONS: Final = [
    "es_ES",
    "es_MX",
    "es_AR",
    "es_CL",
    "es_CO",
    "es_PE",
    "es_UY",
    "ca_ES",
    "en_GB",
    "en_IE",
    "en_US",
    "pt_PT",
    "fr_FR",
    "de_DE",
    "it_IT",
]
CURRENCIES: Final = [
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "MXN",
    "ARS",
    "CLP",
    "COP",
    "PEN",
    "UYU",
    "BRL",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "MAD",
]
MOST_DAYS: Final = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """The company as answered, the days off taken away and added, and the administrator."""

    company: Company = field(default_factory=Company)
    left_out: frozenset[date] = frozenset()
    added: tuple[Holiday, ...] = ()
    admin_name: str = ""
    admin_email: str = ""

    def days_off(self, today: date) -> list[Holiday]:
        """All holidays to keep: the proposed ones without those taken away, and the added."""
        ours = self.company
        proposed = holidays.proposed_around(today, ours.country, ours.subdivision, ours.language)
        kept = {one.day: one for one in proposed if one.day not in self.left_out}
        return sorted((kept | {one.day: one for one in self.added}).values())

    def offered(self, today: date) -> list[Holiday]:
        """Those of the next twelve months, also the ones taken away, for the list."""
        whole = replace(self, left_out=frozenset()).days_off(today)
        return [one for one in whole if today <= one.day < today + timedelta(days=365)]

    def calendar(self, today: date) -> WorkingCalendar:
        """When the company would work."""
        days = frozenset(one.day for one in self.days_off(today))
        return WorkingCalendar(frozenset(self.company.weekdays), days)


def first_draft(language: Locale, known: Company) -> Draft:
    """Where the first steps start: what a command may have set, in the reader's language."""
    return Draft(replace(known, language=language) if known.version == 0 else known)


def read_draft(form: FormData) -> Draft:
    """The draft that a form carries; what is not there keeps its default."""
    return Draft(
        company=_company(form),
        left_out=_left_out(form),
        added=_added(form),
        admin_name=_text(form, "admin_name"),
        admin_email=_text(form, "admin_email"),
    )


def placed_in(draft: Draft, territory: str) -> Draft:
    """The draft with the territory's country and time zone, where it has them."""
    ours = draft.company
    return replace(
        draft,
        company=replace(
            ours,
            country=territory if territory in holidays.countries() else ours.country,
            subdivision="",
            time_zone=ZONE_OF.get(territory, ours.time_zone),
        ),
    )


def territory_of(region: str) -> str:
    """The country of a format. Example: es_MX -> MX."""
    return Region.parse(region).territory or ""


def _company(form: FormData) -> Company:
    plain = Company()
    weekdays = tuple(sorted({int(one) for one in _texts(form, "weekday") if one in set("0123456")}))
    months = [str(one) for one in range(1, 13)]
    return Company(
        name=_text(form, "name"),
        subtitle=_text(form, "subtitle"),
        currency=_among(form, "currency", CURRENCIES, plain.currency),
        time_zone=_among(form, "time_zone", available_timezones(), plain.time_zone),
        region=_among(form, "region", REGIONS, plain.region),
        language=locale_named(_among(form, "language", LOCALES, plain.language)),
        weekdays=weekdays,
        fiscal_start_month=int(_among(form, "fiscal_start_month", months, "1")),
        country=_among(form, "country", holidays.countries(), plain.country),
        subdivision=_text(form, "subdivision"),
    )


def _among(form: FormData, name: str, allowed: Collection[str], otherwise: str) -> str:
    """A choice of a list; WrongCompany for anything else, which no page of ours sends."""
    chosen = _text(form, name, otherwise)
    if chosen not in allowed:
        raise WrongCompany("accounts.errors.company", field=name)
    return chosen


def _left_out(form: FormData) -> frozenset[date]:
    shown, kept = set(_texts(form, "shown")), set(_texts(form, "holiday"))
    return frozenset(_days(shown - kept)) | frozenset(_days(_texts(form, "left_out")))


def _added(form: FormData) -> tuple[Holiday, ...]:
    found = [one.partition("|") for one in _texts(form, "added")]
    day, name = _text(form, "add_day"), _text(form, "add_name")
    pairs = [(written, called) for written, _, called in found] + [(day, name)]
    return tuple(
        Holiday(day, called[:100])
        for written, called in pairs
        for day in _days([written])
        if called.strip()
    )


def _days(written: Iterable[str]) -> list[date]:
    found: list[date] = []
    for one in sorted(written):
        try:
            found.append(date.fromisoformat(one))
        except ValueError:
            continue
    return found


def _text(form: FormData, name: str, otherwise: str = "") -> str:
    value = form.get(name, otherwise)
    return value.strip()[:320] if isinstance(value, str) else otherwise


def _texts(form: FormData, name: str) -> list[str]:
    return [one for one in form.getlist(name) if isinstance(one, str)][:MOST_DAYS]
