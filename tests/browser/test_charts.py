"""Charts tell what one points at, lead to its lines, and are never older than their words.

What is drawn is looked for by the names and figures it is read by; where something is on a chart
follows from its axis: as many places of the same width as it has days or months.
"""

import re
from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, Position, expect

import crm.db
from crm.db import as_system
from crm.db.server import Server
from tests.browser.walking import PATIENCE, PHONE, emptied_after, open_page, sign_in, written
from tests.builders import People, sample_people, with_password
from tests.intake.loading.sending import Line, sales, send
from tests.serving import Site, leave

MARCH = "/analysis?month=2026-03"
YEAR = re.compile(r"meses superan al año anterior$")
MONTH = re.compile(r"marzo de 2026$")
A_DAY = re.compile(r"^\d{1,2}\smar\s2026$")


@pytest.fixture(scope="module")
def people(site: Site, cluster: Server) -> Generator[People]:
    """Four people, and sales from January 2025 to 10 March 2026, more in each month."""
    crm.db.connect(cluster.url(site.database, user="crm_app"))
    with emptied_after(cluster, site):
        people = sample_people()
        with as_system("test: passwords") as tx:
            with_password(tx, people.bruno.user_id)
        months = [(year, month) for year in (2025, 2026) for month in range(1, 13)][:14]
        sold = [_line(people, f"{year}-{month:02}-01", 100 * year) for year, month in months]
        sold += [_line(people, f"2026-03-{day:02}", 20_000) for day in range(2, 11)]
        sold.append(_line(people, "2026-03-10", 900, family="Vinos"))
        send(sales(*sold))
        yield people
    crm.db.close()


def _line(people: People, day: str, amount: int, family: str = "Aceites") -> Line:
    client, seller = people.carla_client.code, people.carla_seller.code
    doc = f"{day}{family}"
    return Line(doc, day=day, client=client, seller=seller, family=family, amount=f"{amount}.00")


def _chart(page: Page, title: re.Pattern[str]) -> Locator:
    """A chart that is drawn: its axis has texts."""
    chart = page.get_by_role("img", name=title)
    expect(chart).to_contain_text("€", timeout=PATIENCE)
    return chart


def _place(chart: Locator, place: int, beside: float = 0.0) -> Position:
    """Where a month of the year's chart is: its middle, or beside it in widths of a month."""
    chart.scroll_into_view_if_needed()
    frame = _box(chart)
    january, march = (_box(chart.get_by_text(name, exact=True)) for name in ("ene", "mar"))
    first, third = (one["x"] + one["width"] / 2 for one in (january, march))
    step = (third - first) / 2
    return {"x": first + (place + beside) * step - frame["x"], "y": frame["height"] - 60}


def _box(one: Locator) -> FloatRect:
    box = one.bounding_box()
    assert box is not None
    return box


def test_pointing_at_a_month_tells_it_first_then_its_figures(bruno: Page) -> None:
    open_page(bruno, MARCH)
    chart = _chart(bruno, YEAR)
    chart.hover(position=_place(chart, 1))
    head = chart.get_by_text("febrero de 2026", exact=True)
    expect(head).to_be_visible()
    told = head.locator("..").inner_text().replace("\N{NO-BREAK SPACE}", " ").split("\n")
    assert told[:5] == ["febrero de 2026", "Real", "202.600 €", "Año anterior", "202.500 €"]


def test_what_is_told_does_not_stand_on_the_day_it_is_told_of(bruno: Page) -> None:
    open_page(bruno, MARCH)
    chart = _chart(bruno, MONTH)
    frame = _box(chart)
    for share in (0.2, 0.4):
        at: Position = {"x": frame["width"] * share, "y": frame["height"] / 2}
        chart.hover(position=at)
        box = _box(chart.get_by_text(A_DAY).locator(".."))
        assert not box["x"] <= frame["x"] + at["x"] <= box["x"] + box["width"]
    bruno.mouse.move(5, 5)
    expect(chart.get_by_text(A_DAY)).to_have_count(0)


