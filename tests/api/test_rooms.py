"""The rooms' routes: the same figures as the screens, the same wall, errors that say why."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from crm import secrets as keys
from crm.analysis.api import router as analysis_router
from crm.api.app import create_api
from crm.clients.api import router as clients_router
from crm.db import Actor, as_import, as_system
from crm.goals.api import router as goals_router
from crm.sales.api import router as sales_router
from tests.builders import (
    PASSWORD,
    People,
    a_client,
    a_code_of,
    a_family,
    a_sale,
    sample_people,
    with_password,
)
from tests.loaded import rebuild_facts

V1 = "/api/v1"


@dataclass
class Rooms:
    """The rooms' routes over three sales of March 2026, called as somebody."""

    client: TestClient
    people: People
    headers: dict[int, dict[str, str]]

    def get(self, actor: Actor, path: str, **query: object) -> Response:
        return self.client.get(V1 + path, params=query, headers=self.headers[actor.user_id])

    def send(self, actor: Actor, method: str, path: str, body: object = None) -> Response:
        return self.client.request(
            method, V1 + path, json=body, headers=self.headers[actor.user_id]
        )

    def goal(self) -> int:
        made = self.send(self.people.bruno, "POST", "/goals", {"year": 2026})
        assert made.status_code == 201, made.text
        return made.json()["id"]

    def edit(self, value: str, version: int = 0, month: str = "2026-03") -> dict[str, object]:
        cell = {
            "responsible_id": self.people.carla_seller.id,
            "month": month,
            "value": value,
            "version": version,
        }
        return {"targets": [cell]}


@pytest.fixture
def rooms(database: object) -> Iterator[Rooms]:  # noqa: ARG001 - connects crm.db
    keys.use(keys.make())
    people = sample_people()
    actors = (people.ana, people.bruno, people.carla, people.dario)
    with as_system("test: passwords") as tx:
        for person in actors:
            with_password(tx, person.user_id)
    with as_import(0) as tx:
        wine = a_family(tx, name="Vinos")
        a_sale(tx, client=people.carla_client, amount="100.1234", family=wine)
        a_sale(tx, client=people.dario_client, amount="50", credited=people.carla_seller)
        a_sale(tx, client=people.dario_client, amount="7", day=date(2026, 3, 31))
        rebuild_facts(tx)
    routers = [clients_router, sales_router, goals_router, analysis_router]
    with TestClient(create_api(routers)) as client:
        headers = {person.user_id: _bearer(client, person) for person in actors}
        yield Rooms(client, people, headers)


def _bearer(client: TestClient, actor: Actor) -> dict[str, str]:
    body = {"email": actor.email, "password": PASSWORD}
    token = client.post(f"{V1}/auth/token", json=body).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    "path", ["/clients", "/families", "/sellers", "/sales/lines", "/goals", "/dashboard"]
)
def test_nobody_without_a_token_reads_anything(rooms: Rooms, path: str) -> None:
    answer = rooms.client.get(V1 + path)
    assert answer.status_code == 401
    assert "Almazara" not in answer.text


def test_amounts_are_exact_decimal_texts(rooms: Rooms) -> None:
    found = rooms.get(rooms.people.bruno, "/sales/lines").json()
    assert found["amount"] == "157.1234"
    assert found["total"] == 3


def test_the_dashboard_is_the_sum_of_its_lines(rooms: Rooms) -> None:
    shown = rooms.get(rooms.people.bruno, "/dashboard", month="2026-03").json()
    days = {"from": "2026-03-01", "to": "2026-03-31"}
    lines = rooms.get(rooms.people.bruno, "/sales/lines", **days).json()
    assert shown["outlook"]["actual"] == lines["amount"]
    assert shown["data_until"] == "2026-03-31"


def test_the_dashboard_tells_the_year_and_the_days_that_the_screen_draws(rooms: Rooms) -> None:
    goal = rooms.goal()
    rooms.send(rooms.people.bruno, "PUT", f"/goals/{goal}/targets", rooms.edit("200"))
    shown = rooms.get(rooms.people.bruno, "/dashboard", month="2026-03").json()
    sold = Decimal(shown["year_to_date"])
    assert Decimal(shown["year_target"]) == 200
    assert Decimal(shown["year_attainment"]["value"]) == sold / 200
    assert [one["cumulative_target"] for one in shown["months"] if one["cumulative_target"]]
    assert shown["days"][-1]["day"] == "2026-03-31"
    assert shown["days"][-1]["actual"] == shown["outlook"]["actual"]


