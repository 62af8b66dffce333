"""The app: its frame, its pages, the API beside them and the gate before both."""

import os
from pathlib import Path

import reflex as rx
from fastapi import APIRouter

import crm.analysis.page
import crm.clients.page
import crm.goals.page  # a page registers its screen by being imported
import crm.intake.page
import crm.shell.profile_page
from crm.accounts import sockets
from crm.accounts.gate import Gate
from crm.analysis.api import router as analysis_router
from crm.api.app import create_api
from crm.api.asgi import doors
from crm.clients.api import router as clients_router
from crm.goals.api import router as goals_router
from crm.goals.jobs import jobs as goals_jobs
from crm.intake import runner
from crm.intake.api import router as imports_router
from crm.jobs import scheduler
from crm.jobs.api import router as jobs_router
from crm.jobs.jobs import jobs as own_jobs
from crm.sales.api import router as sales_router
from crm.sales.freshness import freshness
from crm.settings import settings
from crm.shell.crash import app_wraps
from crm.shell.failures import show_error
from crm.shell.layout import add_screens, document_head
from crm.shell.leaving import add_way_out
from crm.shell.live import follow
from crm.shell.slots import Slots
from crm.shell.state import ScreenState

if os.environ.get("CRM_DEV") == "1":
    import crm.gallery.page  # noqa: F401  # registers /gallery

ROUTERS: tuple[APIRouter, ...] = (
    clients_router,
    sales_router,
    goals_router,
    analysis_router,
    imports_router,
    jobs_router,
)
JOBS = [*goals_jobs(settings().close_months_after_days), *own_jobs()]
BUILT_PAGES = Path(os.environ.get("REFLEX_WEB_WORKDIR", ".web")) / "build" / "client"

app = rx.App(
    stylesheets=["/crm.css"],
    head_components=document_head(),
    html_lang="es",
    app_wraps=app_wraps(),
    toaster=None,
    reset_style=False,
    api_transformer=[create_api(ROUTERS), doors(BUILT_PAGES)],
    backend_exception_handler=show_error,
)
app.add_middleware(Gate(on_refusal=ScreenState.hear_refusal), index=0)
app.register_lifespan_task(sockets.watch)
app.register_lifespan_task(runner.lifespan)
app.register_lifespan_task(follow)
app.register_lifespan_task(scheduler.lifespan(JOBS))
sockets.use(app)
Slots.freshness = freshness
add_screens(app)
add_way_out(app)