def test_a_column_leads_to_its_lines_and_the_slim_one_to_last_years(
    bruno: Page,
) -> None:
    open_page(bruno, MARCH)
    chart = _chart(bruno, YEAR)
    chart.click(position=_place(chart, 1, beside=0.05))
    expect(bruno).to_have_url(re.compile("lines=d2026-02-01~2026-02-28"))
    bruno.go_back()
    chart.click(position=_place(chart, 1, beside=-0.28))
    expect(bruno).to_have_url(re.compile("lines=d2025-02-01~2025-02-28"))


def test_a_finger_is_told_at_its_first_tap_and_led_at_its_second(
    people: People, browser: Browser, site: Site
) -> None:
    context = browser.new_context(
        base_url=site.url, locale="es-ES", viewport=PHONE, has_touch=True, reduced_motion="reduce"
    )
    page = context.new_page()
    sign_in(page, people.bruno.email)
    open_page(page, MARCH)
    chart = _chart(page, YEAR)
    at = _place(chart, 0, beside=0.05)
    chart.tap(position=at)
    expect(chart.get_by_text("enero de 2026", exact=True)).to_be_visible()
    assert "lines=" not in page.url
    chart.tap(position=at)
    expect(page).to_have_url(re.compile("lines=d2026-01-01~2026-01-31"))
    leave(context)


def test_a_chart_out_of_sight_is_paler_until_it_shows_what_was_chosen(
    bruno: Page,
) -> None:
    bruno.set_viewport_size({"width": 1440, "height": 500})
    open_page(bruno, MARCH)
    before = _chart(bruno, YEAR).inner_text()
    bruno.evaluate(
        """() => {
            const chart = [...document.querySelectorAll("[role=img]")]
                .find((one) => /año anterior$/.test(one.ariaLabel));
            window.moved = new Promise((resolve) => new MutationObserver((_, watcher) => {
                if (!document.querySelector("main [title^='900,00']")) return;
                watcher.disconnect();
                resolve([chart.innerText, getComputedStyle(chart).opacity]);
            }).observe(document.body, { subtree: true, childList: true, attributes: true }));
        }"""
    )
    bruno.get_by_label("Familia").select_option(label="Vinos")
    drawn, opacity = bruno.evaluate("window.moved")
    assert (drawn, opacity) == (before, "0.6")
    chart = bruno.get_by_role("img", name=YEAR)
    chart.scroll_into_view_if_needed()
    expect(chart).to_have_css("opacity", "1", timeout=PATIENCE)
    assert chart.inner_text() != before


def test_the_figures_stand_whole_in_the_place_of_the_chart(bruno: Page) -> None:
    open_page(bruno, MARCH)
    chart = _chart(bruno, MONTH)
    bruno.get_by_text("Ver los datos").first.click()
    table = bruno.get_by_role("region", name=MONTH)
    expect(table.get_by_role("row")).to_have_count(23, timeout=PATIENCE)
    expect(chart).to_be_hidden()
    assert table.evaluate("one => [one.scrollHeight - one.clientHeight]") == [0]
    bruno.get_by_text("Ver el gráfico").first.click()
    expect(chart).to_be_visible()


def test_a_chart_chosen_anew_behind_its_figures_is_drawn_when_it_comes_back(
    bruno: Page,
) -> None:
    open_page(bruno, MARCH)
    _chart(bruno, MONTH)
    bruno.get_by_text("Ver los datos").first.click()
    expect(bruno.get_by_text("Ver el gráfico").first).to_be_visible()
    bruno.get_by_label("Familia").select_option(label="Vinos")
    expect(bruno.get_by_role("main").get_by_title(written("900,00"))).to_be_visible()
    bruno.get_by_text("Ver el gráfico").first.click()
    chart = bruno.get_by_role("img", name=MONTH)
    expect(chart).to_have_css("opacity", "1", timeout=PATIENCE)
    expect(chart).to_contain_text(re.compile(r"3\.000\s€"))
