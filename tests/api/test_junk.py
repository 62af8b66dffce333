"""Whatever is sent to a route, the answer is a problem that says so and never a fault of ours."""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crm import secrets as keys
from crm.analysis.api import router as analysis_router
from crm.api.app import create_api
from crm.clients.api import router as clients_router
from crm.db import as_actor, as_import, as_system
from crm.goals.api import router as goals_router
from crm.goals.service import create_goal
from crm.intake.api import router as imports_router
from crm.kit.periods import Month
from crm.sales.api import router as sales_router
from tests.builders import PASSWORD, People, a_family, a_sale, sample_people, with_password
from tests.loaded import rebuild_facts

ROUTERS = (analysis_router, clients_router, goals_router, imports_router, sales_router)
HUGE = 10**30
WORDS = (
    "",
    "x",
    "0",
    "-1",
    "1",
    str(2**31),
    str(2**63),
    str(HUGE),
    "1e999",
    "NaN",
    "\x00",
    "a\x00b",
    "\N{GRINNING FACE}",
    "' OR 1=1 --",
    "%",
    "../../etc/passwd",
    "x" * 5000,
    "0001-01",
    "9999-12",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "bm90IGEgY3Vyc29y",
    "WzFd",
    "W251bGwsbnVsbF0",
)
VALUES: tuple[object, ...] = (
    *WORDS,
    "\ud83d",
    None,
    True,
    -1,
    0,
    2**31,
    2**63,
    HUGE,
    1e308,
    [],
    {},
    [None],
    [[[]]],
    {"x": {"y": None}},
)
BODIES = (b"", b"{", b"null", b"[]", b"[1]", b'"x"', b"\xff\xfe", b'{"a":NaN}', b"[" * 3000)


class Junk:
    """An application over a little data, and a caller for each role that throws things at it."""

    def __init__(self, people: People, client: TestClient) -> None:
        self.people = people
        self.client = client
        self.faults: list[str] = []
        self.asked = 0
        self._bearers: dict[str, dict[str, str]] = {}

    def throw(self, role: str, method: str, path: str, **sent: Any) -> None:
        answer = self.client.request(method, path, headers=self.headers_of(role), **sent)
        self.asked += 1
        if answer.status_code >= 500:
            self.faults.append(f"{role} {method} {path} {str(sent)[:200]}: {answer.status_code}")

    def headers_of(self, role: str) -> dict[str, str]:
        return self._bearers[role]

    def sign_in(self) -> None:
        for role in ("admin", "supervisor", "sales"):
            person = self.people.actor(role)
            body = {"email": person.email, "password": PASSWORD}
            token = self.client.post("/api/v1/auth/token", json=body).json()["access_token"]
            self._bearers[role] = {"Authorization": f"Bearer {token}"}


@pytest.fixture
def junk(database: object) -> Iterator[Junk]:  # noqa: ARG001 - connects crm.db
    keys.use(keys.make())
    people = sample_people()
    with as_system("test: passwords") as tx:
        for person in (people.ana, people.bruno, people.carla):
            with_password(tx, person.user_id)
    with as_import(0) as tx:
        a_sale(tx, client=people.carla_client, family=a_family(tx, name="Vinos"))
        rebuild_facts(tx)
    with as_actor(people.ana) as tx:
        create_goal(tx, people.ana, year_start=Month(2026, 1))
    with TestClient(create_api(ROUTERS), raise_server_exceptions=False) as client:
        thrower = Junk(people, client)
        thrower.sign_in()
        yield thrower


def _operations(app: object) -> list[tuple[str, str, dict[str, Any]]]:
    assert isinstance(app, FastAPI)
    described = app.openapi()
    return [
        (method.upper(), path, {**operation, "schemas": described["components"]["schemas"]})
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if "/auth/" not in path
    ]


def _filled(path: str, operation: dict[str, Any], word: str) -> str:
    for one in operation.get("parameters", ()):
        if one["in"] == "path":
            path = path.replace("{" + one["name"] + "}", word)
    return path


def _body_schema(operation: dict[str, Any]) -> dict[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return None if content is None else _resolved(content["schema"], operation["schemas"])


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return schemas[name] if name else schema


def _sample(schema: dict[str, Any], schemas: dict[str, Any], name: str = "") -> Any:
    """A value that the schema allows, so that junk beside it is all that is wrong."""
    schema = _resolved(schema, schemas)
    schema = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    schema = _resolved(schema, schemas)
    if "properties" in schema:
        return {key: _sample(one, schemas, key) for key, one in schema["properties"].items()}
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        return [_sample(schema["items"], schemas, name)]
    by_name = {"month": "2026-03", "source": "2026-03", "until": "2026-12", "value": "1"}
    return by_name.get(name, {"integer": 1, "boolean": False}.get(schema.get("type", ""), "1"))


def _spoiled(sample: Any) -> Iterator[Any]:
    """The sample with each of its values replaced by each piece of junk, one at a time."""
    if isinstance(sample, dict):
        for key, value in sample.items():
            for junk in (*VALUES, *_spoiled(value)):
                yield {**sample, key: junk}
    if isinstance(sample, list) and sample:
        for junk in (*VALUES, *_spoiled(sample[0])):
            yield [junk]
        yield sample * 2


def test_junk_in_any_part_of_an_address_is_refused_in_words(junk: Junk) -> None:
    for method, path, operation in _operations(junk.client.app):
        queries = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
        for role, word in product(("supervisor", "sales"), WORDS):
            there = _filled(path, operation, quote(word, safe=""))
            junk.throw(role, method, there)
            for name in queries:
                junk.throw(role, method, _filled(path, operation, "1"), params={name: word})
    assert junk.asked > 1000
    assert not junk.faults


def test_junk_in_any_part_of_a_body_is_refused_in_words(junk: Junk) -> None:
    for method, path, operation in _operations(junk.client.app):
        schema = _body_schema(operation)
        if schema is None:
            continue
        there = _filled(path, operation, "1")
        for body in BODIES:
            json_type = {"content-type": "application/json", **junk.headers_of("supervisor")}
            answer = junk.client.request(method, there, content=body, headers=json_type)
            assert answer.status_code < 500, (method, there, body)
        for body in _spoiled(_sample(schema, operation["schemas"])):
            junk.throw("supervisor", method, there, content=json.dumps(body))
    assert junk.asked > 1000
    assert not junk.faults
