"""The revenue dashboard put together from what was sold and what was aimed at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crm.analysis.board_figures import (
    Board,
    Choice,
    DayPoint,
    MonthColumn,
    Slice,
    YearSoFar,
)
from crm.analysis.change_rules import change, compared_window
from crm.analysis.family_rules import Family, below, branches
from crm.analysis.rules import MonthOutlook, by_working_day, month_outlook, project, unjudged
from crm.analysis.sold_rules import Part, Sold, by_day, joined, parted
from crm.goals.progress_rules import attainment
from crm.goals.rules import total_target
from crm.kit.money import ZERO
from crm.kit.periods import FiscalYear, Month, Period, WorkingCalendar, same_day_last_year
from crm.kit.undefined import Measured
from crm.sales.history_rules import SalesHistory
from crm.sales.scope import NO_FAMILY


class Aimed(NamedTuple):
    """A target: of a family with those below (None: all), of a responsible, for a month."""

    family_id: int | None
    responsible_id: int
    month: Month
    value: Decimal


@dataclass(frozen=True, slots=True)
class CompanyTime:
    """How the company counts its time."""

    calendar: WorkingCalendar
    fiscal: FiscalYear


@dataclass(frozen=True, slots=True)
class Material:
    """All that is read for a dashboard.

    `of_families` and `of_responsibles` are the same sales, cut in two ways: the month, the same
    month last year, and where the data end before it, the month they reach last year. `by_month`
    are the scope's months, `history` what is known of the company's; `aimed` the targets of the
    fiscal year; `at_closing` what the scope came to when the month was closed, None while it is
    open.
    """

    choice: Choice
    history: SalesHistory
    of_families: Sequence[Sold]
    of_responsibles: Sequence[Sold]
    by_month: Mapping[Month, Decimal]
    aimed: Sequence[Aimed]
    families: Sequence[Family]
    names: Mapping[int, str]
    at_closing: Decimal | None = None

    @property
    def as_of(self) -> date:
        """The day the data reach."""
        return self.history.until


def board(material: Material, company: CompanyTime) -> Board:
    """The dashboard of a choice. Clock-free: `material.as_of` is the day the data reach."""
    build = _Builder(material, company)
    outlook, base = build.outlook(build.everything, build.targets()), build.base(build.everything)
    return Board(
        choice=material.choice,
        as_of=material.as_of,
        outlook=outlook,
        base_period=build.base_period,
        base=base,
        change=build.change(outlook.actual, base),
        columns=build.columns(),
        days=build.days(outlook),
        families=build.families(),
        responsibles=build.responsibles(),
        year=build.year(),
        known_from=None if build.is_judged else material.history.first_day,
        at_closing=material.at_closing,
    )


class _Builder:
    """Cuts every panel from the same material, so that their figures cannot differ."""

    def __init__(self, material: Material, company: CompanyTime) -> None:
        self._material = material
        self._calendar = company.calendar
        self._fiscal = company.fiscal
        self._month = material.choice.month
        self.base_period = self._compared()
        # A month that has not begun is known: that nothing was sold in it yet.
        self.is_judged = self._month.first > material.as_of or self._is_covered(self._month)
        self.everything = self._part(material.of_families)
        self._aims: dict[int | None, list[Aimed]] = defaultdict(list)
        for one in material.aimed:
            self._aims[one.family_id].append(one)
        self._targets: dict[Month, list[Decimal]] = defaultdict(list)
        for one in self.targets():
            self._targets[one.month].append(one.value)

    def outlook(self, part: Part, targets: Iterable[Aimed]) -> MonthOutlook:
        outlook = month_outlook(
            by_day(part.now).items(),
            month=self._month,
            target=total_target(one.value for one in targets if one.month == self._month),
            calendar=self._calendar,
            as_of=self._material.as_of,
        )
        return outlook if self.is_judged else unjudged(outlook)

    def base(self, part: Part) -> Decimal | None:
        if self.base_period is None or not self._is_covered(self._month.year_before):
            return None
        return sum((one.amount for one in part.based), ZERO)

    def change(self, sold: Decimal, base: Decimal | None) -> Measured:
        is_known = self.base_period is not None and self._material.history.knows(self._month)
        return change(sold if is_known else None, base)

    def targets(self) -> list[Aimed]:
        """The targets of the scope: of the chosen family's own goal, or of the one on all."""
        return self._aimed_at(self._material.choice.family_id)

    def families(self) -> list[Slice]:
        """The families right below the choice, each with all below it; then what has none."""
        chosen = self._material.choice.family_id
        if chosen == NO_FAMILY:
            return []
        known = self._material.families
        parts = parted(self.everything)
        slices = [
            self._slice(
                one.id, one.name, joined(parts, below(known, one.id)), self._aimed_at(one.id)
            )
            for one in branches(known, chosen)
        ]
        rest = NO_FAMILY if chosen is None else chosen
        slices.append(self._slice(rest, "", joined(parts, [rest]), []))
        return _sorted(slices)

    def responsibles(self) -> list[Slice]:
        """Everybody with sales or a target in the scope, the unassigned among them (id 0)."""
        targets = self.targets()
        parts = parted(self._part(self._material.of_responsibles))
        ids = set(parts) | {one.responsible_id for one in targets if one.month == self._month}
        return _sorted(
            self._slice(
                who,
                self._material.names.get(who, ""),
                joined(parts, [who]),
                [one for one in targets if one.responsible_id == who],
            )
            for who in ids
        )

    def columns(self) -> list[MonthColumn]:
        """The twelve months of the fiscal year, actual and target added up along it."""
        columns: list[MonthColumn] = []
        actual_sum, target_sum = ZERO, ZERO
        for month in self._fiscal.months(self._month.first):
            actual, target = self._known(month), self._target_of(month)
            actual_sum += actual or ZERO
            target_sum += target or ZERO
            columns.append(
                MonthColumn(
                    month=month,
                    is_judged=self._is_covered(month) and month.last <= self._material.as_of,
                    actual=actual,
                    last_year=self._comparable(month.year_before),
                    target=target,
                    cumulative=None if actual is None else actual_sum,
                    cumulative_target=None if target is None else target_sum,
                )
            )
        return columns

    def days(self, outlook: MonthOutlook) -> list[DayPoint]:
        """Each working day of the month, added up; from the data on, the projection.

        On the day the data reach, last year is what the month is compared with, and not what was
        sold on days off after it too.
        """
        working = self._calendar.days(self._month)
        daily = self._daily(self.everything.now, self._month)
        before = self._daily(self.everything.before, self._month.year_before, whole=True)
        base = self.base(self.everything) if before else None
        points: list[DayPoint] = []
        for at, day in enumerate(working, start=1):
            known = at <= len(daily)
            points.append(
                DayPoint(
                    day=day,
                    actual=sum(daily[:at], ZERO) if known else None,
                    expected=_share(outlook.target, at, len(working)),
                    last_year=base if at == len(daily) else _sum_to(before, at),
                    **self._ahead(outlook.actual, daily, at),
                )
            )
        return points

    def year(self) -> YearSoFar:
        """The fiscal year so far, with last year cut at the same day.

        A month ahead of the data adds nothing, neither here nor to what it is compared with; with
        a month that is not known nothing is compared.
        """
        until = min(self._month.last, self._material.as_of)
        every = self._fiscal.months(self._month.first)
        months = [month for month in every if month.first <= until]
        known = [self._known(month) for month in months]
        actual = sum((one or ZERO for one in known), ZERO)
        is_known = bool(months) and None not in known
        last_year = self._last_year_to(until, months)
        target = total_target(self._target_of(month) for month in every)
        return YearSoFar(
            period=Period.through(every[0].first, max(until, every[0].first)),
            actual=actual,
            last_year=last_year,
            change=change(actual if is_known else None, last_year),
            target=target,
            attainment=attainment(actual, target).ratio,
        )

    def _part(self, sold: Sequence[Sold]) -> Part:
        month, month_before, period = self._month, self._month.year_before, self.base_period
        before = [one for one in sold if one.day in month_before]
        return Part(
            now=[one for one in sold if one.day in month],
            before=before,
            based=[one for one in before if period is not None and one.day in period],
        )

    def _slice(self, key: int, name: str, part: Part, targets: Sequence[Aimed]) -> Slice:
        outlook, base = self.outlook(part, targets), self.base(part)
        return Slice(key, name, outlook, base, self.change(outlook.actual, base))

    def _compared(self) -> Period | None:
        if self._material.as_of >= self._month.last:
            return self._month.year_before.period
        if self._material.as_of < self._month.first:
            return None
        return compared_window(self._calendar, self._material.as_of, self._month.year_before)

    def _aimed_at(self, family_id: int | None) -> list[Aimed]:
        return self._aims.get(family_id, [])

    def _target_of(self, month: Month) -> Decimal | None:
        return total_target(self._targets.get(month, ()))

    def _is_covered(self, month: Month) -> bool:
        return self._material.history.has_begun(month, self._calendar)

    def _comparable(self, month: Month) -> Decimal | None:
        return self._known(month) if self._is_covered(month) else None

    def _known(self, month: Month) -> Decimal | None:
        if not self._material.history.knows(month):
            return None
        return self._material.by_month.get(month, ZERO)

    def _daily(self, sold: Sequence[Sold], month: Month, *, whole: bool = False) -> list[Decimal]:
        known = by_day(sold).items()
        until = month.last if whole else self._material.as_of
        if whole and not self._is_covered(month):
            return []
        return by_working_day(known, month, self._calendar, until)

    def _ahead(
        self, actual: Decimal, daily: Sequence[Decimal], at: int
    ) -> dict[str, Decimal | None]:
        is_over = self._material.as_of >= self._month.last
        if at < len(daily) or not daily or is_over or not self.is_judged:
            return {}
        ahead = project(actual, daily, at - len(daily))
        return {"projected": ahead.value.value, "low": ahead.low, "high": ahead.high}

    def _last_year_to(self, until: date, months: Sequence[Month]) -> Decimal | None:
        if not months or not all(self._is_covered(month.year_before) for month in months):
            return None
        whole = (self._known(month.year_before) or ZERO for month in months[:-1])
        last, cut = months[-1].year_before, same_day_last_year(until)
        sold = self._material.of_families
        days = (one.amount for one in sold if one.day in last and one.day <= cut)
        return sum(whole, ZERO) + sum(days, ZERO)


def _sum_to(daily: Sequence[Decimal], at: int) -> Decimal | None:
    return sum(daily[:at], ZERO) if daily else None


def _share(target: Decimal | None, at: int, days: int) -> Decimal | None:
    return None if target is None else target * at / days


def _sorted(slices: Iterable[Slice]) -> list[Slice]:
    """Those with something to say, the largest first; the nameless rest after the named."""
    told = [one for one in slices if one.outlook.actual or one.outlook.target or one.base]
    return sorted(told, key=lambda one: (not one.name, -one.outlook.actual, one.id))
