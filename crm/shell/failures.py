"""What becomes of an error that no handler caught: a notice, the sign-in, or an id."""

import logging
from typing import cast
from uuid import uuid4

import reflex as rx
from reflex.event import EventSpec

from crm.accounts.gate import SIGN_IN
from crm.db.refusals import IMPOSSIBLE_VALUE, is_refusal
from crm.kit.errors import NotSignedIn, UserError
from crm.shell.state import ScreenState

logger = logging.getLogger(__name__)


def show_error(exception: Exception) -> EventSpec | None:
    """The one place that catches everything a handler raises; for `backend_exception_handler`.

    A person's error becomes a notice in their language. Anything else is logged once, with an
    id that the page shows.
    """
    match exception:
        case NotSignedIn():
            return rx.redirect(SIGN_IN)
        case UserError():
            params = {name: str(value) for name, value in exception.params.items()}
            return _event(ScreenState.hear_error(exception.key, params))
    if isinstance(exception, IMPOSSIBLE_VALUE):
        return _event(ScreenState.hear_error("shell.impossible_value", {}))
    if is_refusal(exception):
        return _event(ScreenState.hear_error("accounts.errors.not_allowed", {}))
    error_id = uuid4().hex[:8]
    logger.error("error %s in a screen", error_id, exc_info=exception)
    return _event(ScreenState.show_failure(error_id))


def _event(called: object) -> EventSpec:
    # Calling a handler on its class gives an EventSpec, which its type does not say.
    return cast("EventSpec", called)
