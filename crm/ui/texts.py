"""Words on the screen, in the language of whoever looks.

Both wordings of every text are compiled into the page that shows it; only the choice between
them comes from the state. So a page never waits for its words, nothing is sent for a change
of language but the language, and a key that does not exist stops the build.
"""

import re
from typing import Any

import reflex as rx

from crm.kit.texts import LOCALES, Locale, MissingText, catalogue


class Language(rx.State):
    """The language of the page; the base of every screen's state."""

    locale: rx.Field[str] = rx.field(LOCALES[0])


def tr(key: str, **params: Any) -> rx.Var[str]:
    """The text `room.key` in the language of the page.

    Parameters may be values or Vars. Raises MissingText when a language lacks the key,
    KeyError when a parameter is missing: both stop the build.

    Example: tr("ui.page_range", first=State.first, total=State.total).
    """
    spanish, english = (_filled(template(one, key), params) for one in LOCALES)
    return rx.cond(Language.locale == "en", english, spanish).to(str)


def tr_count(key: str, count: Any, **params: Any) -> rx.Var[str]:
    """The text `key.one` or `key.other` by `count`, which is also the parameter `count`."""
    one = tr(f"{key}.one", count=count, **params)
    other = tr(f"{key}.other", count=count, **params)
    return rx.cond(count == 1, one, other).to(str)


def template(locale: Locale, key: str) -> str:
    """The wording of `room.key`, its `{parameters}` unfilled. MissingText when there is none."""
    try:
        return catalogue(locale)[key]
    except KeyError:
        message = f"no text {key!r} in {locale!r}"
        raise MissingText(message) from None


def _filled(wording: str, params: dict[str, Any]) -> rx.Var[str]:
    filled = rx.Var.create("")
    # Odd pieces are the names between braces.
    for at, piece in enumerate(re.split(r"\{(\w+)\}", wording)):
        value = params[piece] if at % 2 else piece
        if not piece:
            continue  # two empty texts added up compile to "()", which is no expression
        filled = filled + (value.to(str) if isinstance(value, rx.Var) else str(value))
    return filled.to(str)
