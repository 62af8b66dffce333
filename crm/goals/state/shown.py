"""What the goals' page holds besides its grid."""

from dataclasses import dataclass, field

from crm.ui.marks import Bullet


@dataclass(frozen=True)
class Block:
    """A month of a person on a phone: its letter and how it went."""

    label: str = ""
    tone: str = ""
    title: str = ""


@dataclass(frozen=True)
class PersonBlocks:
    """A person on a phone: year, and twelve small blocks."""

    id: str = ""
    name: str = ""
    sum: str = ""
    note: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class PersonMonth:
    """A month of the person that is open on a phone."""

    name: str = ""
    label: str = ""
    value: str = ""
    note: str = ""
    version: str = ""
    locked: bool = False


@dataclass(frozen=True)
class Allocation:
    """The company's figure, what is allocated of it, and the families beside."""

    stated: str = ""
    allocated: str = ""
    gap: str = ""
    gap_tone: str = ""
    share: str = ""
    bullet: Bullet = field(default_factory=Bullet)
    families: str = ""
    families_note: str = ""
    families_tone: str = ""


@dataclass(frozen=True)
class RepeatForm:
    """What is chosen in the form of Repeat Values."""

    kind: str = "same"
    who: str = ""
    source: str = ""
    until: str = ""
    growth: str = ""
    mode: str = "only_empty"
    total: str = ""
    by: str = "equal"


@dataclass(frozen=True)
class RepeatShown:
    """What Repeat Values would do, or what is wrong with its choices."""

    says: str = ""
    total: str = ""
    error: str = ""
    action: str = ""
    can: bool = False


@dataclass(frozen=True)
class MonthChoice:
    """The month chosen in closing and reopening, what its button does, what stood in the way."""

    month: str = ""
    action: str = ""
    is_closed: bool = False
    error: str = ""
