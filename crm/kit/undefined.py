"""A figure that has no value says why: never 0, never infinity, never a bare blank."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self


class Reason(StrEnum):
    """Why a figure has no value. Its sentence is `kit.reason_<value>` in the catalogue."""

    NO_HISTORY = "no_history"
    ZERO_BASE = "zero_base"
    NEG_BASE = "neg_base"
    PARTIAL = "partial"
    NO_TARGET = "no_target"
    ZERO_TARGET = "zero_target"
    NON_POSITIVE = "non_positive"
    NO_SALES = "no_sales"
    NO_POTENTIAL = "no_potential"
    TOO_FEW = "too_few"
    ZERO_COST = "zero_cost"
    NOT_APPLICABLE = "not_applicable"
    MIXED_CURRENCY = "mixed_currency"
    MIXED_UOM = "mixed_uom"

    @property
    def key(self) -> str:
        """Key of the sentence in the catalogue."""
        return f"kit.reason_{self.value}"


@dataclass(frozen=True, slots=True)
class Measured:
    """A value, or the reason why there is none; always exactly one of the two."""

    value: Decimal | None
    reason: Reason | None = None

    def __post_init__(self) -> None:
        """Refuse a figure with both or neither: that is a bug where it was made."""
        if (self.value is None) == (self.reason is None):
            msg = "a figure has a value or a reason"
            raise ValueError(msg)

    @classmethod
    def undefined(cls, reason: Reason) -> Self:
        """A figure without a value."""
        return cls(None, reason)
