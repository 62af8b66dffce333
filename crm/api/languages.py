"""In which language to answer somebody whose choice is not known."""

from fastapi import Request

from crm.kit.texts import LOCALES, Locale

LANGUAGE_COOKIE = "crm_language"


def preferred(accept_language: str) -> Locale:
    """The first language of the header that the product speaks, else the default.

    Example: `fr, en-GB;q=0.8, es;q=0.5` -> en.
    """
    wanted = sorted(
        enumerate(accept_language.split(",")), key=lambda one: (-_weight(one[1]), one[0])
    )
    for _, part in wanted:
        name = part.split(";")[0].strip().lower().split("-")[0]
        for locale in LOCALES:
            if name == locale and _weight(part) > 0:
                return locale
    return LOCALES[0]


def language_of(request: Request) -> Locale:
    """The language of a request: the actor's, the one chosen before sign-in, the browser's."""
    chosen = getattr(request.state, "locale", "") or request.cookies.get(LANGUAGE_COOKIE, "")
    for locale in LOCALES:
        if chosen == locale:
            return locale
    return preferred(request.headers.get("accept-language", ""))


def _weight(part: str) -> float:
    _, _, weight = part.partition(";q=")
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
