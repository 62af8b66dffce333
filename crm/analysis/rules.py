"""Where a month is going: pace, projection with its interval, probability, what is behind."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm.goals.progress_rules import (
    BEHIND_FROM,
    Attainment,
    Standing,
    attainment,
    inverse_ratio,
    standing,
)
from crm.goals.rules import Direction
from crm.kit.money import ZERO
from crm.kit.periods import Month, WorkingCalendar
from crm.kit.student import t_cdf, t_quantile
from crm.kit.undefined import Measured, Reason

CONFIDENCE = 0.8
FEWEST_DAYS = 3
"""Working days, and days with sales among them, below which no interval is stated."""

JUDGED_FROM_DAYS = 5
UNLIKELY_BELOW = Decimal("0.40")
SHORT_BELOW = Decimal("0.95")
_UPPER_TAIL = (1 + CONFIDENCE) / 2
_PROBABILITY_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How much of a month has passed: `done` of its `total` working days; `is_over` on its end."""

    done: int
    total: int
    is_over: bool

    @property
    def remaining(self) -> int:
        """Working days still to come; none once the month is over."""
        return 0 if self.is_over else self.total - self.done


@dataclass(frozen=True, slots=True)
class Projection:
    """Where the month should end, and the band that holds 80 of 100 such ends.

    `low`, `high` and `error` (standard error of the end) are None where there are too few days to
    say; with no day remaining both equal the value and the error is zero.
    """

    value: Measured
    low: Decimal | None = None
    high: Decimal | None = None
    error: Decimal | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class MonthOutlook:
    """A month's figure against its target, up to a day.

    Amounts are in the unit of the sales; `attainment`, `pace` and `probability` are ratios. What
    has no value carries the reason. `standing` is None without a target or before the month began.
    """

    month: Month
    actual: Decimal
    target: Decimal | None
    attainment: Measured
    is_reached: bool
    expected: Measured
    pace: Measured
    required_per_day: Measured
    projection: Measured
    low: Decimal | None
    high: Decimal | None
    probability: Measured
    working_days_done: int
    working_days: int
    is_over: bool
    standing: Standing | None
    is_behind: bool


def month_outlook(
    sales: Iterable[tuple[date, Decimal]],
    *,
    month: Month,
    target: Decimal | None,
    calendar: WorkingCalendar,
    as_of: date,
    direction: Direction = Direction.HIGHER,
) -> MonthOutlook:
    """Everything the dashboard says about a month, from its sales by day up to `as_of`.

    `sales` may hold several entries of a day, other months and later days: only the month's, up to
    `as_of`, count. `as_of` is the day the stored data reach, never the wall clock.
    """
    known = [(day, amount) for day, amount in sales if day in month and day <= as_of]
    elapsed = elapsed_of(month, calendar, as_of)
    actual = sum((amount for _, amount in known), ZERO)
    attained = attainment(actual, target, direction)
    expected = expected_by_now(target, elapsed)
    projection = _month_end(actual, by_working_day(known, month, calendar, as_of), elapsed)
    pace = pace_index(actual, expected, direction)
    probability = chance(projection, target, direction)
    return MonthOutlook(
        month=month,
        actual=actual,
        target=target,
        attainment=attained.ratio,
        is_reached=attained.is_reached,
        expected=expected,
        pace=pace,
        required_per_day=required_per_day(actual, target, elapsed.remaining, direction),
        projection=projection.value,
        low=projection.low,
        high=projection.high,
        probability=probability,
        working_days_done=elapsed.done,
        working_days=elapsed.total,
        is_over=elapsed.is_over,
        standing=_standing_now(attained, pace, elapsed, direction, has_begun=as_of >= month.first),
        is_behind=not elapsed.is_over
        and is_behind(
            days=elapsed.done,
            pace=pace,
            probability=probability,
            projection=projection.value,
            target=target,
            direction=direction,
        ),
    )


def unjudged(outlook: MonthOutlook) -> MonthOutlook:
    """The same of a month whose beginning was never stored: its sales, and nothing said by them."""
    partial = Measured.undefined(Reason.PARTIAL)
    return replace(
        outlook,
        attainment=partial,
        is_reached=False,
        expected=partial,
        pace=partial,
        required_per_day=partial,
        projection=partial,
        low=None,
        high=None,
        probability=partial,
        standing=None,
        is_behind=False,
    )


def elapsed_of(month: Month, calendar: WorkingCalendar, as_of: date) -> Elapsed:
    """How much of the month has passed at the end of the day `as_of`."""
    days = calendar.days(month)
    done = sum(day <= as_of for day in days)
    return Elapsed(done, len(days), is_over=as_of >= month.last)


def by_working_day(
    sales: Iterable[tuple[date, Decimal]], month: Month, calendar: WorkingCalendar, as_of: date
) -> list[Decimal]:
    """The sales of each working day of the month up to `as_of`, days without sales as zero.

    What is sold on a day off counts for the working day before it, at the start of the month for
    the first: so the parts sum to the whole. Empty while no working day has passed.
    """
    days = [day for day in calendar.days(month) if day <= as_of]
    amounts = [ZERO] * len(days)
    if days:
        for day, amount in sales:
            amounts[max(0, bisect_right(days, day) - 1)] += amount
    return amounts


def expected_by_now(target: Decimal | None, elapsed: Elapsed) -> Measured:
    """The part of the target that is due by now, in proportion to working days.

    Example: target 100, 8 of 20 days -> 40.
    """
    if target is None:
        return Measured.undefined(Reason.NO_TARGET)
    if elapsed.is_over:
        return Measured(target)
    if not elapsed.total:
        return Measured.undefined(Reason.NOT_APPLICABLE)
    return Measured(target * elapsed.done / elapsed.total)


