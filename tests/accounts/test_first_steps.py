"""The pages of the first steps lose nothing that was answered and say what is to be mended."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import text

from crm.accounts import service
from crm.accounts.company import Company
from crm.accounts.first_run import set_up
from crm.accounts.service import NewUser
from crm.api.app import create_api
from crm.db import as_system
from tests.builders import PASSWORD, a_user, with_password

pytestmark = pytest.mark.usefixtures("database")
SITE = {"Origin": "http://testserver"}
COMPANY = {"name": "Torrealba", "subtitle": "Hostelería", "region": "es_ES", "currency": "USD"}
CALENDAR = {"country": "ES", "subdivision": "VC", "time_zone": "Atlantic/Canary"}
ADMIN = {"admin_name": "Ana Torres", "admin_email": "ana@example.org"}
ANSWERS = COMPANY | CALENDAR | ADMIN | {"weekday": ["0", "2", "4"], "placed_for": "ES"}


class Fields(HTMLParser):
    """What a page's fields hold, by name: hidden, typed or chosen; boxes only where ticked."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.held: dict[str, list[str]] = {}
        self._list = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes a field's name and value."""
        found = dict(attrs)
        if tag == "select":
            self._list = found["name"] or ""
        elif tag == "option" and "selected" in found:
            self.held.setdefault(self._list, []).append(found["value"] or "")
        elif tag == "input" and (found.get("type") != "checkbox" or "checked" in found):
            self.held.setdefault(found["name"] or "", []).append(found.get("value") or "")


@pytest.fixture
def client() -> Iterator[TestClient]:
    """A browser's requests, on an empty company."""
    with TestClient(create_api(), headers=SITE) as made:
        yield made


def answer(client: TestClient, step: int, go: str, **answers: object) -> Response:
    """What a step is answered, with everything else as it stands above."""
    return client.post("/first-run", data=ANSWERS | answers | {"step": str(step), "go": go})


def held(response: Response) -> dict[str, list[str]]:
    """The fields of the page."""
    return Fields(response.text).held


@pytest.mark.parametrize("step", [1, 2, 3])
def test_another_language_keeps_step_and_answers(client: TestClient, step: int) -> None:
    page = answer(client, step, "en")

    fields = held(page)
    assert '<html lang="en">' in page.text
    assert fields["step"] == [str(step)]
    for name, value in (COMPANY | CALENDAR | ADMIN).items():
        assert fields[name] == [value]
    assert fields["weekday"] == ["0", "2", "4"]
    assert '<html lang="en">' in client.get("/first-run").text


def test_the_company_speaks_the_language_of_the_page_until_another_is_chosen(
    client: TestClient,
) -> None:
    assert held(answer(client, 1, "en", language="es"))["language"] == ["en"]
    assert held(answer(client, 1, "es", language="es"))["language"] == ["es"]


@pytest.mark.parametrize(
    ("spoken", "region", "currency"),
    [
        ("en-US,en;q=0.9", "en_US", "USD"),
        ("es-MX", "es_MX", "MXN"),
        ("fr-CA, en-GB;q=0.5", "en_GB", "GBP"),
        ("es", "es_ES", "EUR"),
        ("", "es_ES", "EUR"),
    ],
)
def test_format_and_currency_are_proposed_as_the_browser_speaks(
    client: TestClient, spoken: str, region: str, currency: str
) -> None:
    fields = held(client.get("/first-run", headers={"Accept-Language": spoken}))

    assert fields["region"] == [region]
    assert fields["currency"] == [currency]


def test_going_back_does_not_propose_anew(client: TestClient) -> None:
    back = answer(client, 2, "back")
    again = client.post("/first-run", data=held(back) | {"go": "next"})

    assert held(again)["subdivision"] == ["VC"]
    assert held(again)["time_zone"] == ["Atlantic/Canary"]


def test_another_format_proposes_its_country_and_time(client: TestClient) -> None:
    fields = held(answer(client, 1, "next", region="pt_PT"))

    assert fields["country"] == ["PT"]
    assert fields["time_zone"] == ["Europe/Lisbon"]


