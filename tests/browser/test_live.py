"""Open pages follow the data by themselves, and leave alone what somebody is doing."""

import re
from collections.abc import Generator
from dataclasses import replace
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import text

import crm.db
from crm.db import as_actor, as_system
from crm.db.server import Server
from crm.goals.service import TargetEdit, create_goal, set_target, state_total
from crm.goals.state.sheet_rows import cell_place
from crm.kit.periods import Month
from tests.browser.walking import PATIENCE, emptied_after, open_page, written
from tests.builders import People, sample_people, with_password
from tests.intake.loading.sending import Line, sales, send, take_back
from tests.serving import Site

MARCH = "/analysis?month=2026-03"


@pytest.fixture
def people(site: Site, cluster: Server) -> Generator[People]:
    """Four people, a sale of 100 in March by who sells, one before it, and a goal of 2026."""
    crm.db.connect(cluster.url(site.database, user="crm_app"))
    with emptied_after(cluster, site):
        people = sample_people()
        with as_system("test: passwords") as tx:
            for one in (people.ana, people.bruno, people.carla):
                with_password(tx, one.user_id)
        with as_actor(people.bruno) as tx:
            create_goal(tx, people.bruno, year_start=Month(2026, 1))
        before = replace(_line(people, "F0", is_carlas=False), day="2026-01-02", amount="1.00")
        send(sales(before, _line(people, "F1")))
        yield people
    crm.db.close()


def _line(people: People, doc: str, *, is_carlas: bool = True) -> Line:
    seller = people.carla_seller if is_carlas else people.dario_seller
    client = people.carla_client if is_carlas else people.dario_client
    return Line(doc=doc, client=client.code, seller=seller.code, amount="100.00")


def _total(page: Page) -> Locator:
    return page.locator(".kpi-value.hero")


def _named(page: Page, import_id: int) -> None:
    """The page has heard of the import: its head names it."""
    expect(page.locator(".fresh")).to_contain_text(f"importación {import_id}", timeout=PATIENCE)


def test_two_open_dashboards_move_when_an_import_lands_and_when_it_is_undone(
    people: People, ana: Page, bruno: Page
) -> None:
    for page in (ana, bruno):
        open_page(page, MARCH)
        expect(_total(page)).to_have_text(written("100,00"))
    landed = send(sales(_line(people, "F2")))
    for page in (ana, bruno):
        expect(_total(page)).to_have_text(written("200,00"), timeout=PATIENCE)
        expect(_total(page)).to_have_class(re.compile("changed"))
    take_back(landed.id)
    for page in (ana, bruno):
        expect(_total(page)).to_have_text(written("100,00"), timeout=PATIENCE)


