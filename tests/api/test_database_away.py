"""While the database does not answer, that is said plainly; once it does, everything goes on."""

import asyncio
from typing import cast

import pytest
import reflex as rx
from fastapi import FastAPI
from fastapi.testclient import TestClient
from reflex.app import App
from reflex.event import Event
from reflex.istate.data import RouterData

import crm.db
from crm.accounts import sessions
from crm.accounts.gate import Gate
from crm.api.asgi import doors
from tests.api.conftest import Api

NOWHERE = "postgresql+psycopg://crm_app@/crm?host=/nowhere"
PAGES = {"accept": "text/html,*/*"}


@pytest.fixture
def away(api: Api) -> Api:
    """The API after its database has gone."""
    crm.db.connect(NOWHERE)
    sessions.hang_up()
    return api


@pytest.fixture
def outside(away: Api) -> TestClient:
    """The server as a browser reaches it."""
    assert isinstance(away.client.app, FastAPI)
    return TestClient(doors()(away.client.app), follow_redirects=False)


def test_readiness_is_denied(away: Api) -> None:
    assert away.client.get("/healthz").status_code == 503


def test_a_program_is_told_to_come_back(away: Api) -> None:
    away.client.cookies.set(sessions.COOKIE, "anybody")
    answer = away.client.get("/api/v1/examples/clients/1")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
    assert answer.json()["code"] == "api.errors.away"


@pytest.mark.parametrize("path", ["/login", "/analysis/"])
def test_a_person_sees_a_page_that_loads_again_by_itself(outside: TestClient, path: str) -> None:
    outside.cookies.set(sessions.COOKIE, "anybody")
    answer = outside.get(path, headers={**PAGES, "accept-language": "es"})
    assert (answer.status_code, answer.headers["refresh"]) == (503, "3")
    assert "La base de datos no responde" in answer.text


def test_who_posted_a_form_is_led_back_to_the_sign_in(outside: TestClient) -> None:
    form = {"email": "ana@example.org", "password": "whatever it is"}
    answer = outside.post(
        "/auth/sign-in", data=form, headers={**PAGES, "origin": "http://testserver"}
    )
    assert (answer.status_code, answer.headers["refresh"]) == (503, "3; url=/login")


def test_an_event_leads_to_the_page_that_says_so(away: Api) -> None:  # noqa: ARG001 - takes it away
    state = rx.State()
    cookie = f"{sessions.COOKIE}=anybody"
    state.router = RouterData.from_router_data({"headers": {"cookie": cookie}})
    event = Event(name="any.handler")
    update = asyncio.run(Gate().preprocess(cast("App", None), state, event))
    assert update is not None
    assert "/login" in str(update.events)


def test_it_goes_on_once_the_database_answers_again(api: Api) -> None:
    bearer = api.bearer(api.people.carla)
    there = str(crm.db.engine().url)
    crm.db.connect(NOWHERE)
    sessions.hang_up()
    path = f"/api/v1/examples/clients/{api.people.carla_client.id}"
    assert api.client.get(path, headers=bearer).status_code == 503
    crm.db.connect(there)
    assert api.client.get(path, headers=bearer).status_code == 200
