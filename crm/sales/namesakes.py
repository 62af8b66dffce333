"""Who bears a name that others bear too is told apart by the code of the ERP."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlmodel import Session

from crm.sales.queries import Responsible


def told_apart(names: Mapping[int, str], codes: Mapping[int, str]) -> dict[int, str]:
    """The names by id, with the code in brackets where several bear the same, and only there.

    Upper and lower case make no other name. Example: Eva (7), Eva (9), Luis -> "Eva (7)",
    "Eva (9)", "Luis".
    """
    bearers = Counter(name.casefold() for name in names.values())
    return {
        key: f"{name} ({codes[key]})"
        if name and bearers[name.casefold()] > 1 and codes.get(key)
        else name
        for key, name in names.items()
    }


def people_told_apart(tx: Session, people: Sequence[Responsible]) -> list[Responsible]:
    """The people, namesakes with their code; of somebody with several codes the first."""
    names = {one.id: one.name for one in people}
    if len({name.casefold() for name in names.values()}) == len(names):
        return list(people)
    codes = {row.id: row.code for row in tx.execute(text("SELECT id, code FROM seller"))}
    shown = told_apart(names, codes)
    return [one._replace(name=shown[one.id]) for one in people]


def families_told_apart(tx: Session) -> dict[int, str]:
    """The name of every family by its id, in order of names; namesakes with their code."""
    rows = tx.execute(
        text("SELECT id, name, code FROM product_family ORDER BY lower(name), id")
    ).all()
    return told_apart({row.id: row.name for row in rows}, {row.id: row.code for row in rows})
