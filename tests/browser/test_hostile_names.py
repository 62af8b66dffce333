"""Names that are markup are shown as they are written, on every screen, and run nothing."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

import crm.crm  # registers the screens by importing their pages
import crm.db
from crm.accounts.company import company, save_company
from crm.db import Actor, as_actor, as_import, as_system
from crm.db.server import Server
from crm.goals.service import create_goal
from crm.kit.periods import Month
from crm.shell.layout import SCREENS
from tests.browser.walking import (
    LOADED,
    emptied_after,
    open_page,
    send_on_screen,
    visiting,
)
from tests.builders import a_user, with_password
from tests.serving import Site

IMAGE = "<img src=x onerror=window.ran=1>"
SCRIPT = "<script>window.ran=2</script>"
BREAK_OUT = "'\"></title></textarea><svg onload=window.ran=3>"
HEADER = (
    "Factura;Línea;Fecha;Cód. cliente;Cliente;Cód. artículo;Artículo;Familia;Vendedor;"
    f"Importe;{IMAGE}"
)
INJECTED = "img[src='x'], svg[onload], #content script, [onerror]"
LISTEN = """
    window.ran = 0; window.refused = [];
    document.addEventListener('securitypolicyviolation', e => window.refused.push(e.blockedURI));
"""


def _sales() -> bytes:
    """Two lines whose every name is markup, and one that is refused."""
    names = f"{IMAGE}1;{SCRIPT}{BREAK_OUT};{SCRIPT};{IMAGE}2;{BREAK_OUT};{SCRIPT}3"
    names = ";".join(f'"{one.replace(chr(34), chr(34) * 2)}"' for one in names.split(";"))
    rows = [f"F{n};1;2026-03-1{n};{names};100,00;{n}" for n in range(1, 4)]
    refused = f"{IMAGE};1;{SCRIPT};{names};{IMAGE};4"
    return "\n".join([HEADER, *rows, refused]).encode()


@pytest.fixture(scope="module")
def reader(
    browser: Browser, site: Site, cluster: Server, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Page]:
    """An administrator whose company, family, clients and files have such names."""
    crm.db.connect(cluster.url(site.database, user="crm_app"))
    file = tmp_path_factory.mktemp("files") / f"{IMAGE}.csv".replace("/", "")
    file.write_bytes(_sales())
    with emptied_after(cluster, site), visiting(browser, site, _somebody()) as page:
        page.context.add_init_script(LISTEN)
        sent = send_on_screen(page, file)
        expect(sent).to_contain_text("Con rechazos", timeout=LOADED)
        _name_the_rest()
        yield page
    crm.db.close()


def _somebody() -> str:
    with as_system("test: a person") as tx:
        made = a_user(tx, name=IMAGE, role="admin", email="markup@example.org")
        with_password(tx, made.id)
        return made.email


def _name_the_rest() -> None:
    with as_import(0) as tx:
        user_id = tx.execute(text("SELECT min(id) FROM app_user")).scalar_one()
        family = tx.execute(text("SELECT min(id) FROM product_family")).scalar_one()
    admin = Actor(user_id, "admin")
    with as_actor(admin) as tx:
        save_company(tx, admin, replace(company(tx), name=SCRIPT))
        create_goal(tx, admin, year_start=Month(2026, 1), family_id=family)


def _addresses() -> list[str]:
    with as_import(0) as tx:
        client = tx.execute(text("SELECT min(id) FROM client")).scalar_one()
        family = tx.execute(text("SELECT min(id) FROM product_family")).scalar_one()
        batch = tx.execute(text("SELECT min(id) FROM import_batch")).scalar_one()
    routes = [one.route for one in SCREENS if "gallery" not in one.view.__module__]
    plain = [
        one.replace("[client_id]", str(client)).replace("[import_id]", str(batch)) for one in routes
    ]
    hostile = f"/clients?search={IMAGE}"
    return [
        *plain,
        hostile,
        f"/analysis?month=2026-03&family={family}",
        "/analysis?month=2026-03&lines=d2026-03-01~2026-03-31",
        f"/analysis?month={IMAGE}",
        f"/{IMAGE}",
        f"/login?next={BREAK_OUT}",
        "/api/v1/docs",
    ]


def test_no_name_runs_or_becomes_an_element(reader: Page) -> None:
    seen = 0
    for address in _addresses():
        is_screen = not address.startswith(("/login", "/api", f"/{IMAGE}"))
        if is_screen:
            open_page(reader, address)
        else:
            reader.goto(address)
        assert reader.evaluate("[window.ran, window.refused]") == [0, []], address
        assert reader.locator(INJECTED).count() == 0, address
        seen += reader.locator("body").inner_text().count("<")
    assert seen > 20


def test_a_file_of_lines_gives_the_names_as_text(reader: Page, tmp_path: Path) -> None:
    answer = reader.request.get("/api/v1/sales/lines.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["x-content-type-options"] == "nosniff"
    saved = tmp_path / "lines.csv"
    saved.write_bytes(answer.body())
    assert SCRIPT in saved.read_text(encoding="utf-8-sig")
