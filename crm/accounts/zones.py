"""Time zones as people look for them: by city, their own country's first."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale as Region
from babel.core import get_global
from babel.dates import get_timezone_location

from crm.kit.texts import Locale, alphabetical, text

MAIN_ZONE: Final = {
    "ES": "Europe/Madrid",
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ID": "Asia/Jakarta",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}
"""Of the countries with several, the one most of their companies keep."""

_CONTINENT_OF: Final = {
    "Africa": "002",
    "America": "019",
    "Arctic": "150",
    "Asia": "142",
    "Australia": "009",
    "Europe": "150",
    "Pacific": "009",
}
_EUROPEAN_ISLANDS: Final = frozenset({"ES", "FO", "IS", "PT"})
_ELSEWHERE: Final = ""
_UTC: Final = "Etc/UTC"
_NO_COUNTRY: Final = frozenset({"001", "ZZ"})


class Zone(NamedTuple):
    """A time zone by its name in the tables and as it is shown, `Madrid (UTC+1)`."""

    name: str
    label: str


class ZoneGroup(NamedTuple):
    """Zones that are looked for together, under the name of their country or continent."""

    label: str
    zones: tuple[Zone, ...]


class _Place(NamedTuple):
    """A zone and what it is sorted by; `continent` is CLDR's number, "" for the oceans."""

    zone: str
    territory: str
    continent: str
    city: str
    offset: timedelta


def zones_of(country: str) -> list[str]:
    """The zones of a country. Example: ES -> Ceuta, the Canary Islands, Madrid."""
    territories = get_global("zone_territories")
    return [zone for zone in _known_zones() if territories[zone] == country]


def main_zone(country: str) -> str:
    """The zone to propose for a country; "" where none stands out."""
    found = zones_of(country)
    return MAIN_ZONE.get(country, found[0] if len(found) == 1 else "")


@lru_cache(maxsize=64)
def zone_groups(country: str, chosen: str, language: Locale, today: date) -> tuple[ZoneGroup, ...]:
    """Every zone once, with its distance from UTC on that day; `chosen` is among them.

    First the country's own, then its continent's, then the other continents by name; in each,
    those that keep nearly the same time come first.
    """
    others = sorted({*_known_zones(), chosen} - {*zones_of(country)})
    elsewhere = [_place(zone, language, today) for zone in others]
    own = [_place(zone, language, today) for zone in zones_of(country)]
    home = _place(main_zone(country) or chosen, language, today)
    names = Region.parse(language).territories

    def shown(place: _Place) -> str:
        where = "" if place.territory in _NO_COUNTRY else names.get(place.territory, "")
        return f"{place.city}, {where}" if where not in ("", place.city) else place.city

    def rank(continent: str) -> tuple[bool, bool, str]:
        name = names.get(continent, "")
        return continent != home.continent, continent == _ELSEWHERE, alphabetical(name)

    groups = [_group(names.get(country, country), own, home, {one: one.city for one in own})]
    for continent in sorted({one.continent for one in elsewhere}, key=rank):
        there = {one: shown(one) for one in elsewhere if one.continent == continent}
        label = names.get(continent) or text(language, "accounts.first_run.zones_elsewhere")
        groups.append(_group(label, list(there), home, there))
    return tuple(one for one in groups if one.zones)


@lru_cache(maxsize=1)
def _known_zones() -> tuple[str, ...]:
    """Those with a place in CLDR, which knows each once, without its former names."""
    placed = available_timezones() & get_global("zone_territories").keys()
    return tuple(sorted(one for one in placed if one == _UTC or not one.startswith("Etc/")))


def _place(zone: str, language: Locale, today: date) -> _Place:
    territory = get_global("zone_territories").get(zone, "")
    ocean = "150" if territory in _EUROPEAN_ISLANDS else _ELSEWHERE
    # A zone without a city of its own in CLDR comes with its path, `Argentina/Buenos Aires`.
    city = get_timezone_location(zone, locale=language, return_city=True).rpartition("/")[2]
    noon = datetime.combine(today, time(12), UTC).astimezone(ZoneInfo(zone))
    return _Place(
        zone,
        territory,
        _CONTINENT_OF.get(zone.partition("/")[0], ocean),
        city,
        noon.utcoffset() or timedelta(),
    )


def _group(label: str, places: list[_Place], home: _Place, names: dict[_Place, str]) -> ZoneGroup:
    def rank(place: _Place) -> tuple[bool, timedelta, str]:
        distance = abs(place.offset - home.offset)
        return place.zone != home.zone, distance, alphabetical(names[place])

    return ZoneGroup(
        label,
        tuple(
            Zone(one.zone, f"{names[one]} ({_from_utc(one.offset)})")
            for one in sorted(places, key=rank)
        ),
    )


def _from_utc(offset: timedelta) -> str:
    """Example: an hour and a half behind -> UTC−1:30."""
    minutes = round(offset / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    sign = "\N{MINUS SIGN}" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
