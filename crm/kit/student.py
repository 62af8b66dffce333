"""Student's t for whole degrees of freedom: its distribution and quantiles.

The distribution is the finite sum that exists for whole degrees of freedom (Abramowitz & Stegun
26.7.3 and 26.7.4), so nothing is approximated but the arithmetic: absolute error below 1e-13 up to
1,000 degrees. Quantiles are found by bisection of it, to 1e-11 of their size.
"""

import math
from functools import lru_cache

_FURTHEST = 1e9
_STEPS = 200


def t_cdf(t: float, df: int) -> float:
    """Probability that a t variable with `df` degrees of freedom is at most t; df from 1."""
    if df < 1:
        msg = "a t distribution has at least one degree of freedom"
        raise ValueError(msg)
    within = _two_sided(abs(t), df)
    return (1 + math.copysign(within, t)) / 2


@lru_cache(maxsize=1024)
def t_quantile(p: float, df: int) -> float:
    """The t that the variable stays below with probability p, strictly between 0 and 1.

    Example: t_quantile(0.9, 7) -> 1.41492. Raises ValueError outside (0, 1).
    """
    if not 0 < p < 1:
        msg = "a quantile needs a probability between 0 and 1"
        raise ValueError(msg)
    low, high = -_FURTHEST, _FURTHEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        low, high = (middle, high) if t_cdf(middle, df) < p else (low, middle)
    return (low + high) / 2


def _two_sided(size: float, df: int) -> float:
    """Probability of [-size, size]."""
    angle = math.atan2(size, math.sqrt(df))
    sine, cosine = math.sin(angle), math.cos(angle)
    if df == 1:
        return 2 * angle / math.pi
    if df % 2 == 0:
        return sine * _series(cosine, df, first=1.0, start=2)
    return 2 / math.pi * (angle + sine * _series(cosine, df, first=cosine, start=3))


def _series(cosine: float, df: int, *, first: float, start: int) -> float:
    term = total = first
    for n in range(start, df, 2):
        term *= cosine * cosine * (n - 1) / n
        total += term
    return total