def expected_by_profile(target: Decimal | None, weights: Sequence[Decimal], done: int) -> Measured:
    """The part of the target due after `done` days of a month whose days weigh as given."""
    if target is None:
        return Measured.undefined(Reason.NO_TARGET)
    whole = sum(weights, ZERO)
    if not whole:
        return Measured.undefined(Reason.NOT_APPLICABLE)
    return Measured(target * sum(weights[:done], ZERO) / whole)


def pace_index(
    actual: Decimal, expected: Measured, direction: Direction = Direction.HIGHER
) -> Measured:
    """Achieved / expected by now; expected / achieved where lower is better. 1 is on pace.

    Undefined while nothing is expected. Example: 36 with 40 expected -> 0.90.
    """
    if expected.value is None:
        return expected
    if not expected.value:
        return Measured.undefined(Reason.ZERO_BASE)
    if direction is Direction.HIGHER:
        return Measured(actual / expected.value)
    return inverse_ratio(expected.value, actual)


def required_per_day(
    actual: Decimal,
    target: Decimal | None,
    remaining: int,
    direction: Direction = Direction.HIGHER,
) -> Measured:
    """What each remaining working day has to bring to reach the target; zero once reached.

    Undefined when no day remains, and where lower is better. Example: 100 - 36 in 12 days -> 5.33.
    """
    if target is None:
        return Measured.undefined(Reason.NO_TARGET)
    if direction is Direction.LOWER:
        return Measured.undefined(Reason.NOT_APPLICABLE)
    if actual >= target:
        return Measured(ZERO)
    if not remaining:
        return Measured.undefined(Reason.NOT_APPLICABLE)
    return Measured((target - actual) / remaining)


def project(actual: Decimal, daily: Sequence[Decimal], remaining: int) -> Projection:
    """The month's end if the remaining working days sell like those so far (run rate).

    `daily` is one amount per working day so far and sums to `actual`. The interval is a prediction
    interval for a sum of `remaining` days (glossary "projection"). Not for distinct counts, which
    do not add up over days. Example: 4,6,5,3,5,4,6,3 with 12 to come -> 90, 80.737 to 99.263.
    """
    if not remaining:
        return Projection(Measured(actual), actual, actual, ZERO, len(daily))
    if not daily:
        return Projection(Measured.undefined(Reason.TOO_FEW))
    value = actual + actual * remaining / len(daily)
    if sum(amount > 0 for amount in daily) < FEWEST_DAYS:
        return Projection(Measured(value), days=len(daily))
    error = _error_of_sum(daily, remaining)
    margin = Decimal(repr(t_quantile(_UPPER_TAIL, len(daily) - 1))) * error
    return Projection(Measured(value), value - margin, value + margin, error, len(daily))


def project_by_profile(actual: Decimal, share_done: Decimal) -> Measured:
    """The month's end if this share of a month is usually sold by now. 36 at 0.35 -> 102.857."""
    return Measured(actual / share_done) if share_done > 0 else Measured.undefined(Reason.TOO_FEW)


def chance(
    projection: Projection, target: Decimal | None, direction: Direction = Direction.HIGHER
) -> Measured:
    """Probability that the month ends on the good side of the target.

    Undefined where the projection has no interval. Without spread, or with no day remaining, it is
    1 or 0. Example: projection 90, standard error 6.54654, target 100 -> 0.0852.
    """
    if target is None:
        return Measured.undefined(Reason.NO_TARGET)
    if projection.value.value is None:
        return projection.value
    if projection.error is None:
        return Measured.undefined(Reason.TOO_FEW)
    if not projection.error:
        is_good = attainment(projection.value.value, target, direction).is_reached
        return Measured(Decimal(int(is_good)))
    distance = (target - projection.value.value) / projection.error
    below = t_cdf(float(distance), projection.days - 1)
    likely = below if direction is Direction.LOWER else 1 - below
    return Measured(Decimal(f"{likely:.{_PROBABILITY_DIGITS}f}"))


def is_behind(
    *,
    days: int,
    pace: Measured,
    probability: Measured,
    projection: Measured,
    target: Decimal | None,
    direction: Direction = Direction.HIGHER,
) -> bool:
    """Whether the month deserves attention, from the fifth working day on.

    It does when its pace is below 0.85, or when reaching the target is unlikely (below 0.40) and
    the projection clearly misses it (by more than 5 %). Without a probability the pace decides
    alone.
    """
    if days < JUDGED_FROM_DAYS or pace.value is None or target is None:
        return False
    if pace.value < BEHIND_FROM:
        return True
    if probability.value is None or projection.value is None:
        return False
    outcome = attainment(projection.value, target, direction).ratio.value
    return probability.value < UNLIKELY_BELOW and outcome is not None and outcome < SHORT_BELOW


def _month_end(actual: Decimal, daily: Sequence[Decimal], elapsed: Elapsed) -> Projection:
    """The projection; none for a running month in which nobody works."""
    if not elapsed.total and not elapsed.is_over:
        return Projection(Measured.undefined(Reason.NOT_APPLICABLE))
    return project(actual, daily, elapsed.remaining)


def _error_of_sum(daily: Sequence[Decimal], remaining: int) -> Decimal:
    """Standard error of a projected end: of the days to come, and of the mean they are put at."""
    days = len(daily)
    mean = sum(daily, ZERO) / days
    variance = sum(((amount - mean) ** 2 for amount in daily), ZERO) / (days - 1)
    return (variance * (remaining + Decimal(remaining**2) / days)).sqrt()


def _standing_now(
    attained: Attainment,
    pace: Measured,
    elapsed: Elapsed,
    direction: Direction,
    *,
    has_begun: bool,
) -> Standing | None:
    if not has_begun:
        return None
    return standing(attained, pace, direction=direction, is_over=elapsed.is_over)
