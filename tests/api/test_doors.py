"""What is stopped before any route: bodies of strangers, sizes, doors that are closed."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from crm.accounts import service, sessions
from crm.api.asgi import LARGEST_BODY, doors
from crm.db import Actor
from tests.api.conftest import Api
from tests.builders import PASSWORD

UPLOADS = "/api/v1/imports"
FILE = b"x" * (LARGEST_BODY + 1)


@pytest.fixture
def outside(api: Api) -> Iterator[tuple[Api, TestClient]]:
    """The doors before an application that says how much it was given."""
    inside = FastAPI()

    @inside.post(UPLOADS)
    async def taken(request: Request) -> int:
        return len(await request.body())

    with TestClient(doors()(inside), raise_server_exceptions=False) as client:
        yield api, client


def _cookie(actor: Actor) -> dict[str, str]:
    secret = service.sign_in(actor.email, PASSWORD).secret
    return {"cookie": f"{sessions.COOKIE}={secret}"}


def test_a_strangers_file_is_not_taken_in(outside: tuple[Api, TestClient]) -> None:
    _, client = outside
    assert client.post(UPLOADS, content=FILE).status_code == 401


@pytest.mark.parametrize("token", ["nonsense", ""])
def test_nor_is_one_with_a_wrong_token(outside: tuple[Api, TestClient], token: str) -> None:
    _, client = outside
    headers = {"authorization": f"Bearer {token}"}
    assert client.post(UPLOADS, content=FILE, headers=headers).status_code == 401


def test_nor_is_a_salespersons(outside: tuple[Api, TestClient]) -> None:
    api, client = outside
    headers = _cookie(api.people.carla)
    assert client.post(UPLOADS, content=FILE, headers=headers).status_code == 401


def test_staffs_files_pass(outside: tuple[Api, TestClient]) -> None:
    api, client = outside
    for headers in (_cookie(api.people.bruno), api.bearer(api.people.ana)):
        assert client.post(UPLOADS, content=FILE, headers=headers).json() == len(FILE)


def test_other_addresses_take_no_file_from_anybody(outside: tuple[Api, TestClient]) -> None:
    api, client = outside
    headers = _cookie(api.people.ana)
    assert client.post("/api/v1/goals", content=FILE, headers=headers).status_code == 413


@pytest.mark.parametrize("path", ["/_upload", "/_upload/x", "/_all_routes", "/auth-codespace"])
def test_the_frameworks_own_doors_are_closed(outside: tuple[Api, TestClient], path: str) -> None:
    _, client = outside
    assert client.post(path, content=b"x").status_code == 404
