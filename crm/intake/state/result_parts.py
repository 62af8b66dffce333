"""What the list of imports shows of the files that came last, and of each row's choices."""

from dataclasses import dataclass, field

from crm.intake.state.import_parts import Change
from crm.intake.state.mapping_parts import Verdict
from crm.ui.card import Figure


@dataclass(frozen=True)
class NextSteps:
    """Where one goes on after a file was loaded; a label without words is not offered."""

    sales_label: str = ""
    sales_href: str = ""
    unlinked: str = ""


@dataclass(frozen=True)
class ResultFile:
    """One of several files that came together."""

    name: str = ""
    href: str = ""
    note: str = ""
    badge: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Result:
    """What became of the file that came last, or of several that came together."""

    title: str = ""
    subtitle: str = ""
    badge: str = ""
    tone: str = ""
    said: str = ""
    error: str = ""
    answer_href: str = ""
    page_href: str = ""
    figures: list[Figure] = field(default_factory=list)
    verdict: Verdict = field(default_factory=Verdict)
    files: list[ResultFile] = field(default_factory=list)
    months: str = ""
    changed: list[Change] = field(default_factory=list)
    steps: NextSteps = field(default_factory=NextSteps)


@dataclass(frozen=True)
class RowChoices:
    """What can be done with a file without opening it; "" where that is not to be had."""

    answer_href: str = ""
    lines_href: str = ""
    original_href: str = ""
    undo_label: str = ""
