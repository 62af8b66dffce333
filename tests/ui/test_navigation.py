"""Who sees which place, and which places a phone's bar holds."""

from crm.shell.navigation import PLACES, phone_places_of, places_of, roles_from

ALL = {place.route for place in PLACES}


def test_a_supervisors_place_is_also_an_administrators() -> None:
    assert roles_from("supervisor") == ["supervisor", "admin"]


def test_everyone_sees_a_salespersons_place() -> None:
    assert roles_from("sales") == ["sales", "supervisor", "admin"]


def test_a_room_that_does_not_exist_is_not_offered() -> None:
    assert [place.route for place in places_of({"/goals", "/imports"})] == ["/goals", "/imports"]


def test_a_phones_bar_holds_the_four_places_of_a_days_work() -> None:
    routes = [place.route for place in phone_places_of(ALL)]
    assert routes == ["/today", "/clients", "/tasks", "/goals"]


def test_a_phones_bar_fills_up_with_what_exists() -> None:
    routes = [place.route for place in phone_places_of({"/goals", "/analysis", "/clients"})]
    assert routes == ["/clients", "/goals", "/analysis"]


def test_no_two_places_share_a_key() -> None:
    keys = [place.key for place in PLACES if place.key]
    assert len(keys) == len(set(keys))
