"""What stands in place of a page whose drawing failed in the browser."""

from collections.abc import Callable

import reflex as rx
from reflex_base.vars.function import ArgsFunctionOperation
from reflex_components_core.base.error_boundary import ErrorBoundary

from crm.kit.texts import LOCALES
from crm.ui.texts import template

Wrap = Callable[[bool], rx.Component | None]


def app_wraps() -> dict[tuple[int, str], Wrap]:
    """The layers around every page: only the one that catches what breaks.

    Reflex's own would bring a toast library and icons for its connection notice; the frame
    says that itself.
    """
    return {(55, "ErrorBoundary"): _boundary}


def _boundary(stateful: bool) -> rx.Component:  # noqa: FBT001  # Reflex calls it so
    fallback = ArgsFunctionOperation.create(("event_args",), rx.Var.create(_crashed()))
    if stateful:
        return ErrorBoundary.create(fallback_render=fallback)
    return ErrorBoundary.create(fallback_render=fallback, on_error=rx.noop())


def _crashed() -> rx.Component:
    # Nothing of the state may be asked here, not even the language: it may be what broke.
    said = [rx.el.p(template(locale, "shell.crashed"), lang=locale) for locale in LOCALES]
    again = [template(locale, "shell.reload") for locale in LOCALES]
    reload_link = rx.el.a(" / ".join(again), href="", target="_self", class_name="btn primary")
    return rx.el.main(*said, reload_link, class_name="empty", role="alert")
