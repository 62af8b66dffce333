"""What the dashboard holds of its figures: texts, tones and addresses."""

from dataclasses import dataclass, field

from crm.ui.card import Delta
from crm.ui.marks import NO_BULLET, Bullet


@dataclass(frozen=True, slots=True)
class Hero:
    """The month's figure and what is said of it, line by line; an empty text is not shown."""

    value: str = ""
    exact: str = ""
    href: str = ""
    days: str = ""
    delta: Delta = field(default_factory=Delta)
    bullet: Bullet = NO_BULLET
    target: str = ""
    attainment: str = ""
    pace: str = ""
    projection: str = ""
    band: str = ""
    probability: str = ""
    probability_tone: str = ""
    missing: str = ""
    required: str = ""
    per_day: str = ""
    base: str = ""
    year: str = ""
    year_href: str = ""
    year_delta: Delta = field(default_factory=Delta)
    year_bullet: Bullet = NO_BULLET
    year_note: str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """A family or responsible that is behind: what is missing, how it goes, where it leads."""

    id: str = ""
    kind: str = ""
    name: str = ""
    missing: str = ""
    note: str = ""
    href: str = ""
    bullet: Bullet = field(default_factory=Bullet)
