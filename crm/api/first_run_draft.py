"""What has been answered in the first steps so far; the form carries it, nothing is kept."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final
from zoneinfo import available_timezones

from babel import Locale as Region
from babel.numbers import get_territory_currencies
from starlette.datastructures import FormData

from crm.accounts import holidays, zones
from crm.accounts.company import Company, WrongCompany
from crm.accounts.holidays import Holiday
from crm.api.languages import preferred_regions
from crm.kit.periods import WorkingCalendar
from crm.kit.texts import LOCALES, Locale, locale_named

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
LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """The company as answered, the days off taken away and added, and the administrator.

    `half_day` is the row of a day to add, as it was typed; None once that day is added.
    `placed_for` is the territory whose country and time zone were proposed.
    """

    company: Company = field(default_factory=Company)
    left_out: frozenset[date] = frozenset()
    added: tuple[Holiday, ...] = ()
    half_day: tuple[str, str] | None = None
    placed_for: str = ""
    admin_name: str = ""
    admin_email: str = ""

    def days_off(self, today: date) -> list[Holiday]:
        """All holidays to keep: the proposed ones without those taken away, and the added."""
        ours = self.company
        proposed = holidays.proposed_around(today, ours.country, ours.subdivision, ours.language)
        days = {one.day: one for one in (*proposed, *self.added)}
        return sorted(one for day, one in days.items() if day not in self.left_out)

    def offered(self, today: date) -> list[Holiday]:
        """Those of the next twelve months and the added, also the ones taken away, for the list."""
        whole = replace(self, left_out=frozenset()).days_off(today)
        end = today + timedelta(days=365)
        return [one for one in whole if today <= one.day < end or one in self.added]

    def calendar(self, today: date) -> WorkingCalendar:
        """When the company would work."""
        days = frozenset(one.day for one in self.days_off(today))
        return WorkingCalendar(frozenset(self.company.weekdays), days)


def first_draft(language: Locale, known: Company, accept_language: str = "") -> Draft:
    """Where the first steps start: what a command has set, else what the browser tells.

    Example: `en-US,en;q=0.9` -> United States and dollars, written like there.
    """
    if known.version:
        return Draft(known, placed_for=territory_of(known.region))
    region = next((one for one in preferred_regions(accept_language) if one in REGIONS), "")
    usual = get_territory_currencies(territory_of(region)) if region else []
    return Draft(
        replace(
            known,
            language=language,
            region=region or known.region,
            currency=next((one for one in usual if one in CURRENCIES), known.currency),
        )
    )


def read_draft(form: FormData) -> Draft:
    """The draft that a form carries; what is not there keeps its default."""
    day, name = _text(form, "add_day"), _text(form, "add_name")
    new = [Holiday(one, name[:LONGEST_NAME]) for one in _days([day]) if name]
    return Draft(
        company=_company(form),
        # Whoever adds a day that was taken away wants it.
        left_out=_left_out(form) - {one.day for one in new},
        added=(*_added(form), *new),
        half_day=None if new else (day, name),
        placed_for=_text(form, "placed_for"),
        admin_name=_text(form, "admin_name"),
        admin_email=_text(form, "admin_email"),
    )


def spoken_in(draft: Draft, before: Locale, now: Locale) -> Draft:
    """The draft for who changes the page's language: the company's goes along while it is that."""
    ours = draft.company
    return replace(draft, company=replace(ours, language=now)) if ours.language == before else draft


def placed_by_format(draft: Draft) -> Draft:
    """The draft with the country and time zone of its format, unless they were proposed before."""
    territory = territory_of(draft.company.region)
    if draft.placed_for == territory:
        return draft
    ours = draft.company
    return replace(
        draft,
        placed_for=territory,
        company=replace(
            ours,
            country=territory if territory in holidays.countries() else ours.country,
            subdivision="",
            time_zone=zones.main_zone(territory) or ours.time_zone,
        ),
    )


def moved_from(draft: Draft, former: str) -> Draft:
    """The draft of a company whose country was `former`: what only that one has gives way."""
    ours = draft.company
    if ours.country == former:
        return draft
    follows = ours.time_zone in zones.zones_of(former)
    zone = zones.main_zone(ours.country) if follows else ""
    moved = replace(ours, subdivision="", time_zone=zone or ours.time_zone)
    return replace(draft, company=moved)


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
    pairs = [one.partition("|") for one in _texts(form, "added")]
    return tuple(
        Holiday(day, called[:LONGEST_NAME])
        for written, _, called in pairs
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
