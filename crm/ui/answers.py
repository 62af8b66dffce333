"""Answer lines that a rule composes: the catalogue's sentence, its figures set strong."""

import re
from collections.abc import Iterable

from crm.kit.texts import Locale
from crm.ui.card import Span
from crm.ui.texts import template

_NAME = re.compile(r"\{(\w+)\}")


def sentence(locale: Locale, key: str, **figures: Span | str) -> list[Span]:
    """The text `room.key` as spans; each `{name}` becomes the strong figure given for it.

    A figure given as text is strong without colour or address. KeyError for a name without one.
    """
    spans: list[Span] = []
    # Odd pieces are the names between braces.
    for at, piece in enumerate(_NAME.split(template(locale, key))):
        if at % 2:
            figure = figures[piece]
            spans.append(figure if isinstance(figure, Span) else Span(figure, strong=True))
        elif piece:
            spans.append(Span(piece))
    return spans


def paragraph(sentences: Iterable[list[Span]]) -> list[Span]:
    """Sentences after one another, with a space between; those that say nothing are left out."""
    spans: list[Span] = []
    for one in filter(None, sentences):
        spans += [Span(" "), *one] if spans else one
    return spans
