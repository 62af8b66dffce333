"""The registry of measures ("variables"): what can be summed, aimed at and compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from crm.kit.errors import NotFound


class Aggregation(StrEnum):
    """How a measure adds up; a distinct count does not over time, family or responsible."""

    SUM = "sum"
    RATIO = "ratio"
    DISTINCT = "distinct"


class UnknownMeasure(NotFound):
    """No measure has this name."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the company. `line_sql` and `fact_sql` give it from a line and from a fact."""

    slug: str
    unit: Literal["money", "quantity", "count"]
    aggregation: Aggregation
    line_sql: str
    fact_sql: str
    good_direction: Literal["up", "down"]
    text_key: str


REVENUE = Measure(
    slug="revenue",
    unit="money",
    aggregation=Aggregation.SUM,
    line_sql="l.amount",
    fact_sql="f.amount",
    good_direction="up",
    text_key="sales.measure_revenue",
)

MEASURES: Mapping[str, Measure] = MappingProxyType({REVENUE.slug: REVENUE})


def measure(slug: str) -> Measure:
    """The measure of this name; UnknownMeasure for any other."""
    try:
        return MEASURES[slug]
    except KeyError:
        raise UnknownMeasure("sales.unknown_measure", slug=slug) from None
