"""In which language to answer somebody whose choice is not known."""

from fastapi import Request

from crm.kit.texts import LOCALES, Locale

LANGUAGE_COOKIE = "crm_language"


def preferred(accept_language: str) -> Locale:
    """The first language of the header that the product speaks, else the default.

    Example: `fr, en-GB;q=0.8, es;q=0.5` -> en.
    """
    for part in _by_weight(accept_language):
        name = part.split("-")[0].lower()
        for locale in LOCALES:
            if name == locale:
                return locale
    return LOCALES[0]


def preferred_regions(accept_language: str) -> list[str]:
    """The languages of the header with their countries, first the one wanted most.

    Example: `es-MX, en-GB;q=0.8, fr;q=0.5` -> es_MX, en_GB.
    """
    parts = [part.partition("-") for part in _by_weight(accept_language)]
    return [f"{name.lower()}_{country.upper()}" for name, _, country in parts if country]


def language_of(request: Request) -> Locale:
    """The language of a request: the actor's, the one chosen before sign-in, the browser's."""
    chosen = getattr(request.state, "locale", "") or request.cookies.get(LANGUAGE_COOKIE, "")
    for locale in LOCALES:
        if chosen == locale:
            return locale
    return preferred(request.headers.get("accept-language", ""))


def _by_weight(accept_language: str) -> list[str]:
    """The header's languages without their weights, first the one wanted most; refused ones out."""
    parts = [part for part in accept_language.split(",") if _weight(part) > 0]
    return [part.split(";")[0].strip() for part in sorted(parts, key=_weight, reverse=True)]


def _weight(part: str) -> float:
    _, _, weight = part.partition(";q=")
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