def test_a_salespersons_dashboard_is_their_credit(rooms: Rooms) -> None:
    own = rooms.get(rooms.people.carla, "/dashboard").json()
    seen = rooms.get(
        rooms.people.bruno, "/dashboard", responsible_id=rooms.people.carla_seller.id
    ).json()
    assert own["outlook"] == seen["outlook"]
    assert own["outlook"]["actual"] == "150.1234"


@pytest.mark.parametrize("path", ["/dashboard", "/sales/lines"])
def test_each_code_of_a_user_names_all_their_sales(rooms: Rooms, path: str) -> None:
    with as_import(0) as tx:
        second = a_code_of(tx, rooms.people.carla)
        a_sale(tx, client=rooms.people.dario_client, amount="1", credited=second)
        rebuild_facts(tx)
    by_first, by_second = (
        rooms.get(rooms.people.bruno, path, responsible_id=one.id).json()
        for one in (rooms.people.carla_seller, second)
    )
    assert by_second == by_first
    assert "151.1234" in str(by_first)


def test_the_file_adds_up_to_what_its_headers_say(rooms: Rooms) -> None:
    answer = rooms.get(rooms.people.carla, "/sales/lines.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sum(Decimal(row["Importe"]) for row in rows) == Decimal("150.1234")
    assert answer.headers["X-Total-Amount"] == "150.1234"
    assert answer.headers["X-Row-Count"] == "2"


@pytest.mark.parametrize(
    ("asked", "written"), [({}, ",100.1234,"), ({"style": "company"}, ";100,1234;")]
)
def test_programs_and_people_get_the_same_lines_each_in_their_way(
    rooms: Rooms, asked: dict[str, object], written: str
) -> None:
    answer = rooms.get(rooms.people.carla, "/sales/lines.csv", **asked)
    assert written in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({}, "lineas-de-venta.csv"),
        ({"from": "2026-03-01", "to": "2026-03-31"}, "lineas-de-venta-2026-03.csv"),
        ({"from": "2026-03-02", "to": "2026-03-31"}, "lineas-de-venta-2026-03-02_2026-03-31.csv"),
        ({"from": "2026-03-02"}, "lineas-de-venta-2026-03-02.csv"),
    ],
)
def test_a_file_says_by_its_name_what_it_holds(
    rooms: Rooms, asked: dict[str, object], name: str
) -> None:
    answer = rooms.get(rooms.people.carla, "/sales/lines.csv", **asked)
    assert answer.headers["Content-Disposition"].endswith(f"''{name}")


def test_a_file_of_targets_says_which_year_and_which_families(rooms: Rooms) -> None:
    path = f"/goals/{rooms.goal()}/targets.csv"
    answer = rooms.get(rooms.people.bruno, path, style="company")
    assert "objetivos-2026" in answer.headers["Content-Disposition"]
    assert answer.content.decode("utf-8-sig").splitlines()[0].startswith("Responsable;Mes;")


def test_clients_of_nobody_are_given_and_taken_back_over_the_api(rooms: Rooms) -> None:
    with as_import(0) as tx:
        lone = a_client(tx, name="De nadie")
        a_sale(tx, client=lone, credited=rooms.people.carla_seller)
        rebuild_facts(tx)
    bruno, day = rooms.people.bruno, {"since": "2026-03-01"}
    proposed = rooms.get(bruno, "/owners/proposal").json()
    assert proposed == {
        "people": [{"seller_id": rooms.people.carla_seller.id, "clients": 1}],
        "left": 0,
    }
    given = rooms.send(bruno, "POST", "/owners/proposal", day).json()
    assert given["clients"] == 1
    assert rooms.get(rooms.people.carla, f"/clients/{lone.id}").status_code == 200
    undo = f"/owners/acts/{given['act_id']}/undo"
    assert rooms.send(bruno, "POST", undo).json() == given
    assert rooms.get(rooms.people.carla, f"/clients/{lone.id}").status_code == 404
    assert rooms.send(bruno, "POST", undo).status_code == 409


def test_a_list_of_clients_sorts_by_change_over_the_api(rooms: Rooms) -> None:
    answer = rooms.get(rooms.people.bruno, "/clients", sort="-change")
    assert [row["change"] for row in answer.json()["rows"]] == [None, None]


