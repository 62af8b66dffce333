"""Rounding stated once, ratios without infinity, and division that loses no cent."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel.numbers import get_currency_precision

ZERO = Decimal(0)


def round_money(value: Decimal, digits: int = 2) -> Decimal:
    """Rounded half away from zero. Example: -2.345 -> -2.35 (Python alone would give -2.34)."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def ratio(part: Decimal | None, base: Decimal | None) -> Decimal | None:
    """The quotient part / base, unrounded; None when either is missing or the base is zero."""
    if part is None or base is None or base == 0:
        return None
    return part / base


def minor_digits(currency: str) -> int:
    """Decimals of a currency's smallest unit by ISO 4217: EUR 2, JPY 0, KWD 3."""
    return get_currency_precision(currency)


def allocate(total: Decimal, weights: Sequence[Decimal], digits: int = 2) -> list[Decimal]:
    """The total in parts by weight, each rounded, that sum to the rounded total exactly.

    Largest remainder: every part is cut to the unit and the units left over go to those that lost
    most, ties to the earliest. Weights count by absolute value; all zero, the parts are equal. A
    negative total gives negative parts. No weights, no parts: raises ValueError unless the total
    is zero. Example: 10.00 over 33.33, 33.33, 33.34 -> 3.33, 3.33, 3.34.
    """
    units = int(round_money(abs(total), digits).scaleb(digits))
    if not weights:
        if units:
            msg = "nothing to allocate to"
            raise ValueError(msg)
        return []
    unit = Decimal(1).scaleb(-digits).copy_sign(total)
    return [ZERO.quantize(unit) + part * unit for part in _largest_remainder(units, weights)]


def _largest_remainder(units: int, weights: Sequence[Decimal]) -> list[int]:
    shares = [Fraction(abs(weight)) for weight in weights]
    whole = sum(shares)
    if not whole:
        shares, whole = [Fraction(1)] * len(weights), Fraction(len(weights))
    exact = [units * share / whole for share in shares]
    parts = [int(part) for part in exact]
    # sorted() is stable, so equal remainders keep their order: ties go to the earliest.
    by_loss = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    for i in by_loss[: units - sum(parts)]:
        parts[i] += 1
    return parts