def test_another_country_takes_its_region_and_its_time_with_it(client: TestClient) -> None:
    moved = answer(client, 2, "update", country="MX", country_before="ES")
    stayed = answer(client, 2, "update", country_before="ES", time_zone="Asia/Tokyo", country="MX")

    assert held(moved)["subdivision"] == [""]
    assert held(moved)["time_zone"] == ["America/Mexico_City"]
    assert held(stayed)["time_zone"] == ["Asia/Tokyo"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"add_name": "San Vicente"}, "add_day"),
        ({"add_day": "2027-01-22"}, "add_name"),
        ({}, "add_day"),
    ],
)
def test_a_day_half_typed_is_kept_and_what_it_lacks_is_said(
    client: TestClient, typed: dict[str, str], wrong: str
) -> None:
    page = answer(client, 2, "add", **typed)

    assert page.status_code == 422
    assert f'id="note-{wrong}"' in page.text
    for name, value in typed.items():
        assert held(page)[name] == [value]


def test_a_day_half_typed_is_not_left_behind(client: TestClient) -> None:
    assert answer(client, 2, "next", add_name="San Vicente").status_code == 422


def test_a_day_that_was_added_can_be_taken_away_and_added_again(client: TestClient) -> None:
    day = "2100-01-22"
    listed = answer(client, 2, "add", add_day=day, add_name="San Vicente")
    fields = held(listed)
    assert day in fields["holiday"]

    fields["holiday"].remove(day)
    fields |= {"go": ["update"]}
    taken = held(client.post("/first-run", data=fields))
    assert day not in taken["holiday"]

    again = {"add_day": [day], "add_name": ["San Vicente"], "go": ["add"]}
    assert day in held(client.post("/first-run", data=taken | again))["holiday"]


def test_a_day_taken_away_is_worked_on(client: TestClient) -> None:
    day = {"added": "2026-03-19|Inventario", "shown": "2026-03-19", "password": PASSWORD}
    answer(client, 3, "create", **day)

    with as_system("test: the days kept") as tx:
        kept = tx.execute(text("SELECT name FROM holiday WHERE day = '2026-03-19'")).scalars()
        assert list(kept) == []


def test_done_steps_keep_what_was_answered(client: TestClient) -> None:
    page = answer(client, 2, "next").text

    assert "<small>Torrealba</small>" in page
    assert "<small>lunes, miércoles y viernes; festivos: Comunidad Valenciana</small>" in page


def test_all_that_is_missing_is_said_at_once_in_the_language_of_the_page(
    client: TestClient,
) -> None:
    client.cookies.set("crm_language", "es")
    page = answer(client, 3, "create", admin_name="", admin_email="ana", password="")

    assert page.status_code == 422
    for said in ("Escribe tu nombre", "Escribe un correo completo", "al menos 10 caracteres"):
        assert said in page.text
    assert " novalidate" in page.text
    assert page.text.count(" autofocus") == 1


def test_the_last_step_takes_files_and_changes_its_language_for_good(client: TestClient) -> None:
    answer(client, 3, "create", password=PASSWORD)
    before = client.get("/first-run/data").text
    assert 'data-sent-to="/api/v1/imports"' in before
    assert "<small>Ana Torres</small>" in before

    after = client.post("/first-run/data", data={"go": "en"})
    assert '<html lang="en">' in after.text
    assert client.get("/api/v1/me").json()["locale"] == "en"


def test_the_last_step_is_for_those_who_may_send_files(client: TestClient) -> None:
    set_up(Company(name="T"), NewUser("ana@x.es", "Ana", "admin", PASSWORD), [])
    with as_system("test: a salesperson") as tx:
        carla = a_user(tx, name="Carla", role="sales")
        with_password(tx, carla.id)
    client.post("/auth/sign-in", data={"email": carla.email, "password": PASSWORD})

    answered = client.get("/first-run/data", follow_redirects=False)
    assert answered.headers["location"] == "/"


def test_an_empty_sign_in_says_what_is_missing_and_is_no_try(client: TestClient) -> None:
    set_up(Company(name="T"), NewUser("ana@x.es", "Ana", "admin", PASSWORD), [])
    client.cookies.set("crm_language", "es")
    for _ in range(12):
        page = client.post("/auth/sign-in", data={"email": "", "password": ""})

    assert page.status_code == 422
    assert "Escribe tu correo." in page.text
    assert "Escribe tu contraseña." in page.text
    assert service.sign_in("ana@x.es", PASSWORD)