def test_a_target_set_over_the_api_is_in_the_goal(rooms: Rooms) -> None:
    goal = rooms.goal()
    done = rooms.send(rooms.people.bruno, "PUT", f"/goals/{goal}/targets", rooms.edit("200"))
    shown = rooms.get(rooms.people.carla, f"/goals/{goal}/targets").json()
    assert done.json()["cells"] == 1
    assert shown["rows"][0]["cells"][2]["target"] == "200.0000"
    assert len(shown["rows"]) == 1


def test_a_target_changed_meanwhile_answers_409_with_the_present_value(rooms: Rooms) -> None:
    goal = rooms.goal()
    rooms.send(rooms.people.bruno, "PUT", f"/goals/{goal}/targets", rooms.edit("200"))
    again = rooms.send(rooms.people.ana, "PUT", f"/goals/{goal}/targets", rooms.edit("300"))
    assert again.status_code == 409
    assert "200" in again.json()["title"]


def test_repeat_is_seen_and_then_done_and_undone(rooms: Rooms) -> None:
    goal, bruno = rooms.goal(), rooms.people.bruno
    rooms.send(bruno, "PUT", f"/goals/{goal}/targets", rooms.edit("100", month="2026-01"))
    body = {"responsible_id": rooms.people.carla_seller.id, "source": "2026-01"}
    seen = rooms.send(bruno, "POST", f"/goals/{goal}/repeat/preview", body).json()
    done = rooms.send(bruno, "POST", f"/goals/{goal}/repeat", body).json()
    undone = rooms.send(bruno, "POST", f"/goals/{goal}/undo").json()
    assert (len(seen["values"]), done["cells"], undone["cells"]) == (11, 11, 11)
    assert rooms.get(bruno, f"/goals/{goal}/targets").json()["total"]["target"] == "100.0000"


def test_a_repeat_for_all_is_seen_and_then_done_and_undone_as_one(rooms: Rooms) -> None:
    goal, bruno = rooms.goal(), rooms.people.bruno
    rooms.send(bruno, "PUT", f"/goals/{goal}/targets", rooms.edit("100", month="2026-01"))
    body = {"source": "2026-01", "until": "2026-03"}
    seen = rooms.send(bruno, "POST", f"/goals/{goal}/repeat/all/preview", body).json()
    done = rooms.send(bruno, "POST", f"/goals/{goal}/repeat/all", body).json()
    undone = rooms.send(bruno, "POST", f"/goals/{goal}/undo").json()
    carla = str(rooms.people.carla_seller.id)
    assert list(seen["people"][carla]["values"]) == ["2026-02", "2026-03"]
    assert (done["cells"], undone["cells"]) == (2, 2)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/goals", {"year": 2026}),
        ("PUT", "/goals/1/targets", {"targets": []}),
        ("PUT", "/months/2026-03/closed", None),
        ("PUT", "/sellers/1/user", {"user_id": 1}),
        ("PUT", "/clients/1/owner", {"seller_id": 1, "since": "2026-01-01"}),
    ],
)
def test_a_salesperson_may_not_do_what_staff_do(
    rooms: Rooms, method: str, path: str, body: object
) -> None:
    assert rooms.send(rooms.people.carla, method, path, body).status_code == 403


def test_anothers_client_and_one_that_does_not_exist_answer_alike(rooms: Rooms) -> None:
    own = rooms.get(rooms.people.dario, f"/clients/{rooms.people.carla_client.id}")
    none = rooms.get(rooms.people.dario, "/clients/999999")
    assert own.status_code == none.status_code == 404
    assert own.json() == none.json()


def test_a_salesperson_edits_an_own_clients_contact(rooms: Rooms) -> None:
    path = f"/clients/{rooms.people.carla_client.id}"
    changed = rooms.send(rooms.people.carla, "PATCH", path, {"phone": "600 100 200"})
    assert changed.json()["phone"] == "600 100 200"
    assert rooms.send(rooms.people.dario, "PATCH", path, {"phone": "1"}).status_code == 404


def test_what_is_no_contact_data_is_refused(rooms: Rooms) -> None:
    path = f"/clients/{rooms.people.carla_client.id}"
    refused = rooms.send(rooms.people.carla, "PATCH", path, {"owner_id": 1})
    assert refused.status_code == 422


@pytest.mark.parametrize("month", ["2026-13", "0000-01", "marzo", "2026-1"])
def test_a_month_that_cannot_be_is_refused(rooms: Rooms, month: str) -> None:
    assert rooms.get(rooms.people.bruno, "/dashboard", month=month).status_code == 422
