"""Errors as problem details (RFC 9457): what happened and how to mend it, never a stack."""

import logging
from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from crm.api.html import away_page
from crm.api.languages import language_of
from crm.db.refusals import AWAY, IMPOSSIBLE_VALUE, is_refusal
from crm.kit.errors import UserError
from crm.kit.texts import Locale, text

logger = logging.getLogger(__name__)
MEDIA_TYPE: Final = "application/problem+json"
SERVER_ERROR: Final = 500
AWAY_STATUS: Final = 503
SECONDS_TO_WAIT: Final = 3


class Problem(JSONResponse):
    """An answer of `application/problem+json`."""

    media_type = MEDIA_TYPE


def problem(
    status: int,
    title: str,
    *,
    code: str,
    errors: Sequence[dict[str, Any]] = (),
    error_id: str = "",
    headers: dict[str, str] | None = None,
) -> Problem:
    """One problem. `code` is stable for programs, `title` for people, `error_id` for the log."""
    content: dict[str, Any] = {
        "type": f"/api/v1/problems#{code}",
        "title": title,
        "status": status,
        "code": code,
    }
    if errors:
        content["errors"] = list(errors)
    if error_id:
        content["error_id"] = error_id
    return Problem(content, status_code=status, headers=headers)


def add_handlers(app: FastAPI) -> None:
    """Makes the app answer every kind of error with a problem."""
    app.add_exception_handler(UserError, _user_error)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(IMPOSSIBLE_VALUE, _impossible_value)
    app.add_exception_handler(DBAPIError, _database_error)
    for kind in AWAY:
        app.add_exception_handler(kind, _database_away)
    app.add_exception_handler(Exception, _bug)


def user_problem(error: UserError, language: Locale) -> Problem:
    """The problem of an error that the person can mend."""
    headers: dict[str, str] = {}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    wait = getattr(error, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(int(wait.total_seconds()) + 1)
    return problem(error.status, error.text(language), code=error.key, headers=headers)


async def _user_error(request: Request, error: Exception) -> Problem:
    assert isinstance(error, UserError)  # noqa: S101 - registered for this class alone
    return user_problem(error, language_of(request))


async def _not_valid(request: Request, error: Exception) -> Problem:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    # The value that was sent is not sent back: it may be a password.
    found = [
        {"field": ".".join(map(str, one["loc"][1:])), "message": one["msg"], "type": one["type"]}
        for one in error.errors()
    ]
    title = text(language_of(request), "api.errors.not_valid", count=len(found))
    return problem(422, title, code="api.errors.not_valid", errors=found)


async def _http_error(request: Request, error: Exception) -> Problem:
    assert isinstance(error, HTTPException)  # noqa: S101
    known = {404: "not_found", 405: "method", 413: "too_large", 415: "media_type"}
    code = f"api.errors.{known.get(error.status_code, 'refused')}"
    headers = dict(error.headers) if error.headers else None
    return problem(error.status_code, text(language_of(request), code), code=code, headers=headers)


async def _impossible_value(request: Request, error: Exception) -> Problem:
    # Not the error itself: it names the value.
    logger.info("%s at %s", type(error).__name__, request.url.path)
    code = "api.errors.impossible_value"
    return problem(422, text(language_of(request), code), code=code)


async def _database_error(request: Request, error: Exception) -> Problem:
    if not is_refusal(error):
        return await _bug(request, error)
    code = "accounts.errors.not_allowed"
    return problem(403, text(language_of(request), code), code=code)


async def _database_away(request: Request, error: Exception) -> Response:
    logger.warning("the database does not answer: %s", error)
    return away(request)


def away(request: Request) -> Response:
    """That the database does not answer: to people a page that tries again by itself."""
    language = language_of(request)
    headers = {"Retry-After": str(SECONDS_TO_WAIT)}
    if "text/html" not in request.headers.get("accept", ""):
        code = "api.errors.away"
        return problem(AWAY_STATUS, text(language, code), code=code, headers=headers)
    # What a form posted to is no page to come back to.
    place = "" if request.method == "GET" else "; url=/login"
    headers["Refresh"] = f"{SECONDS_TO_WAIT}{place}"
    return HTMLResponse(away_page(language), AWAY_STATUS, headers)


async def _bug(request: Request, error: Exception) -> Problem:
    error_id = new_error_id()
    logger.error("error %s at %s %s", error_id, request.method, request.url.path, exc_info=error)
    title = text(language_of(request), "api.errors.bug", id=error_id)
    return problem(SERVER_ERROR, title, code="api.errors.bug", error_id=error_id)


def new_error_id() -> str:
    """What a person can read out and support can find in the log."""
    return uuid4().hex[:8]
