"""What a dashboard holds, put together by `crm.analysis.board_rules`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crm.analysis.rules import MonthOutlook
from crm.goals.progress_rules import BEHIND_FROM
from crm.kit.money import ZERO
from crm.kit.periods import Month, Period
from crm.kit.undefined import Measured, Reason
from crm.sales.scope import UNASSIGNED


class Choice(NamedTuple):
    """What the dashboard is about: a month, perhaps one family, perhaps one responsible.

    Sales after the day of `cut` do not count yet; None where all do.
    """

    month: Month
    family_id: int | None = None
    responsible_id: int | None = None
    cut: date | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """One family or responsible of the month: outlook, and the same days last year."""

    id: int
    name: str
    outlook: MonthOutlook
    base: Decimal | None
    change: Measured

    @property
    def missing(self) -> Decimal:
        """What is left to the target; zero when it is reached or there is none."""
        return max(ZERO, (self.outlook.target or ZERO) - self.outlook.actual)

    @property
    def difference(self) -> Decimal | None:
        """What was sold more than in the same days last year; None where that is not known."""
        if self.base is None or self.change.reason is Reason.PARTIAL:
            return None
        return self.outlook.actual - self.base

    @property
    def is_listed(self) -> bool:
        """What deserves a look: behind in a running month, missed in a finished one."""
        attained = self.outlook.attainment.value
        if self.outlook.is_over:
            return attained is not None and not self.outlook.is_reached
        return self.is_behind

    @property
    def is_behind(self) -> bool:
        """Behind in a running month by the rule of alerts, in a finished one below 85 %."""
        pace = self.outlook.pace.value
        if self.outlook.is_over:
            return pace is not None and pace < BEHIND_FROM
        return self.outlook.is_behind


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A month of the fiscal year. None: no data, or no target; cumulative since its start.

    `is_judged` when it is known from its beginning to its end.
    """

    month: Month
    is_judged: bool
    actual: Decimal | None
    last_year: Decimal | None
    target: Decimal | None
    cumulative: Decimal | None
    cumulative_target: Decimal | None


@dataclass(frozen=True, slots=True)
class DayPoint:
    """The month added up to a day. `actual` up to the data, the projection from there on."""

    day: date
    actual: Decimal | None
    expected: Decimal | None
    last_year: Decimal | None
    projected: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """The fiscal year up to the data, against the same days last year and the year's targets."""

    period: Period
    actual: Decimal
    last_year: Decimal | None
    change: Measured
    target: Decimal | None
    attainment: Measured


@dataclass(frozen=True, slots=True)
class Board:
    """The whole dashboard. `families` and `responsibles` each sum to the outlook's figure.

    `known_from` is the first day of the company's sales where the month is not known before it,
    None where it is.
    """

    choice: Choice
    as_of: date
    outlook: MonthOutlook
    base_period: Period | None
    base: Decimal | None
    change: Measured
    columns: Sequence[MonthColumn]
    days: Sequence[DayPoint]
    families: Sequence[Slice]
    responsibles: Sequence[Slice]
    year: YearSoFar
    known_from: date | None = None
    at_closing: Decimal | None = None

    @property
    def has_targets(self) -> bool:
        """Whether anything in the choice has a target this month."""
        parts = (*self.families, *self.responsibles)
        return self.outlook.target is not None or any(
            one.outlook.target is not None for one in parts
        )

    @property
    def without_target(self) -> int:
        """How many people sold this month without a target, where others have one."""
        people = [one for one in self.responsibles if one.id != UNASSIGNED]
        if all(one.outlook.target is None for one in people):
            return 0
        return sum(one.outlook.target is None and one.outlook.actual != 0 for one in people)

    @property
    def behind(self) -> list[tuple[str, Slice]]:
        """Families and responsibles to look into, by money missing; ("family", slice)."""
        kinds = [("family", one) for one in self.families]
        # The only responsible of a choice is what the whole page is about.
        if self.choice.responsible_id is None:
            kinds += [("responsible", one) for one in self.responsibles]
        late = [pair for pair in kinds if pair[1].is_listed]
        return sorted(late, key=lambda pair: (-pair[1].missing, pair[0], pair[1].id))
