"""The first steps: served until there is an administrator, then never again."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Cookie, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from crm.accounts import first_run, service, sessions
from crm.accounts.company import Company, WrongCompany, company
from crm.accounts.first_run import AlreadySetUp
from crm.accounts.rules import WeakPassword, WrongEmail
from crm.accounts.service import EmailTaken, NewUser
from crm.api.auth import client_address
from crm.api.first_run_draft import Draft, first_draft, placed_in, read_draft, territory_of
from crm.api.first_run_pages import ADDRESS, data_page, step_page
from crm.api.languages import LANGUAGE_COOKIE, language_of
from crm.api.sign_in import A_YEAR, SEE_OTHER, check_own_page, set_session_cookie
from crm.db import as_actor, as_system
from crm.kit.texts import LOCALES, Locale, text

router = APIRouter()
FIRST, CALENDAR, ADMIN = 1, 2, 3


@router.get(ADDRESS, response_class=HTMLResponse)
def begin(request: Request, lang: Annotated[str, Query()] = "") -> Response:
    """The first step, or the sign-in when everything is set up."""
    if first_run.is_set_up():
        return RedirectResponse("/", SEE_OTHER)
    if lang in LOCALES:
        request.state.locale = lang
    language = language_of(request)
    with as_system("first run: what is known of the company") as tx:
        known = company(tx)
    draft = first_draft(language, known if known.version else replace(known, name=""))
    response = _shown(FIRST, draft, language)
    if lang in LOCALES:
        response.set_cookie(LANGUAGE_COOKIE, lang, max_age=A_YEAR, samesite="lax", httponly=True)
    return response


@router.post(ADDRESS)
async def go_on(request: Request) -> Response:
    """One answer: the next step, the one before, or the same with what is to be mended."""
    check_own_page(request)
    form = await request.form()
    return await run_in_threadpool(_answer, request, form)


@router.get(f"{ADDRESS}/data", response_class=HTMLResponse)
def data(request: Request, crm_session: Annotated[str, Cookie()] = "") -> Response:
    """The last step, for the administrator who has just come in."""
    visitor = sessions.visitor_of(crm_session)
    if visitor is None:
        return RedirectResponse("/login", SEE_OTHER)
    request.state.locale = visitor.actor.locale
    with as_actor(visitor.actor) as tx:
        name = company(tx).name
    return HTMLResponse(data_page(language_of(request), name))


def _answer(request: Request, form: FormData) -> Response:
    if first_run.is_set_up():
        return RedirectResponse("/", SEE_OTHER)
    language, draft = language_of(request), read_draft(form)
    step = {"1": FIRST, "2": CALENDAR, "3": ADMIN}.get(str(form.get("step")), FIRST)
    match form.get("go"):
        case "back":
            return _shown(max(FIRST, step - 1), draft, language)
        case "update":
            return _shown(step, draft, language)
        case "create" if step == ADMIN:
            return _create(request, draft, str(form.get("password", "")), language)
    errors = _errors(step, draft.company, language)
    if errors:
        return _shown(step, draft, language, errors)
    if step == FIRST and form.get("country") == Company().country:
        draft = placed_in(draft, territory_of(draft.company.region))
    return _shown(min(ADMIN, step + 1), draft, language)


def _create(request: Request, draft: Draft, password: str, language: Locale) -> Response:
    admin = NewUser(draft.admin_email, draft.admin_name, "admin", password, language)
    days = draft.days_off(draft.company.today())
    try:
        actor = first_run.set_up(draft.company, admin, days)
    except AlreadySetUp:
        return RedirectResponse("/login", SEE_OTHER)
    except WeakPassword as weak:
        return _shown(ADMIN, draft, language, {"password": weak.text(language)})
    except (WrongEmail, EmailTaken) as wrong:
        return _shown(ADMIN, draft, language, {"email": wrong.text(language)})
    except WrongCompany as wrong:
        return _shown(FIRST, draft, language, {str(wrong.params["field"]): wrong.text(language)})
    address, agent = client_address(request), request.headers.get("user-agent", "")
    signed_in = service.open_session(actor, address=address, user_agent=agent)
    response = RedirectResponse(f"{ADDRESS}/data", SEE_OTHER)
    set_session_cookie(response, signed_in.secret, is_long=False)
    return response


def _errors(step: int, ours: Company, language: Locale) -> dict[str, str]:
    if step == FIRST and not ours.name:
        return {"name": text(language, "accounts.first_run.missing_name")}
    if step == CALENDAR and not ours.weekdays:
        return {"weekdays": text(language, "accounts.first_run.missing_weekdays")}
    return {}


def _shown(
    step: int, draft: Draft, language: Locale, errors: dict[str, str] | None = None
) -> HTMLResponse:
    page = step_page(step, draft, language, draft.company.today(), errors or {})
    return HTMLResponse(page, 422 if errors else 200)
