"""Every event handler, sent raw over a websocket as each role and as nobody."""

import json
from typing import Any

import pytest
from reflex_base.registry import RegistrationContext

import crm.crm  # noqa: F401 - registers every state
from crm.accounts import gate, rules, service, sessions
from crm.db import Actor, Role, as_actor, as_system
from tests.builders import a_user, actor_of, with_password
from tests.permissions.calling import Update, connects, updates_after
from tests.permissions.handlers import HANDLERS
from tests.serving import Site

PROBE = "shown-as-the-last-one"
SPOIL_THE_TEST = ("hear_refusal", "sign_out_everywhere")
"""Let through, and then they count as a refusal or end the session that is tested."""
SCREEN = "reflex___state____state.crm___ui___texts____language.crm___shell___state____screen_state"


# What the product never serves, but other tests of the same process may have registered.
NOT_SERVED = ("tests", "crm.gallery")


def is_served(name: str) -> bool:
    """Whether a handler of this registered name belongs to the product."""
    return not any(f".{module.replace('.', '___')}__" in name for module in NOT_SERVED)


def registered() -> dict[str, str]:
    """Class and name of each handler by the name under which it is called."""
    return {
        name: found.handler.fn.__qualname__
        for name, found in RegistrationContext.get().event_handlers.items()
        if not name.endswith(".setvar") and is_served(name)
    }


def setvars() -> list[str]:
    """The framework's `setvar` of every state."""
    handlers = RegistrationContext.get().event_handlers
    return sorted(name for name in handlers if name.endswith(".setvar") and is_served(name))


def a_session(role: Role) -> tuple[Actor, str]:
    """A new person of that role, and the cookie of their session."""
    with as_system("test: a person") as tx:
        person = actor_of(a_user(tx, name=f"Persona {role}", role=role))
        with_password(tx, person.user_id)
    return person, f"{sessions.COOKIE}={service.open_session(person).secret}"


def refusals(updates: list[Update]) -> int:
    """How often somebody known was told that it is not theirs."""
    screens = [update.get("delta", {}).get(SCREEN, {}) for update in updates]
    return max([0, *[screen.get("refusals_rx_state_", 0) for screen in screens]])


def sign_ins(updates: list[Update]) -> int:
    """How often nobody was sent to the sign-in."""
    written = [json.dumps(event) for update in updates for event in update.get("events", [])]
    return sum("_redirect" in one and gate.SIGN_IN in one for one in written)


def probe(mark: str = "") -> tuple[str, dict[str, Any]]:
    """An event that any signed-in person may send, to know that all before it was handled."""
    return f"{SCREEN}.show_failure", {"error_id": PROBE + mark}


def test_every_handler_has_a_row() -> None:
    assert set(registered().values()) == set(HANDLERS)


def test_every_handler_asks_for_the_role_of_its_row() -> None:
    found = {called: gate.least_of(name) for name, called in registered().items()}

    assert found == HANDLERS


def test_no_handler_of_ours_is_anybodys() -> None:
    ours = {called for name, called in registered().items() if name not in gate.SIGNED_OUT_HANDLERS}

    assert [called for called in ours if HANDLERS[called] == "anyone"] == []


def test_nobody_sets_a_var_by_name() -> None:
    assert {gate.least_of(name) for name in setvars()} == {None}


def test_an_unknown_handler_is_nobodys() -> None:
    assert gate.least_of(f"{SCREEN}.no_such_handler") is None


@pytest.mark.parametrize("role", ["sales", "supervisor"])
def test_a_role_is_refused_exactly_what_asks_for_more(connected_site: Site, role: Role) -> None:
    _, cookie = a_session(role)
    beyond = [
        name for name, called in registered().items() if not rules.may(role, HANDLERS[called])
    ]
    events = [(name, {}) for name in [*beyond, *setvars()]]

    updates = updates_after(
        connected_site.url, [*events, probe()], [probe("again")], cookie=cookie, until=PROBE
    )

    assert refusals(updates) == len(events)


@pytest.mark.parametrize("role", ["sales", "supervisor", "admin"])
def test_a_role_is_let_through_to_what_it_may(connected_site: Site, role: Role) -> None:
    _, cookie = a_session(role)
    within = [
        (name, {})
        for name, called in sorted(registered().items())
        if rules.may(role, HANDLERS[called]) and not called.endswith(SPOIL_THE_TEST)
    ]

    updates = updates_after(
        connected_site.url, [*within, probe()], [probe("again")], cookie=cookie, until=PROBE
    )

    assert refusals(updates) == 0
    assert sign_ins(updates) == 0


def test_nobody_is_refused_every_handler_of_ours(connected_site: Site) -> None:
    ours = [name for name in registered() if name not in gate.SIGNED_OUT_HANDLERS]
    events = [(name, {}) for name in [*ours, *setvars()]]

    updates = updates_after(
        connected_site.url, events, until=gate.SIGN_IN, times=len(events), tab="nobody"
    )

    assert sign_ins(updates) == len(events)
    assert all(not update.get("delta") for update in updates)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "{url}.evil.example",
        "http://evil.{host}",
        "null",
        "",
    ],
)
def test_a_foreign_page_cannot_open_the_websocket(connected_site: Site, origin: str) -> None:
    host = connected_site.url.removeprefix("http://")
    _, cookie = a_session("admin")

    written = origin.format(url=connected_site.url, host=host)

    assert not connects(connected_site.url, origin=written, cookie=cookie)


def test_a_page_of_ours_opens_the_websocket(connected_site: Site) -> None:
    assert connects(connected_site.url, origin=connected_site.url)


def test_a_stolen_tab_token_shows_nothing_of_its_owner(connected_site: Site) -> None:
    _, owner = a_session("admin")
    _, thief = a_session("sales")
    enter = (f"{SCREEN}.enter", {"role": ""})
    hydrate = ("reflex___state____state.hydrate", {})
    updates_after(connected_site.url, [enter, probe()], cookie=owner, until=PROBE, tab="shared")

    for cookie in (thief, ""):
        stolen = updates_after(
            connected_site.url, [hydrate], cookie=cookie, until="is_hydrated", tab="shared"
        )
        assert "Persona admin" not in json.dumps(stolen)
        assert PROBE not in json.dumps(stolen)


def test_a_closed_account_is_nobody_at_the_next_event(connected_site: Site) -> None:
    boss, _ = a_session("admin")
    person, cookie = a_session("sales")
    with as_actor(boss) as tx:
        service.deactivate(tx, boss, person.user_id)

    updates = updates_after(connected_site.url, [probe()], cookie=cookie, until=gate.SIGN_IN)

    assert sign_ins(updates) == 1
