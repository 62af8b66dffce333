"""Targets as people type them, in the company's way of writing numbers."""

import re
from decimal import Decimal

from babel.numbers import NumberFormatError, parse_decimal

from crm.goals.errors import BadEdit
from crm.kit.formats import MINUS

_FIGURE = re.compile(r"[+-]?[\d.,]*\d[\d.,]*")
# Currency, percent and the spaces that spreadsheets put into figures say nothing of their value.
_SILENT = re.compile(r"[\s€$£%\u00a0\u202f]")


def typed_amount(written: str, region: str) -> Decimal | None:
    """The figure that was typed; None for an empty cell. BadEdit for what is no figure there.

    Examples in `es_ES`: `92.000` and `92000 €` -> 92000, `1,5` -> 1.5; `12.34` is refused.
    """
    plain = _SILENT.sub("", written).replace(MINUS, "-")
    if not plain:
        return None
    if not _FIGURE.fullmatch(plain):
        raise BadEdit("goals.not_a_figure", value=written)
    try:
        return parse_decimal(plain, locale=region, strict=True)
    except NumberFormatError:
        raise BadEdit("goals.not_a_figure", value=written) from None


def typed_percent(written: str, region: str) -> Decimal:
    """A percentage that was typed, as a ratio; nothing is zero. Example: `2,5 %` -> 0.025."""
    return (typed_amount(written, region) or Decimal(0)) / 100
