"""What the mapping page shows besides the sample: its sums, months, new records, odd things."""

from dataclasses import dataclass, field

from crm.ui.marks import Bullet


@dataclass(frozen=True)
class BalanceRow:
    """One line of the sum that ties what is loaded to the file."""

    label: str = ""
    note: str = ""
    rows: str = ""
    amount: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Verdict:
    """Whether the sum holds, in words."""

    tone: str = ""
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class MonthRow:
    """A month: what the file brings beside what is stored."""

    month: str = ""
    amount: str = ""
    stored: str = ""
    bar: Bullet = field(default_factory=Bullet)


@dataclass(frozen=True)
class NewRow:
    """How many records the file would add."""

    count: str = ""
    label: str = ""
    note: str = ""


@dataclass(frozen=True)
class OddRow:
    """Something that catches the eye before loading."""

    icon: str = "alert"
    tone: str = "warn"
    title: str = ""
    note: str = ""
