"""What may be chosen on the dashboard: months, families, responsibles, each as an address."""

from collections.abc import Sequence
from typing import NamedTuple

from crm.analysis.board_figures import Board, Choice
from crm.analysis.family_rules import Family
from crm.analysis.state.address import place
from crm.kit.formats import Formatter
from crm.kit.periods import Month, months_between
from crm.kit.texts import text
from crm.sales.queries import Responsible
from crm.sales.scope import NO_FAMILY, UNASSIGNED
from crm.ui.filters import Option

MOST_MONTHS = 60


class Filters(NamedTuple):
    """The choices of the filter bar and which of them is chosen."""

    months: list[Option]
    month: str
    previous: str
    next: str
    families: list[Option]
    family: str
    family_name: str
    responsibles: list[Option]
    responsible: str
    responsible_name: str


def filters(
    shown: Board,
    span: tuple[Month, Month],
    families: Sequence[Family],
    people: Sequence[Responsible],
    form: Formatter,
) -> Filters:
    """Everything that may be chosen from where the page stands."""
    choice = shown.choice
    months = _months(choice, span)
    family_options = _families(choice, families, form)
    people_options = _people(choice, people, form)
    before, after = choice.month.previous, choice.month.next
    return Filters(
        months=[Option(place(choice._replace(month=one)), form.month(one)) for one in months],
        month=place(choice),
        previous=place(choice._replace(month=before)) if before >= span[0] else "",
        next=place(choice._replace(month=after)) if after <= months[0] else "",
        families=family_options,
        family=place(choice),
        family_name=_name(choice.family_id, family_options, choice),
        responsibles=people_options,
        responsible=place(choice),
        responsible_name=_name(choice.responsible_id, people_options, choice),
    )


def _months(choice: Choice, span: tuple[Month, Month]) -> list[Month]:
    first, last = min(span[0], choice.month), max(span[1], choice.month)
    return list(reversed(months_between(first, last)))[:MOST_MONTHS]


def _families(choice: Choice, families: Sequence[Family], form: Formatter) -> list[Option]:
    every = text(form.language, "analysis.all_families")
    options = [Option(place(choice._replace(family_id=None)), every)]
    options += [
        Option(place(choice._replace(family_id=one.id)), f"{'  ' * depth}{one.name}")
        for one, depth in _in_order(families)
    ]
    nothing = text(form.language, "sales.no_family")
    return [*options, Option(place(choice._replace(family_id=NO_FAMILY)), nothing)]


def _in_order(
    families: Sequence[Family], parent: int | None = None, depth: int = 0
) -> list[tuple[Family, int]]:
    """The tree as a list, each after its parent; the input is in order of names."""
    ordered: list[tuple[Family, int]] = []
    for one in families:
        if one.parent_id == parent:
            ordered.append((one, depth))
            ordered += _in_order(families, one.id, depth + 1)
    return ordered


def _people(choice: Choice, people: Sequence[Responsible], form: Formatter) -> list[Option]:
    every = text(form.language, "analysis.all_responsibles")
    nobody = text(form.language, "sales.unassigned")
    return [
        Option(place(choice._replace(responsible_id=None)), every),
        *[Option(place(choice._replace(responsible_id=one.id)), one.name) for one in people],
        Option(place(choice._replace(responsible_id=UNASSIGNED)), nobody),
    ]


def _name(chosen: int | None, options: Sequence[Option], choice: Choice) -> str:
    if chosen is None:
        return ""
    return next((one.label.strip() for one in options if one.value == place(choice)), "")
