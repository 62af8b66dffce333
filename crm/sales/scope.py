"""Which sales a figure is about: days, family, responsible, client, import; one filter for all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from crm.kit.listing import BadList
from crm.kit.periods import Month, Period

NO_FAMILY = 0
"""Family of the products that have none, "(sin familia)"."""

UNASSIGNED = 0
"""Responsible of the sales that are credited to nobody."""

LINES = "lines"
"""The part of an address that opens the panel of lines; its value is a written scope."""

FAMILY_TREE = """
    WITH RECURSIVE node AS (
        SELECT id FROM product_family WHERE id = :family_id
        UNION
        SELECT child.id FROM product_family child JOIN node ON child.parent_id = node.id
    )
    SELECT id FROM node
"""
_FIELD_OF = {
    "f": "family_id",
    "o": "only_family_id",
    "r": "responsible_id",
    "s": "seller_id",
    "c": "client_id",
    "i": "import_id",
}
SELLERS_OF = """
    SELECT seller_id FROM responsible WHERE responsible_id =
        (SELECT responsible_id FROM responsible WHERE seller_id = :responsible_id)
"""


@dataclass(frozen=True, slots=True)
class SaleScope:
    """A choice of sale lines; None leaves a field open, all of them together mean every line.

    `family_id` includes the families below it and 0 the products without one; `responsible_id`
    is who the sale is credited to, by any of their codes, 0 nobody; `seller_id` is one code alone.
    `only_family_id` leaves out the families below it; `import_id` leaves the lines that stand as
    that file said them, which sums by month cannot tell apart.
    """

    period: Period | None = None
    family_id: int | None = None
    responsible_id: int | None = None
    client_id: int | None = None
    only_family_id: int | None = None
    import_id: int | None = None
    seller_id: int | None = None

    @classmethod
    def parse(cls, written: str) -> Self:
        """The choice as an address writes it; raises BadList for anything else."""
        period: Period | None = None
        numbers: dict[str, int] = {}
        for part in filter(None, written.split(",")):
            try:
                if part[0] == "d":
                    first, _, last = part[1:].partition("~")
                    days = date.fromisoformat(first), date.fromisoformat(last)
                    period = Period.through(*days)
                else:
                    numbers[_FIELD_OF[part[0]]] = int(part[1:])
            except (ValueError, KeyError, OverflowError):
                raise BadList("sales.bad_scope") from None
        return cls(period=period, **numbers)

    def __str__(self) -> str:
        """As an address writes it: `d2026-11-01~2026-11-30,f3,r2`."""
        days = f"d{self.period.start}~{self.period.last}" if self.period else ""
        fields = {letter: getattr(self, name) for letter, name in _FIELD_OF.items()}
        chosen = [f"{letter}{value}" for letter, value in fields.items() if value is not None]
        return ",".join(filter(None, [days, *chosen]))

    @property
    def params(self) -> dict[str, Any]:
        """What fills the conditions."""
        period = self.period
        return {
            "start": period.start if period else None,
            "end": period.end if period else None,
            "family_id": self.family_id,
            "responsible_id": self.responsible_id,
            "seller_id": self.seller_id,
            "client_id": self.client_id,
            "only_family_id": self.only_family_id,
            "import_id": self.import_id,
        }

    @property
    def on_lines(self) -> str:
        """The condition on `sale_line l`."""
        return _joined(
            self._days("l.date"),
            self._family("l.family_id", "l.family_id IS NULL"),
            self._responsible("l.credited_id", "l.credited_id IS NULL"),
            "l.credited_id = :seller_id" if self.seller_id is not None else "",
            "l.family_id = :only_family_id" if self.only_family_id is not None else "",
            "l.client_id = :client_id" if self.client_id is not None else "",
            "l.import_id = :import_id" if self.import_id is not None else "",
        )

    @property
    def on_months(self) -> str:
        """The condition on `month_fact f`, which knows months, families and responsibles."""
        return _joined(
            self._days("f.month"),
            self._family("f.family_id", "f.family_id = 0"),
            self._responsible("f.seller_id", "f.seller_id = 0"),
            "f.seller_id = :seller_id" if self.seller_id is not None else "",
            "f.family_id = :only_family_id" if self.only_family_id is not None else "",
        )

    def _days(self, column: str) -> str:
        return f"{column} >= :start AND {column} < :end" if self.period else ""

    def _family(self, column: str, none: str) -> str:
        if self.family_id is None:
            return ""
        return none if self.family_id == NO_FAMILY else f"{column} = ANY (ARRAY({FAMILY_TREE}))"

    def _responsible(self, column: str, none: str) -> str:
        if self.responsible_id is None:
            return ""
        if self.responsible_id == UNASSIGNED:
            return none
        return f"{column} = ANY (ARRAY({SELLERS_OF}))"


def of_month(month: Month, **rest: int | None) -> SaleScope:
    """The sales of one month, narrowed by `family_id`, `responsible_id` or `client_id`."""
    return SaleScope(period=Period(month.first, month.next.first), **rest)


def counted_days(month: Month, cut: date | None) -> Period:
    """The days of a month whose sales count: all of them, or up to the cut that falls in it."""
    return month.period if cut is None or cut not in month else Period.through(month.first, cut)


def of_days(first: date, last: date, **rest: int | None) -> SaleScope:
    """The sales from one day to another, both included."""
    return SaleScope(period=Period.through(first, last), **rest)


def _joined(*conditions: str) -> str:
    return " AND ".join(_stated(conditions)) or "true"


def _stated(conditions: tuple[str, ...]) -> Iterator[str]:
    return (condition for condition in conditions if condition)
