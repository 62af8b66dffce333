"""Whether the product is ready to serve."""

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError

from crm.accounts import first_run
from crm.api.problems import Problem, problem

router = APIRouter()


@router.get("/healthz", response_model=None)
def healthz() -> dict[str, object] | Problem:
    """200 when the database answers, else 503; `set_up` is false before the first run."""
    try:
        return {"status": "ok", "set_up": first_run.ask()}
    except SQLAlchemyError:
        return problem(503, "database", code="api.errors.bug")
