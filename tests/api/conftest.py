"""The API in this process, on a database with the four people, each with a password."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient
from pydantic import BaseModel
from sqlalchemy import text

from crm import secrets as keys
from crm.api.access import CurrentActor, Tx, asks_for
from crm.api.app import create_api
from crm.api.idempotency import Once
from crm.db import Actor, as_system
from tests.builders import PASSWORD, People, sample_people, with_password

SITE = "http://testserver"


class NoteIn(BaseModel):
    """What the example route takes."""

    text: str


class NoteOut(BaseModel):
    """What it answers."""

    id: int
    text: str


@dataclass
class Api:
    """The application, its people and a client of it."""

    client: TestClient
    people: People

    def tokens(self, actor: Actor) -> dict[str, str]:
        """A sign-in's tokens."""
        body = {"email": actor.email, "password": PASSWORD}
        answer = self.client.post("/api/v1/auth/token", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def bearer(self, actor: Actor) -> dict[str, str]:
        """The header of a fresh access token."""
        return {"Authorization": f"Bearer {self.tokens(actor)['access_token']}"}


@pytest.fixture
def api(database: object) -> Iterator[Api]:  # noqa: ARG001 - connects crm.db
    """The API with an example route of every kind."""
    keys.use(keys.make())
    people = sample_people()
    with as_system("test: passwords") as tx:
        for person in (people.ana, people.bruno, people.carla, people.dario):
            with_password(tx, person.user_id)
    with TestClient(create_api([examples()]), raise_server_exceptions=False) as client:
        yield Api(client, people)


def examples() -> APIRouter:
    """Routes as a room would write them."""
    router = APIRouter(prefix="/examples")

    @router.get("/clients/{client_id}")
    def client_name(client_id: int, tx: Tx) -> str:
        from crm.kit.errors import NotFound

        found = tx.execute(text("SELECT name FROM client WHERE id = :id"), {"id": client_id})
        name = found.scalar()
        if name is None:
            raise NotFound("api.errors.not_found")
        return name

    @router.post("/notes", status_code=201)
    def write(body: NoteIn, tx: Tx, actor: CurrentActor, once: Once) -> NoteOut:
        def work() -> NoteOut:
            from crm.accounts.audit import record

            event = record(tx, actor.user_id, "note", "example", text=body.text)
            return NoteOut(id=event, text=body.text)

        return once(work)

    @router.get("/staff", dependencies=[asks_for("supervisor")])
    def staff() -> str:
        return "staff"

    @router.get("/broken")
    def broken(tx: Tx) -> None:
        tx.execute(text("SELECT secret FROM nowhere"))

    return router
