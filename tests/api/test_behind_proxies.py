"""Who a client is behind reverse proxies: as those we trust tell, and nobody else."""

from ipaddress import ip_network

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from crm.accounts.rules import TRIES_PER_ADDRESS
from crm.api.app import create_api
from crm.api.asgi import Receive, Scope, Send
from crm.db import as_system
from crm.runtime.serve import behind_proxies
from tests.api.conftest import Api
from tests.builders import PASSWORD

PROXY, CLIENT, STRANGER = "10.0.0.1", "203.0.113.7", "198.51.100.1"
TRUSTED = (ip_network("10.0.0.0/8"), ip_network("::1"))


def _sign_in(api: Api, peer: str, *forwarded: str) -> int:
    """How a sign-in that comes from this peer with these headers is answered."""
    served = behind_proxies(create_api([]), TRUSTED)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await served(scope, receive, send)  # the test's client wants a coroutine function

    client = TestClient(application, client=(peer, 50_000))
    body = {"email": api.people.ana.email, "password": PASSWORD}
    headers = [("X-Forwarded-For", one) for one in forwarded]
    return client.post("/api/v1/auth/token", json=body, headers=headers).status_code


def _counted() -> str:
    """The address that the last sign-in counts for."""
    with as_system("test: sign-ins") as tx:
        return tx.execute(
            text("SELECT address FROM login_attempt ORDER BY id DESC LIMIT 1")
        ).scalar_one()


@pytest.mark.parametrize(
    ("peer", "forwarded"),
    [
        (PROXY, [CLIENT]),
        ("::1", [CLIENT]),
        (f"::ffff:{PROXY}", [CLIENT]),
        (PROXY, [f"{CLIENT}, 10.9.9.9"]),
        (PROXY, [f"{STRANGER}, {CLIENT}"]),
        (PROXY, [STRANGER, CLIENT]),
        (PROXY, [f"10.0.0.2, {CLIENT}"]),
    ],
)
def test_the_client_is_the_last_hop_that_no_proxy_of_ours_is(
    api: Api, peer: str, forwarded: list[str]
) -> None:
    assert _sign_in(api, peer, *forwarded) == 200
    assert _counted() == CLIENT


@pytest.mark.parametrize("forwarded", [CLIENT, f"{CLIENT}, {PROXY}", PROXY])
@pytest.mark.parametrize("stranger", [STRANGER, f"::ffff:{STRANGER}", "::2"])
def test_what_a_stranger_says_of_itself_is_not_heard(
    api: Api, stranger: str, forwarded: str
) -> None:
    _sign_in(api, stranger, forwarded)
    assert _counted() == stranger


def test_a_proxy_that_names_nobody_is_the_client_itself(api: Api) -> None:
    _sign_in(api, PROXY)
    assert _counted() == PROXY


def test_clients_behind_a_proxy_have_limits_of_their_own(api: Api) -> None:
    with as_system("test: failed sign-ins") as tx:
        tx.execute(
            text(
                "INSERT INTO login_attempt (email, address)"
                " SELECT 'x@example.org', :address FROM generate_series(1, :times)"
            ),
            {"address": STRANGER, "times": TRIES_PER_ADDRESS},
        )
    assert _sign_in(api, PROXY, STRANGER) == 429
    assert _sign_in(api, PROXY, CLIENT) == 200
