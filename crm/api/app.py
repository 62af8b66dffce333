"""The FastAPI application beside the screens: /api/v1, sign-in forms, readiness."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException

from crm.api import auth, docs, health, problems
from crm.api.access import documented
from crm.api.first_run import router as first_run_router
from crm.api.sign_in import router as sign_in_router

VERSION = "1.0"
PREFIX = "/api/v1"
PROBLEM = {"description": "Problem details", "content": {problems.MEDIA_TYPE: {}}}
RESPONSES: dict[int | str, dict[str, Any]] = dict.fromkeys((401, 403, 404, 409, 422), PROBLEM)
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create_api(routers: Iterable[APIRouter] = (), pages: Iterable[APIRouter] = ()) -> FastAPI:
    """The application with the rooms' routers under /api/v1.

    `pages` are routers without prefix (a form's target, a file for the browser). What is not
    found under /api answers a problem instead of falling through to the screens.
    """
    app = FastAPI(title="crm", version=VERSION, docs_url=None, redoc_url=None, openapi_url=None)
    problems.add_handlers(app)
    for router in (auth.router, *routers):
        app.include_router(router, prefix=PREFIX, responses=RESPONSES, dependencies=[documented])
    for router in (health.router, sign_in_router, first_run_router, docs.router, *pages):
        app.include_router(router, include_in_schema=False)
    app.add_api_route(
        f"{PREFIX}/openapi.json", app.openapi, include_in_schema=False, name="openapi"
    )
    app.add_api_route(
        "/api/{rest:path}", _nothing_here, methods=METHODS, include_in_schema=False, name="nothing"
    )
    return app


async def _nothing_here(rest: str) -> None:  # noqa: ARG001 - a part of the address
    """What nobody serves under /api."""
    raise HTTPException(404)
