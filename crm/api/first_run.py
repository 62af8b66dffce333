"""The first steps: served until there is an administrator, then never again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Cookie, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from crm.accounts import first_run, rules, service, sessions
from crm.accounts.company import WrongCompany, company
from crm.accounts.first_run import AlreadySetUp
from crm.accounts.service import EmailTaken, NewUser
from crm.api.auth import client_address
from crm.api.first_run_data import DATA, data_page
from crm.api.first_run_draft import (
    Draft,
    first_draft,
    moved_from,
    placed_by_format,
    read_draft,
    spoken_in,
)
from crm.api.first_run_pages import ADDRESS, step_page
from crm.api.languages import language_of
from crm.api.sign_in import (
    SEE_OTHER,
    check_own_page,
    keep_language,
    set_session_cookie,
)
from crm.db import as_actor, as_system
from crm.kit.errors import Invalid
from crm.kit.texts import LOCALES, Locale, locale_named, text

router = APIRouter()
FIRST, CALENDAR, ADMIN = 1, 2, 3
STEPS = {str(step): step for step in (FIRST, CALENDAR, ADMIN)}


@router.get(ADDRESS, response_class=HTMLResponse)
def begin(request: Request) -> Response:
    """The first step, or the sign-in when everything is set up."""
    if first_run.is_set_up():
        return RedirectResponse("/", SEE_OTHER)
    language = language_of(request)
    with as_system("first run: what is known of the company") as tx:
        known = company(tx)
    spoken = request.headers.get("accept-language", "")
    draft = first_draft(language, known if known.version else replace(known, name=""), spoken)
    return _shown(FIRST, draft, language)


@router.post(ADDRESS)
async def go_on(request: Request) -> Response:
    """One answer: the next step, the one before, or the same with what is to be mended."""
    check_own_page(request)
    form = await request.form()
    return await run_in_threadpool(_answer, request, form)


@router.get(DATA, response_class=HTMLResponse)
def data(crm_session: Annotated[str, Cookie()] = "") -> Response:
    """The last step, for the administrator who has just come in."""
    visitor = sessions.visitor_of(crm_session)
    if visitor is None:
        return RedirectResponse("/login", SEE_OTHER)
    actor = visitor.actor
    if not rules.may(actor.role, "supervisor"):
        return RedirectResponse("/", SEE_OTHER)
    with as_actor(actor) as tx:
        ours = company(tx)
    return HTMLResponse(data_page(locale_named(actor.locale), ours, actor))


@router.post(DATA)
def choose_language(
    request: Request,
    go: Annotated[str, Form()] = "",
    crm_session: Annotated[str, Cookie()] = "",
) -> Response:
    """The last step in the other language, which stays the person's."""
    check_own_page(request)
    visitor = sessions.visitor_of(crm_session)
    if visitor is not None and go in LOCALES:
        with as_actor(visitor.actor) as tx:
            service.choose_language(tx, visitor.actor, go)
    return RedirectResponse(DATA, SEE_OTHER)


def _answer(request: Request, form: FormData) -> Response:
    if first_run.is_set_up():
        return RedirectResponse("/", SEE_OTHER)
    language, draft = language_of(request), read_draft(form)
    step, go = STEPS.get(str(form.get("step")), FIRST), str(form.get("go", "next"))
    draft = moved_from(draft, str(form.get("country_before", draft.company.country)))
    if go in LOCALES:
        return _in_language(locale_named(go), step, draft, language)
    match go:
        case "back" | "update":
            return _shown(max(FIRST, step - 1) if go == "back" else step, draft, language)
        case _ if step == ADMIN:
            return _finish(request, draft, str(form.get("password", "")), language)
        case _ if step == CALENDAR:
            return _with_days(draft, language, adds=go == "add")
    errors = _company_errors(draft, language)
    return _shown(FIRST if errors else CALENDAR, placed_by_format(draft), language, errors)


def _in_language(chosen: Locale, step: int, draft: Draft, before: Locale) -> Response:
    """The same step with what was typed; the company's language is proposed on the first."""
    draft = spoken_in(draft, before, chosen) if step == FIRST else draft
    response = _shown(step, draft, chosen)
    keep_language(response, chosen)
    return response


def _with_days(draft: Draft, language: Locale, *, adds: bool) -> Response:
    """The calendar again with a day more, or the step after it."""
    errors = _calendar_errors(draft, language, adds=adds)
    return _shown(CALENDAR if errors or adds else ADMIN, draft, language, errors)


def _finish(request: Request, draft: Draft, password: str, language: Locale) -> Response:
    errors = _admin_errors(draft, password, language)
    if errors:
        return _shown(ADMIN, draft, language, errors)
    return _create(request, draft, password, language)


def _create(request: Request, draft: Draft, password: str, language: Locale) -> Response:
    admin = NewUser(draft.admin_email, draft.admin_name, "admin", password, language)
    days = draft.days_off(draft.company.today())
    try:
        actor = first_run.set_up(draft.company, admin, days)
    except AlreadySetUp:
        return RedirectResponse("/login", SEE_OTHER)
    except EmailTaken as taken:
        return _shown(ADMIN, draft, language, {"admin_email": taken.text(language)})
    except WrongCompany as wrong:
        return _shown(FIRST, draft, language, {str(wrong.params["field"]): wrong.text(language)})
    address, agent = client_address(request), request.headers.get("user-agent", "")
    signed_in = service.open_session(actor, address=address, user_agent=agent)
    response = RedirectResponse(DATA, SEE_OTHER)
    set_session_cookie(response, signed_in.secret, is_long=False)
    return response


def _company_errors(draft: Draft, language: Locale) -> dict[str, str]:
    if draft.company.name:
        return {}
    return {"name": text(language, "accounts.first_run.missing_name")}


def _calendar_errors(draft: Draft, language: Locale, *, adds: bool) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not draft.company.weekdays:
        errors["weekdays"] = text(language, "accounts.first_run.missing_weekdays")
    if draft.half_day is not None and (adds or any(draft.half_day)):
        name = "add_name" if draft.half_day[0] else "add_day"
        errors[name] = text(language, f"accounts.first_run.missing_{name}")
    return errors


def _admin_errors(draft: Draft, password: str, language: Locale) -> dict[str, str]:
    name, email = draft.admin_name, draft.admin_email
    checks: dict[str, Callable[[], object]] = {
        "admin_name": lambda: rules.checked_name(name),
        "admin_email": lambda: rules.checked_email(email),
        "password": lambda: rules.check_password(password, email=email, name=name),
    }
    errors: dict[str, str] = {}
    for field, check in checks.items():
        try:
            check()
        except Invalid as wrong:
            errors[field] = wrong.text(language)
    return errors


def _shown(
    step: int, draft: Draft, language: Locale, errors: dict[str, str] | None = None
) -> HTMLResponse:
    page = step_page(step, draft, language, draft.company.today(), errors or {})
    return HTMLResponse(page, 422 if errors else 200)
