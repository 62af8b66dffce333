"""Who may call what, from where, and how the API says no."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import text

from crm.accounts import service, sessions
from crm.db import as_actor
from tests.api.conftest import SITE, Api
from tests.builders import PASSWORD

NOTES = "/api/v1/examples/notes"
PROBLEM = "application/problem+json"


def signed_in(api: Api) -> None:
    """Gives the client Carla's cookie."""
    secret = service.sign_in(api.people.carla.email, PASSWORD).secret
    api.client.cookies.set(sessions.COOKIE, secret)


def notes(api: Api) -> int:
    """How many notes were written."""
    with as_actor(api.people.ana) as tx:
        return tx.execute(text("SELECT count(*) FROM audit_event WHERE verb = 'note'")).scalar_one()


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/examples/clients/1"])
def test_nobody_gets_an_error_and_never_an_empty_answer(api: Api, path: str) -> None:
    answer = api.client.get(path)

    assert answer.status_code == 401
    assert answer.headers["content-type"] == PROBLEM
    assert answer.headers["www-authenticate"] == "Bearer"


def test_anothers_and_what_does_not_exist_get_the_same_answer(api: Api) -> None:
    headers = api.bearer(api.people.dario)
    anothers = api.client.get(
        f"/api/v1/examples/clients/{api.people.carla_client.id}", headers=headers
    )
    nothing = api.client.get("/api/v1/examples/clients/987654", headers=headers)

    assert anothers.status_code == nothing.status_code == 404
    assert anothers.json() == nothing.json()


def test_a_route_asks_for_its_role(api: Api) -> None:
    path = "/api/v1/examples/staff"

    assert api.client.get(path, headers=api.bearer(api.people.carla)).status_code == 403
    assert api.client.get(path, headers=api.bearer(api.people.bruno)).status_code == 200
    assert api.client.get(path, headers=api.bearer(api.people.ana)).status_code == 200


def test_an_unknown_address_is_a_problem(api: Api) -> None:
    answer = api.client.get("/api/v1/nothing/here")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == PROBLEM


def test_a_bug_tells_its_id_and_nothing_of_itself(api: Api) -> None:
    answer = api.client.get("/api/v1/examples/broken", headers=api.bearer(api.people.ana))

    assert answer.status_code == 500
    assert answer.json()["error_id"] in answer.json()["title"]
    assert "nowhere" not in answer.text


def test_problems_speak_the_persons_language(api: Api) -> None:
    answer = api.client.get("/api/v1/me", headers={"Accept-Language": "en-GB,en;q=0.9"})

    assert answer.json()["title"] == "Your session is over. Sign in again."


def test_what_is_not_valid_names_its_fields_and_not_their_values(api: Api) -> None:
    answer = api.client.post("/api/v1/auth/token", json={"email": 1, "password": "hidden" * 90})

    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["errors"]} == {"email", "password"}
    assert "hidden" not in answer.text


def test_a_page_of_ours_writes_with_its_cookie(api: Api) -> None:
    signed_in(api)

    answer = api.client.post(NOTES, json={"text": "a"}, headers={"Origin": SITE})

    assert answer.status_code == 201


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://testserver.evil.example",
        "null",
        "",
        "http://evil.testserver",
    ],
)
def test_a_foreign_page_writes_nothing_with_the_persons_cookie(api: Api, origin: str) -> None:
    signed_in(api)

    answer = api.client.post(NOTES, json={"text": "a"}, headers={"Origin": origin})

    assert answer.status_code == 403
    assert notes(api) == 0


def test_a_wrong_token_is_not_made_good_by_a_cookie(api: Api) -> None:
    signed_in(api)

    answer = api.client.get("/api/v1/me", headers={"Authorization": "Bearer wrong"})

    assert answer.status_code == 401


def test_a_repeated_request_is_done_once_and_answered_alike(api: Api) -> None:
    headers = api.bearer(api.people.carla) | {"Idempotency-Key": uuid4().hex}

    answers = [api.client.post(NOTES, json={"text": "a"}, headers=headers) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert notes(api) == 1


def test_fifty_requests_at_once_with_one_key_make_one_row(api: Api) -> None:
    headers = api.bearer(api.people.carla) | {"Idempotency-Key": uuid4().hex}

    def send(_: int) -> tuple[int, str]:
        answer = api.client.post(NOTES, json={"text": "a"}, headers=headers)
        return answer.status_code, answer.text

    with ThreadPoolExecutor(50) as pool:
        answers = set(pool.map(send, range(50)))

    assert len(answers) == 1
    assert notes(api) == 1


def test_a_key_with_another_request_is_refused(api: Api) -> None:
    headers = api.bearer(api.people.carla) | {"Idempotency-Key": uuid4().hex}
    api.client.post(NOTES, json={"text": "a"}, headers=headers)

    answer = api.client.post(NOTES, json={"text": "b"}, headers=headers)

    assert answer.status_code == 422
    assert notes(api) == 1


def test_one_persons_key_is_not_anothers(api: Api) -> None:
    key = {"Idempotency-Key": uuid4().hex}
    for person in (api.people.carla, api.people.dario):
        answer = api.client.post(NOTES, json={"text": "a"}, headers=api.bearer(person) | key)
        assert answer.status_code == 201

    assert notes(api) == 2


def test_guessing_a_password_is_slowed_down(api: Api) -> None:
    body = {"email": api.people.carla.email, "password": "wrong wrong wrong"}
    for _ in range(10):
        assert api.client.post("/api/v1/auth/token", json=body).status_code == 401

    right = body | {"password": PASSWORD}
    answer = api.client.post("/api/v1/auth/token", json=right)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60 + 1


def test_the_schema_and_its_page_are_served_without_anything_from_outside(api: Api) -> None:
    assert api.client.get("/api/v1/openapi.json").json()["info"]["title"] == "crm"
    page = api.client.get("/api/v1/docs")
    assert "/api/v1/auth/token" in page.text
    assert "http" not in page.text.replace("http-equiv", "")
