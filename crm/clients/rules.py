"""The twelve months that clients are told by, who sells most to one, what contact data are."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crm.kit.periods import MONTHS_A_YEAR, Month, Period, WorkingCalendar
from crm.sales.history_rules import SalesHistory


class Credited(NamedTuple):
    """What a client bought that is credited to one responsible, by all of their codes.

    `code` is the lowest of the codes, `last_date` the day of their latest sale, None for returns
    alone.
    """

    responsible_id: int
    code: str
    amount: Decimal
    last_date: date | None


def last_twelve(history: SalesHistory) -> Period:
    """The twelve complete months that end with the last complete one (glossary "T12M").

    A history of less than a complete month is told by the month that is under way.
    Example: data up to 2 June 2026 -> June 2025 to May 2026; up to 30 June -> July to June.
    """
    reached = Month.of(history.until)
    is_complete = history.until >= reached.last
    last = reached if is_complete or not history.knows(reached.previous) else reached.previous
    return Period.of_months(last.plus(1 - MONTHS_A_YEAR), last)


def comparable_year(
    history: SalesHistory, twelve: Period, calendar: WorkingCalendar
) -> Period | None:
    """The twelve months before those, where all of them are known; None where one is not."""
    before = twelve.same_last_year
    known = all(history.has_begun(month, calendar) for month in before.months())
    return before if known else None


def sells_most(credited: Sequence[Credited]) -> int | None:
    """The responsible credited with most of a client's sales; None where nobody sold anything net.

    Of two with the same amount the one who sold last, then the lowest code.
    Example: Ana 60 and Luis 40 -> Ana; Ana -5 alone -> None.
    """
    sold = [one for one in credited if one.amount > 0 and one.last_date is not None]
    if not sold:
        return None
    by_code = sorted(sold, key=lambda one: one.code)
    return max(by_code, key=lambda one: (one.amount, one.last_date)).responsible_id


def are_emails(written: str) -> bool:
    """Whether it is an e-mail address, or several parted by commas or semicolons.

    Example: "ana@bar.es; luis@bar.es" is, "no-es-correo" and "ana@bar" are not.
    """
    return all(_EMAIL.fullmatch(one.strip()) for one in re.split("[,;]", written))


def is_phone(written: str) -> bool:
    """Whether it can be dialled: digits enough, whatever is noted beside them.

    Example: "96 123 45 67 (Ana)" is, "abc" is not.
    """
    return sum(one.isdigit() for one in written) >= FEWEST_DIGITS


FEWEST_DIGITS = 6
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
