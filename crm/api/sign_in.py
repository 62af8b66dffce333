"""The sign-in: a plain form that works without script, and what it posts to."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Cookie, Form, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crm.accounts import service, sessions, sockets
from crm.accounts.company import company
from crm.accounts.credentials import TooManyTries, WrongCredentials
from crm.api.access import ForeignOrigin, is_same_origin
from crm.api.auth import LONGEST_EMAIL, client_address
from crm.api.html import Html, document, el, field, icon, input_, joined, password
from crm.api.languages import LANGUAGE_COOKIE, language_of
from crm.db import as_system
from crm.kit.texts import LOCALES, Locale, text
from crm.settings import settings

router = APIRouter()
HOME: Final = "/"
SEE_OTHER: Final = 303
A_YEAR: Final = 365 * 24 * 3600
LANGUAGES: Final = (("es", "Español"), ("en", "English"))
THEMES: Final = ("light", "dark")


@router.get("/login", response_class=HTMLResponse)
@router.get("/login/", response_class=HTMLResponse)
def login(
    request: Request,
    next: Annotated[str, Query()] = HOME,
    lang: Annotated[str, Query()] = "",
    crm_session: Annotated[str, Cookie()] = "",
) -> Response:
    """The form; who is signed in goes on to where they wanted."""
    if crm_session and sessions.visitor_of(crm_session) is not None:
        return RedirectResponse(safe_next(next), SEE_OTHER)
    if lang in LOCALES:
        request.state.locale = lang
    response = _page(language_of(request), next_path=safe_next(next))
    if lang in LOCALES:
        keep_language(response, lang)
    return response


@router.get("/auth/sign-in")
def again() -> Response:
    """The form, for who opens the address that a refused sign-in leaves in the bar."""
    return RedirectResponse("/login", SEE_OTHER)


@router.post("/auth/sign-in")
def sign_in(
    request: Request,
    email: Annotated[str, Form(max_length=LONGEST_EMAIL)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form()] = HOME,
    stay: Annotated[bool, Form()] = False,  # noqa: FBT002 - a check box
) -> Response:
    """Sets the session's cookie and goes on; else the form, not saying which part is wrong."""
    check_own_page(request)
    language = language_of(request)
    if missing := _missing(email, password, language):
        return _page(language, next_path=safe_next(next), email=email, errors=missing, status=422)
    try:
        signed_in = service.sign_in(
            email,
            password,
            address=client_address(request),
            user_agent=request.headers.get("user-agent", ""),
            is_long=stay,
        )
    except (WrongCredentials, TooManyTries) as refused:
        return _page(
            language,
            next_path=safe_next(next),
            email=email,
            errors={"password": refused.text(language)},
            status=refused.status,
        )
    response = RedirectResponse(safe_next(next), SEE_OTHER)
    set_session_cookie(response, signed_in.secret, is_long=stay)
    return response


@router.post("/auth/sign-out")
async def sign_out(request: Request, crm_session: Annotated[str, Cookie()] = "") -> Response:
    """Ends this browser's session; its other tabs land on the sign-in too."""
    check_own_page(request)
    ended = await run_in_threadpool(service.sign_out, crm_session) if crm_session else None
    await sockets.close([ended] if ended else [])
    response = RedirectResponse("/login", SEE_OTHER)
    response.delete_cookie(sessions.COOKIE, httponly=True, samesite="lax")
    return response


def set_session_cookie(response: Response, secret: str, *, is_long: bool) -> None:
    """The cookie that only the server reads; without `is_long` it ends with the browser."""
    response.set_cookie(
        sessions.COOKIE,
        secret,
        max_age=int(sessions.LONG_IDLE.total_seconds()) if is_long else None,
        httponly=True,
        samesite="lax",
        secure=settings().secure_cookies,
    )


def keep_language(response: Response, locale: str) -> None:
    """The cookie with the language of somebody who has not signed in."""
    response.set_cookie(LANGUAGE_COOKIE, locale, max_age=A_YEAR, samesite="lax", httponly=True)


def check_own_page(request: Request) -> None:
    """Raises ForeignOrigin unless a page of ours sent the form."""
    origin, host = request.headers.get("origin", ""), request.headers.get("host", "")
    if not is_same_origin(origin, host):
        raise ForeignOrigin("api.errors.foreign_origin")


def safe_next(target: str) -> str:
    """An address of ours to go on to; `/` for anything that might lead elsewhere.

    Example: `/goals?year=2026` stays, `//evil.example` and `https://evil.example` do not.
    """
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\", "/login"))
    return target if is_ours and target.isprintable() and "\\" not in target else HOME


