"""Signing in and out as people do it, in a browser."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from crm.accounts import service, sessions
from crm.db import Actor, as_system
from tests.builders import PASSWORD, a_user, actor_of, with_password
from tests.serving import Site


@pytest.fixture
def ana(connected_site: Site) -> Actor:  # noqa: ARG001 - connects crm.db
    """An administrator, so that the product is set up."""
    with as_system("test: a person") as tx:
        user = a_user(tx, name="Ana Prats", role="admin")
        with_password(tx, user.id)
    return actor_of(user)


def sign_in(page: Page, actor: Actor, password: str = PASSWORD) -> None:
    """Fills the form and presses Enter."""
    page.get_by_label("Correo").fill(actor.email)
    page.get_by_label("Contraseña", exact=True).fill(password)
    page.keyboard.press("Enter")


def test_who_is_not_signed_in_lands_on_the_form_and_comes_back(page: Page, ana: Actor) -> None:
    page.goto("/goals")
    page.wait_for_url(re.compile(r"/login\?next="))
    page.get_by_test_id("language-es").click()

    sign_in(page, ana)

    page.wait_for_url(re.compile(r"/goals"))
    expect(page.get_by_test_id("account-menu")).to_be_visible()


def test_a_wrong_password_is_refused_without_saying_which_part(page: Page, ana: Actor) -> None:
    page.goto("/login")

    sign_in(page, ana, "wrong wrong wrong")

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("El correo o la contraseña no coinciden. Quedan 9 intentos")
    expect(page.get_by_label("Contraseña", exact=True)).to_be_focused()
    expect(page.get_by_label("Correo")).to_have_value(ana.email)
    page.goto(page.url)
    expect(page.get_by_label("Correo")).to_be_visible()


def test_the_form_speaks_the_language_that_is_chosen(page: Page, ana: Actor) -> None:  # noqa: ARG001
    page.goto("/login")
    page.get_by_test_id("language-en").click()

    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_form_leads_to_no_other_site(page: Page, ana: Actor, target: str) -> None:
    page.goto(f"/login?next={target}")

    sign_in(page, ana)

    expect(page.get_by_test_id("account-menu")).to_be_visible()
    assert "evil" not in page.url


def test_the_cookie_is_kept_from_scripts(page: Page, context: BrowserContext, ana: Actor) -> None:
    page.goto("/login")
    sign_in(page, ana)
    expect(page.get_by_test_id("account-menu")).to_be_visible()

    [cookie] = [one for one in context.cookies() if one.get("name") == sessions.COOKIE]

    assert cookie.get("httpOnly")
    assert cookie.get("sameSite") == "Lax"


def test_signing_out_in_one_tab_ends_the_other(
    page: Page, context: BrowserContext, ana: Actor
) -> None:
    page.goto("/login?next=/profile")
    sign_in(page, ana)
    expect(page.get_by_test_id("account-menu")).to_be_visible()
    other = context.new_page()
    other.goto("/profile")
    expect(other.get_by_test_id("account-menu")).to_be_visible()

    page.get_by_test_id("account-menu").click()
    page.get_by_role("button", name="Cerrar sesión").click()

    page.wait_for_url(re.compile("/login"))
    other.wait_for_url(re.compile("/login"))


def test_a_session_that_ended_leads_to_the_form_at_the_next_click(page: Page, ana: Actor) -> None:
    page.goto("/login?next=/profile")
    sign_in(page, ana)
    expect(page.get_by_text(ana.email)).to_be_visible()
    service.sign_out_everywhere(ana.user_id)

    page.get_by_label("Contraseña actual").fill(PASSWORD)
    page.get_by_label("Contraseña nueva").fill("another long sentence")
    page.get_by_role("button", name="Cambiar", exact=True).click()

    page.wait_for_url(re.compile("/login"))


def test_a_password_is_changed_and_works(page: Page, ana: Actor) -> None:
    page.goto("/login?next=/profile")
    sign_in(page, ana)
    page.get_by_label("Contraseña actual").fill(PASSWORD)
    page.get_by_label("Contraseña nueva").fill("another long sentence")

    page.get_by_role("button", name="Cambiar", exact=True).click()

    expect(page.get_by_text("Contraseña cambiada")).to_be_visible()
    assert service.sign_in(ana.email, "another long sentence").actor.user_id == ana.user_id


def test_pages_obey_the_policy_for_scripts(page: Page, ana: Actor) -> None:
    refused: list[str] = []
    page.on(
        "console",
        lambda said: refused.append(said.text) if "Content Security" in said.text else None,
    )
    page.goto("/login?next=/profile")
    sign_in(page, ana)
    expect(page.get_by_text(ana.email)).to_be_visible()
    policy = page.request.get("/profile").headers["content-security-policy"]

    assert refused == []
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