def _turn(page: Page, visibility: str) -> None:
    """Hides the tab or shows it again, as its browser says it to the page."""
    page.evaluate(
        """visibility => {
            Object.defineProperty(document, "visibilityState",
                {configurable: true, get: () => visibility});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        visibility,
    )


def test_a_hidden_tab_waits_and_reads_once_when_it_is_shown_again(
    people: People, bruno: Page
) -> None:
    with bruno.expect_websocket() as opened:
        open_page(bruno, MARCH)
    socket, read = opened.value, 0

    def count(frame: bytes | str) -> None:
        nonlocal read
        read += "hear_change" in str(frame)

    socket.on("framesent", count)
    _turn(bruno, "hidden")
    for doc in ("F2", "F3"):
        with socket.expect_event("framereceived", lambda frame: "news" in str(frame)):
            send(sales(_line(people, doc)))
    expect(_total(bruno)).to_have_text(written("100,00"))
    assert read == 0
    _turn(bruno, "visible")
    expect(_total(bruno)).to_have_text(written("300,00"))
    expect(_total(bruno)).to_have_class(re.compile("changed"))
    assert read == 1


def test_a_figure_that_moved_is_tinted_for_a_moment_only(people: People, bruno: Page) -> None:
    open_page(bruno, MARCH)
    send(sales(_line(people, "F2")))
    expect(_total(bruno)).to_have_class(re.compile("changed"))
    expect(_total(bruno)).not_to_have_class(re.compile("changed"), timeout=PATIENCE)


def test_a_salesperson_sees_own_sales_land_and_nothing_of_others(
    people: People, carla: Page
) -> None:
    open_page(carla, MARCH)
    send(sales(_line(people, "F2", is_carlas=False), _line(people, "F3")))
    expect(_total(carla)).to_have_text(written("200,00"), timeout=PATIENCE)


def test_a_target_that_a_colleague_sets_is_seen_where_the_goal_is_open(
    ana: Page, bruno: Page
) -> None:
    for page in (ana, bruno):
        open_page(page, "/goals?year=2026")
    ana.locator("table input").nth(2).fill("1000")
    ana.locator("table input").nth(2).press("Tab")
    expect(bruno.locator("table input").nth(2)).to_have_value("1.000")
    expect(bruno.locator("#content")).to_contain_text("10 %")
    expect(ana.locator("table input").nth(3)).to_be_focused()


def test_a_target_half_typed_survives_an_import(people: People, bruno: Page) -> None:
    open_page(bruno, "/goals?year=2026")
    cells = bruno.locator("table input")
    cells.nth(2).fill("1000")
    cells.nth(2).press("Tab")
    expect(bruno.locator("#content")).to_contain_text("10 %")
    cells.first.click()
    cells.first.press_sequentially("12345")
    send(sales(replace(_line(people, "F2"), amount="900.00")))
    expect(bruno.locator("#content")).to_contain_text("100 %", timeout=PATIENCE)
    expect(cells.first).to_be_focused()
    expect(cells.first).to_have_value("12345")


def test_a_search_half_typed_survives_an_import(people: People, bruno: Page) -> None:
    open_page(bruno, "/clients")
    search = bruno.get_by_role("searchbox").first
    search.press_sequentially("Alm")
    expect(bruno).to_have_url(re.compile("Alm"))
    send(sales(replace(_line(people, "F2"), amount="900.00")))
    expect(bruno.locator("#content")).to_contain_text("1.000", timeout=PATIENCE)
    expect(search).to_have_value("Alm")
    expect(search).to_be_focused()


def test_a_question_that_stands_open_stays_while_data_land(people: People, bruno: Page) -> None:
    first = send(sales(_line(people, "F2")))
    open_page(bruno, f"/imports/{first.id}")
    bruno.get_by_role("button", name=re.compile("Deshacer")).first.click()
    asked = bruno.get_by_role("dialog")
    expect(asked).to_be_visible()
    send(sales(_line(people, "F3")))
    _named(bruno, first.id + 1)
    expect(asked).to_be_visible()


def _goal_half_filled(page: Page) -> None:
    """A target of 1,000 for March, of which 100 are sold."""
    open_page(page, "/goals?year=2026")
    cells = page.locator("table input")
    cells.nth(2).fill("1000")
    cells.nth(2).press("Tab")
    expect(page.locator("#content")).to_contain_text("10 %")


def test_what_landed_under_an_open_dialog_is_shown_once_it_is_closed(
    people: People, bruno: Page
) -> None:
    _goal_half_filled(bruno)
    bruno.get_by_role("button", name=re.compile("Repetir")).first.click()
    expect(bruno.get_by_role("dialog")).to_be_visible()
    landed = send(sales(replace(_line(people, "F2"), amount="900.00")))
    _named(bruno, landed.id)
    expect(bruno.locator("#content")).to_contain_text("10 %")
    bruno.keyboard.press("Escape")
    expect(bruno.locator("#content")).to_contain_text("100 %", timeout=PATIENCE)


def test_what_landed_under_a_clients_open_form_is_shown_once_it_is_closed(
    people: People, bruno: Page
) -> None:
    open_page(bruno, f"/clients/{people.carla_client.id}")
    bruno.get_by_role("button", name=re.compile("Editar")).first.click()
    expect(bruno.get_by_role("dialog")).to_be_visible()
    landed = send(sales(replace(_line(people, "F2"), amount="900.00")))
    _named(bruno, landed.id)
    expect(bruno.locator("#content")).not_to_contain_text("1.000")
    bruno.keyboard.press("Escape")
    expect(bruno.locator("#content")).to_contain_text("1.000", timeout=PATIENCE)


def test_a_total_that_a_colleague_changed_is_told_also_when_an_import_landed_meanwhile(
    people: People, bruno: Page
) -> None:
    open_page(bruno, "/goals?year=2026")
    bruno.get_by_role("button", name=re.compile("total", re.IGNORECASE)).first.click()
    box = bruno.locator("input[name=total]")
    box.fill("5000")
    with as_actor(people.ana) as tx:
        goal_id, version = tx.execute(text("SELECT id, version FROM goal")).one()
        state_total(tx, people.ana, goal_id, Decimal(9000), version)
    landed = send(sales(_line(people, "F2")))
    _named(bruno, landed.id)
    expect(box).to_have_value("5000")
    box.press("Enter")
    expect(bruno.get_by_role("dialog")).to_contain_text("Otra persona", timeout=PATIENCE)
    with as_actor(people.ana) as tx:
        assert tx.execute(text("SELECT stated_total FROM goal")).scalar_one() == Decimal(9000)


def test_a_cell_half_typed_survives_a_colleagues_target_which_is_told_and_not_overwritten(
    people: People, bruno: Page
) -> None:
    open_page(bruno, "/goals?year=2026")
    cell = bruno.locator("table input").first
    cell.click()
    cell.press_sequentially("123")
    _a_colleague_sets_777(people, cell)
    landed = send(sales(_line(people, "F2")))
    _named(bruno, landed.id)
    expect(bruno.locator("#content")).to_contain_text("777")
    expect(cell).to_have_value("123")
    expect(cell).to_be_focused()
    cell.press("4")
    cell.press("Enter")
    expect(bruno.get_by_text("Otra persona")).to_be_visible()
    expect(cell).to_have_value("777")
    assert _targets(people) == [Decimal(777)]


def test_a_block_pasted_over_a_colleagues_target_is_refused_as_a_whole(
    people: People, bruno: Page
) -> None:
    open_page(bruno, "/goals?year=2026")
    cell, beside = bruno.locator("table input").nth(0), bruno.locator("table input").nth(1)
    _turn(bruno, "hidden")
    _a_colleague_sets_777(people, cell)
    cell.click()
    _paste(cell, "100\t200")
    expect(bruno.get_by_text("Otra persona")).to_be_visible()
    expect(cell).to_have_value("777")
    expect(beside).to_have_value("200")
    expect(beside).to_have_attribute("aria-invalid", "true")
    assert _targets(people) == [Decimal(777)]
    _paste(cell, "100\t200")
    expect(bruno.locator("#content")).to_contain_text("300")
    assert _targets(people) == [Decimal(100), Decimal(200)]


def test_what_waits_in_a_pasted_block_is_saved_once_its_bad_cell_is_mended(
    people: People, bruno: Page
) -> None:
    open_page(bruno, "/goals?year=2026")
    cells = bruno.locator("table input")
    cells.first.click()
    _paste(cells.first, "100\tabc")
    expect(cells.nth(1)).to_have_attribute("aria-invalid", "true")
    expect(cells.first).to_have_attribute("aria-invalid", "true")
    assert _targets(people) == []
    cells.nth(1).fill("200")
    cells.nth(1).press("Enter")
    expect(bruno.locator("#content")).to_contain_text("300")
    assert _targets(people) == [Decimal(100), Decimal(200)]


def _a_colleague_sets_777(people: People, cell: Locator) -> None:
    who, month = cell_place(cell.get_attribute("name") or "")
    with as_actor(people.ana) as tx:
        goal_id = tx.execute(text("SELECT id FROM goal")).scalar_one()
        set_target(tx, people.ana, goal_id, TargetEdit(who, month, Decimal(777), 0))


def _targets(people: People) -> list[Decimal]:
    with as_actor(people.ana) as tx:
        return list(tx.execute(text("SELECT value FROM monthly_target ORDER BY month")).scalars())


def _paste(cell: Locator, block: str) -> None:
    cell.evaluate(
        """(cell, block) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", block);
            cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
        }""",
        block,
    )
