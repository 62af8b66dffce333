"""Public holidays as a proposal: from the library `holidays`, kept in the table once accepted."""

from datetime import date
from typing import NamedTuple

from babel import Locale as Region
from sqlalchemy import text
from sqlmodel import Session

from crm.accounts import audit
from crm.db import Actor
from crm.kit.texts import Locale, alphabetical

YEARS_BACK = 20
YEARS_AHEAD = 5
_NAMES_HERE = {("ES", "VC"): "Comunidad Valenciana", ("ES", "Barcelona"): "Barcelona (ciudad)"}
"""Where the library has a name that nobody uses, or one that says too little."""
_LANGUAGE_OF: dict[Locale, tuple[str, ...]] = {"es": ("es",), "en": ("en_US", "en")}


class Holiday(NamedTuple):
    """A day off and its name."""

    day: date
    name: str


def countries() -> list[str]:
    """Country codes with known holidays, e.g. `ES`."""
    import holidays

    return sorted(code for code in holidays.list_supported_countries() if len(code) == 2)


def subdivisions(country: str) -> list[tuple[str, str]]:
    """Parts of a country with holidays of their own: (code, name), in the order of the names.

    None for a country that is not known.
    """
    import holidays

    if country not in countries():
        return []
    entity = holidays.country_holidays(country)
    names: dict[str, str] = {code: code for code in entity.subdivisions}
    for name, code in getattr(type(entity), "subdivisions_aliases", {}).items():
        # Several names of a part stand in the order of their use; short ones are codes too.
        if names.get(code) == code and not name.isupper():
            names[code] = name
    names |= {code: _NAMES_HERE.get((country, code), name) for code, name in names.items()}
    return sorted(names.items(), key=lambda one: (alphabetical(one[1]), one[0]))


def place_name(country: str, subdivision: str, language: Locale) -> str:
    """Whose holidays they are: the part's name, else the country's. Example: ES, "" -> España."""
    part = dict(subdivisions(country)).get(subdivision)
    return part or Region.parse(language).territories.get(country, country)


def proposed(
    country: str, subdivision: str, years: tuple[int, int], language: Locale
) -> list[Holiday]:
    """The public holidays from the first to the last year given, both included, in order."""
    import holidays

    if country not in countries():
        return []
    wanted = range(years[0], years[1] + 1)
    entity = holidays.country_holidays(country)
    part = subdivision if subdivision in entity.subdivisions else None
    spoken = [one for one in _LANGUAGE_OF[language] if one in entity.supported_languages]
    found = holidays.country_holidays(
        country, subdiv=part, years=wanted, language=spoken[0] if spoken else None
    )
    return sorted(Holiday(day, name) for day, name in found.items() if day.year in wanted)


def proposed_around(today: date, country: str, subdivision: str, language: Locale) -> list[Holiday]:
    """What the first run keeps: twenty years back for old sales, five ahead for plans."""
    years = (today.year - YEARS_BACK, today.year + YEARS_AHEAD)
    return proposed(country, subdivision, years, language)


def kept(tx: Session) -> list[Holiday]:
    """The company's holidays in order."""
    rows = tx.execute(text("SELECT day, name FROM holiday ORDER BY day"))
    return [Holiday(row.day, row.name) for row in rows]


def replace_holidays(tx: Session, actor: Actor, wanted: list[Holiday]) -> None:
    """Makes these the company's holidays; staff only."""
    tx.execute(text("DELETE FROM holiday"))
    if wanted:
        tx.execute(
            text("INSERT INTO holiday (day, name, created_by) VALUES (:day, :name, :by)"),
            [{"day": day, "name": name, "by": actor.user_id or None} for day, name in wanted],
        )
    audit.record(tx, actor.user_id, "replace", "holiday", count=len(wanted))
