"""Time zones are found by city, the company's own first."""

from datetime import date
from zoneinfo import available_timezones

import pytest

from crm.accounts import holidays, zones
from crm.accounts.zones import zone_groups

WINTER, SUMMER = date(2026, 11, 28), date(2026, 7, 1)


def test_the_zones_of_the_country_come_first_and_the_usual_one_before_the_others() -> None:
    own = zone_groups("ES", "Europe/Madrid", "es", WINTER)[0]

    assert own.label == "España"
    assert [one.label for one in own.zones] == [
        "Madrid (UTC+1)",
        "Ceuta (UTC+1)",
        "Canarias (UTC+0)",
    ]


def test_then_those_of_its_continent_that_keep_the_same_time() -> None:
    _, near, *_ = zone_groups("MX", "America/Mexico_City", "en", WINTER)

    assert near.label == "Americas"
    assert near.zones[0].label == "Belize (UTC−6)"


def test_elsewhere_the_country_is_told_too() -> None:
    europe = next(
        one for one in zone_groups("ES", "Europe/Madrid", "es", WINTER) if one.label == "Europa"
    )

    assert "Lisboa, Portugal (UTC+0)" in {one.label for one in europe.zones}


def test_the_distance_is_that_of_the_day() -> None:
    own = zone_groups("ES", "Europe/Madrid", "en", SUMMER)[0]

    assert own.zones[0].label == "Madrid (UTC+2)"


@pytest.mark.parametrize("chosen", ["Europe/Madrid", "Asia/Calcutta"])
def test_every_zone_stands_once_and_the_chosen_one_is_among_them(chosen: str) -> None:
    names = [one.name for group in zone_groups("ES", chosen, "en", WINTER) for one in group.zones]

    assert len(names) == len(set(names))
    assert chosen in names
    assert set(names) <= available_timezones()


@pytest.mark.parametrize("country", sorted(zones.MAIN_ZONE))
def test_what_is_proposed_is_a_zone_of_the_country(country: str) -> None:
    assert zones.main_zone(country) in zones.zones_of(country)


def test_regions_stand_in_the_order_of_their_shown_names() -> None:
    names = [name for _, name in holidays.subdivisions("ES")]

    assert names.index("Cataluña") < names.index("Comunidad Valenciana") < names.index("Galicia")
    argentina = [name for _, name in holidays.subdivisions("AR")]
    assert argentina.index("Córdoba") < argentina.index("Corrientes")
