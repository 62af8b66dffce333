"""Every route of the API as each role and as nobody."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from crm import secrets as keys
from crm.accounts import rules, tokens
from crm.api.app import create_api
from crm.crm import ROUTERS
from crm.db import Role, as_system
from tests.builders import PASSWORD, People, sample_people, with_password
from tests.permissions.routes import ROUTES

ROLES: tuple[Role, ...] = ("sales", "supervisor", "admin")


@pytest.fixture(scope="module")
def people(module_database: object) -> People:  # noqa: ARG001 - connects crm.db
    """The four, with a password."""
    keys.use(keys.make())
    found = sample_people()
    with as_system("test: passwords") as tx:
        for role in ROLES:
            with_password(tx, found.actor(role).user_id)
    return found


@pytest.fixture(scope="module")
def client(people: People) -> Iterator[TestClient]:  # noqa: ARG001 - the database first
    """The API with the routers of every room."""
    with TestClient(create_api(ROUTERS)) as made:
        yield made


def called(client: TestClient, method: str, path: str, token: str = "") -> int:
    """The status of a call with nothing in it, for things that do not exist."""
    address = re.sub(r"\{\w+\}", "987654", path)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.request(method, address, headers=headers).status_code


def test_every_route_has_a_row(client: TestClient) -> None:
    found = {
        (method.upper(), path)
        for path, methods in client.app.openapi()["paths"].items()  # type: ignore[attr-defined]
        for method in methods
    }

    assert found == set(ROUTES)


def test_nobody_is_refused_every_route(client: TestClient) -> None:
    refused = {route for route in ROUTES if called(client, *route) == 401}

    assert refused == {route for route, least in ROUTES.items() if least != "anyone"}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_refused_exactly_the_routes_that_ask_for_more(
    client: TestClient, people: People, role: Role
) -> None:
    token = tokens.issue(people.actor(role).email, PASSWORD).access_token

    refused = {route for route in ROUTES if called(client, *route, token) == 403}

    assert refused == {route for route, least in ROUTES.items() if not rules.may(role, least)}