def brand() -> Html:
    """The product's mark and name."""
    mark = el("span", icon("brand"), class_="brand-mark", aria_hidden="true")
    return el("div", mark, el("b", "crm"), class_="brand")


def language_links(language: Locale, address: str) -> Html:
    """Spanish and English as two links, each in its own language."""
    links = [
        el(
            "a",
            name,
            href=f"{address}lang={locale}",
            lang=locale,
            aria_current="true" if locale == language else None,
            data_testid=f"language-{locale}",
        )
        for locale, name in LANGUAGES
    ]
    return el(
        "div", *links, class_="seg", role="group", aria_label=text(language, "shell.language")
    )


def _missing(email: str, password: str, language: Locale) -> dict[str, str]:
    """What was left empty, by field: said by us, and no failed try."""
    given = {"email": email.strip(), "password": password}
    return {
        name: text(language, f"accounts.errors.{name}_missing")
        for name, value in given.items()
        if not value
    }


def _page(
    language: Locale,
    *,
    next_path: str,
    email: str = "",
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    with as_system("sign-in page: the company's name") as tx:
        name = company(tx).name
    form = _form(language, next_path=next_path, email=email, errors=errors or {})
    # Another language is no other way: whoever changes it still goes where they were going.
    same_page = f"/login?{urlencode({'next': next_path})}&" if next_path != HOME else "/login?"
    left = el(
        "main",
        brand(),
        el("div", el("h1", name), el("p", text(language, "accounts.sign_in_lead"), class_="muted")),
        form,
        el("div", language_links(language, same_page), _themes(language), class_="row between"),
        class_="entry-form",
    )
    body = el("div", left, _side(language), class_="entry")
    title = text(language, "accounts.sign_in")
    return HTMLResponse(document(language, f"{title} · {name}", body), status)


def _form(language: Locale, *, next_path: str, email: str, errors: dict[str, str]) -> Html:
    wrong_email, error = errors.get("email", ""), errors.get("password", "")
    email_input = input_(
        "email",
        kind="email",
        value=email or None,
        autocomplete="username",
        required=True,
        autofocus=not email,
        error=wrong_email,
    )
    secret = password(
        "password", text(language, "ui.show_password"), error=error, autofocus=bool(email)
    )
    stay = el("input", type="checkbox", name="stay", value="true")
    return el(
        "form",
        el("input", type="hidden", name="next", value=next_path),
        field("email", text(language, "accounts.email"), email_input, error=wrong_email),
        field("password", text(language, "accounts.password"), secret, error=error),
        el("label", stay, el("span", text(language, "accounts.stay")), class_="check"),
        el("button", text(language, "accounts.sign_in"), type="submit", class_="btn primary block"),
        el("p", text(language, "accounts.forgotten"), class_="help"),
        method="post",
        action="/auth/sign-in",
        class_="form",
        novalidate=True,
    )


def _themes(language: Locale) -> Html:
    buttons = [
        el(
            "button",
            icon(theme),
            type="button",
            data_theme=theme,
            aria_label=text(language, f"shell.theme_{theme}"),
            title=text(language, f"shell.theme_{theme}"),
        )
        for theme in THEMES
    ]
    return el("div", *buttons, class_="seg", role="group", aria_label=text(language, "shell.theme"))


def _side(language: Locale) -> Html:
    def said(name: str) -> str:
        return text(language, f"accounts.picture.{name}")

    lines = joined(*[el("path", d=path, class_=name) for name, path in _LINES])
    labels = joined(
        *[el("text", said(name), x=x, y=y, text_anchor=side) for name, x, y, side in _LABELS]
    )
    picture = el(
        "svg", lines, labels, viewBox="0 0 640 400", class_="entry-picture", aria_hidden="true"
    )
    caption = el("figcaption", said("caption"), class_="caption")
    promise = el("p", text(language, "accounts.promise"), class_="lead")
    return el("aside", promise, el("figure", picture, caption), class_="entry-side")


_LINES: Final = (
    ("axis", "M20 360H620 M20 270H620 M20 180H620 M20 90H620"),
    ("today", "M500 60V360"),
    ("goal", "M20 330L620 60"),
    ("actual", "M20 332L80 318L140 300L200 288L260 254L320 240L380 222L440 178L500 158"),
    ("outlook", "M500 158L560 132L620 108"),
)
_LABELS: Final = (
    ("goal", "330", "172", "end"),
    ("actual", "336", "262", "start"),
    ("outlook", "620", "166", "end"),
    ("first", "20", "382", "start"),
    ("today", "500", "382", "middle"),
    ("last", "620", "382", "end"),
)
