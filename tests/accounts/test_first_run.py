"""The first run happens once, wholly, and shows its pages only until then."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from fastapi.testclient import TestClient

from crm.accounts import first_run, holidays
from crm.accounts.company import (
    Company,
    CompanyChanged,
    WrongCompany,
    company,
    save_company,
    working_calendar,
)
from crm.accounts.first_run import AlreadySetUp
from crm.accounts.service import NewUser
from crm.api.app import create_api
from crm.db import Actor, as_actor

pytestmark = pytest.mark.usefixtures("database")
ADMIN = NewUser("ana@example.org", "Ana", "admin", "una frase larga")
COMPANY = Company(name="Torrealba", subdivision="VC")
CHRISTMAS = holidays.Holiday(date(2026, 12, 25), "Navidad")
SITE = {"Origin": "http://testserver"}


def set_up() -> Actor:
    """The first run, done."""
    return first_run.set_up(COMPANY, ADMIN, [CHRISTMAS])


def test_it_makes_company_administrator_and_holidays() -> None:
    assert not first_run.is_set_up()
    ana = set_up()

    assert first_run.is_set_up()
    with as_actor(ana) as tx:
        assert company(tx).name == "Torrealba"
        assert not working_calendar(tx).is_working(CHRISTMAS.day)


def test_of_two_at_once_one_wins() -> None:
    def attempt(number: int) -> str:
        admin = NewUser(f"a{number}@example.org", "A", "admin", "una frase larga")
        try:
            first_run.set_up(COMPANY, admin, [])
        except AlreadySetUp:
            return "late"
        return "won"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == ["late", "late", "late", "won"]


def test_a_wrong_company_makes_no_administrator() -> None:
    with pytest.raises(WrongCompany):
        first_run.set_up(replace(COMPANY, currency="XXQ"), ADMIN, [])

    assert not first_run.is_set_up()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"currency": "euro"},
        {"time_zone": "Mars/Olympus"},
        {"region": "xx_XX"},
        {"weekdays": ()},
        {"weekdays": (7,)},
        {"fiscal_start_month": 13},
    ],
)
def test_a_company_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(WrongCompany):
        replace(COMPANY, **wrong).checked()  # type: ignore[arg-type]


def test_a_save_over_anothers_save_is_a_conflict() -> None:
    ana = set_up()
    with as_actor(ana) as tx:
        read = company(tx)
        save_company(tx, ana, replace(read, name="Primero"))

    with pytest.raises(CompanyChanged), as_actor(ana) as tx:
        save_company(tx, ana, replace(read, name="Segundo"))


def test_holidays_are_proposed_by_region_and_in_the_language() -> None:
    found = {one.day: one.name for one in holidays.proposed("ES", "VC", (2026, 2026), "es")}

    assert found[date(2026, 10, 9)] == "Día de la Comunidad Valenciana"
    assert date(2026, 10, 9) not in dict(holidays.proposed("ES", "", (2026, 2026), "es"))


def test_sales_of_long_ago_have_their_holidays_too() -> None:
    found = holidays.proposed_around(date(2026, 11, 28), "ES", "", "es")

    assert date(2010, 12, 8) in dict(found)


def test_the_pages_lead_from_the_company_to_a_signed_in_administrator() -> None:
    with TestClient(create_api(), headers=SITE) as client:
        first = client.get("/first-run", headers={"Accept-Language": "en"})
        assert '<html lang="en">' in first.text
        answers = {"name": "Torrealba", "region": "es_ES", "weekday": ["0", "1"]}
        second = client.post("/first-run", data=answers | {"step": "1", "go": "next"})
        assert 'name="time_zone"' in second.text
        third = client.post("/first-run", data=answers | {"step": "2", "go": "next"})
        assert 'name="password"' in third.text
        who = {"admin_name": "Ana", "admin_email": "ana@x.es", "password": "una frase larga"}
        last = client.post("/first-run", data=answers | who | {"step": "3", "go": "create"})

        assert last.url.path == "/first-run/data"
        assert client.get("/api/v1/me").json()["role"] == "admin"


def test_a_weak_password_is_said_beside_its_field_and_not_sent_back() -> None:
    with TestClient(create_api(), headers=SITE) as client:
        answers = {"name": "T", "weekday": "0", "step": "3", "go": "create", "password": "corta9x"}
        who = {"admin_name": "Ana", "admin_email": "ana@x.es"}
        answer = client.post("/first-run", data=answers | who)

    assert answer.status_code == 422
    assert "al menos 10 caracteres" in answer.text
    assert "corta9x" not in answer.text
    (focused,) = [tag for tag in answer.text.split("<input") if "autofocus" in tag.split(">")[0]]
    assert 'name="password"' in focused.split(">")[0]


def test_once_set_up_the_pages_are_gone() -> None:
    set_up()
    with TestClient(create_api(), headers=SITE, follow_redirects=False) as client:
        assert client.get("/first-run").headers["location"] == "/"
        answer = client.post("/first-run", data={"step": "3", "go": "create"})

    assert answer.headers["location"] == "/"
