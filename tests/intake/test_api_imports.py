"""Imports over the API: send, follow, answer, undo, download; and who may."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from crm import secrets as keys
from crm.api.app import create_api
from crm.db import Actor, as_system
from crm.intake.api import router
from crm.intake.work import finish
from tests.api.conftest import Api
from tests.builders import sample_people, with_password
from tests.intake.loading.sending import CLOCK, NORTHWIND, Line, sales, value

IMPORTS = "/api/v1/imports"
BAD = Line(doc="F2", day="2026-13-40")


@pytest.fixture
def api(database: object) -> Iterator[Api]:  # noqa: ARG001 - connects crm.db
    keys.use(keys.make())
    people = sample_people()
    with as_system("test: passwords") as tx:
        for person in (people.ana, people.bruno, people.carla):
            with_password(tx, person.user_id)
    with TestClient(create_api([router]), raise_server_exceptions=False) as client:
        yield Api(client, people)


def post(api: Api, actor: Actor, content: bytes, **fields: str) -> tuple[int, dict[str, object]]:
    """Send a file as a person."""
    answer = api.client.post(
        IMPORTS,
        files={"file": ("ventas.csv", content)},
        data=fields,
        headers=api.bearer(actor),
    )
    return answer.status_code, answer.json()


def loaded(api: Api, content: bytes) -> str:
    """The address of an import that was sent and loaded."""
    _, sent = post(api, api.people.bruno, content)
    number = sent["import_id"]
    assert isinstance(number, int)
    finish(number, CLOCK)
    return f"{IMPORTS}/{number}"


def test_a_file_sent_is_kept_and_waits(api: Api) -> None:
    status, sent = post(api, api.people.bruno, sales(Line()))
    assert (status, sent["state"], sent["file"]) == (202, "queued", "ventas.csv")


def test_its_figures_can_be_read_when_it_is_loaded(api: Api) -> None:
    headers = api.bearer(api.people.bruno)
    address = loaded(api, (NORTHWIND / "sales_1996.csv").read_bytes())
    told = api.client.get(address, headers=headers).json()
    assert (told["outcome"], told["accepted"], told["total_amount"]) == (
        "loaded",
        405,
        "208083.9700",
    )


def test_refused_rows_are_read_and_downloaded(api: Api) -> None:
    headers = api.bearer(api.people.ana)
    address = loaded(api, sales(Line(), BAD))
    (row,) = api.client.get(f"{address}/refusals", headers=headers).json()["rows"]
    assert (row["row"], row["column"]) == (3, "Fecha")
    file = api.client.get(f"{address}/refusals.csv", headers=headers)
    assert file.headers["content-type"].startswith("text/csv")
    assert "2026-13-40" in file.text


def test_the_original_is_downloaded_byte_by_byte(api: Api) -> None:
    content = (NORTHWIND / "ventas_1998.csv").read_bytes()
    address = loaded(api, content)
    answer = api.client.get(f"{address}/original", headers=api.bearer(api.people.ana))
    assert answer.content == content


def test_an_import_is_undone_once(api: Api) -> None:
    headers = api.bearer(api.people.bruno)
    address = loaded(api, sales(Line()))
    first = api.client.post(f"{address}/undo", headers=headers)
    assert (first.status_code, first.json()["lines_removed"]) == (200, 1)
    assert api.client.post(f"{address}/undo", headers=headers).status_code == 409
    assert value("SELECT count(*) FROM sale_line") == 0


def test_a_waiting_import_is_cancelled(api: Api) -> None:
    _, sent = post(api, api.people.bruno, sales(Line()))
    address = f"{IMPORTS}/{sent['import_id']}/cancel"
    answer = api.client.post(address, headers=api.bearer(api.people.bruno))
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")


def test_the_list_has_the_newest_first(api: Api) -> None:
    for number in range(3):
        post(api, api.people.bruno, sales(Line(doc=f"D{number}")))
    headers = api.bearer(api.people.bruno)
    page = api.client.get(IMPORTS, params={"limit": 2}, headers=headers).json()
    rest = api.client.get(IMPORTS, params={"cursor": page["next_cursor"]}, headers=headers).json()
    numbers = [one["import_id"] for one in (*page["rows"], *rest["rows"])]
    assert (numbers, page["total"]) == (sorted(numbers, reverse=True), 3)


@pytest.mark.parametrize("mapping", ["no json", "[]", '{"kind": "nothing"}'])
def test_a_mapping_that_means_nothing_is_refused(api: Api, mapping: str) -> None:
    status, _ = post(api, api.people.bruno, sales(Line()), mapping=mapping)
    assert status == 422


def test_a_salesperson_may_do_none_of_it(api: Api) -> None:
    address = loaded(api, sales(Line()))
    headers = api.bearer(api.people.carla)
    assert post(api, api.people.carla, sales(Line()))[0] == 403
    for path in (IMPORTS, address, f"{address}/original", f"{address}/refusals.csv"):
        assert api.client.get(path, headers=headers).status_code == 403
    for verb in ("undo", "cancel"):
        assert api.client.post(f"{address}/{verb}", headers=headers).status_code == 403


def test_an_unknown_import_is_not_found(api: Api) -> None:
    headers = api.bearer(api.people.bruno)
    for path in ("77", "77/original", "77/refusals", "77/refusals.csv"):
        assert api.client.get(f"{IMPORTS}/{path}", headers=headers).status_code == 404
    assert api.client.post(f"{IMPORTS}/77/undo", headers=headers).status_code == 404
