"""What many measurements come to."""

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], share: int) -> float:
    """The value that `share` of 100 do not exceed. Example: 95 of [1, 2, .., 100] -> 95."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]
