"""Three overlapping files, loaded and undone in any order: what is stored is what the model says.

The model is one sentence: what is stored is the effects of the imports that stand, in the order in
which they were loaded. An effect puts a line or removes it.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.db.server import Server
from tests.databases import connected_database
from tests.intake.loading.sending import (
    Line,
    everything,
    facts_differences,
    rows,
    sales,
    send,
    take_back,
)
from tests.intake.loading.test_replacing_a_period import MARCH

KEYS = ("F1", "F2", "F3", "F4")
Content = tuple[str, str, str]


@dataclass(frozen=True)
class File:
    """What a file says: content by document, and whether it replaces March."""

    content: dict[str, Content]
    replaces_march: bool

    @property
    def mapping(self) -> dict[str, Any]:
        policy = "replace_period" if self.replaces_march else "append"
        return {**MARCH, "policy": policy, "removal_confirmed": True}

    def bytes(self, number: int) -> bytes:
        """The file; a client of its own in a line of April makes its bytes unlike any other's."""
        lines = [
            Line(doc=key, client=client, day=day, amount=amount)
            for key, (client, day, amount) in self.content.items()
        ]
        return sales(*lines, Line(doc=f"own{number}", client=f"own{number}", day="2026-04-09"))


@dataclass
class Model:
    """The effects of the imports that stand, in the order of loading."""

    standing: list[tuple[int, dict[str, Content | None]]] = field(default_factory=list)

    def lines(self) -> dict[str, Content]:
        return {key: content for key, (content, is_there) in self._folded().items() if is_there}

    def load(self, number: int, file: File) -> None:
        effects: dict[str, Content | None] = dict(file.content)
        effects[f"own{number}"] = (f"own{number}", "2026-04-09", "100.00")
        if file.replaces_march:
            for key, (content, _) in self._folded().items():
                if key not in effects and content[1].startswith("2026-03"):
                    effects[key] = None
        self.standing.append((number, effects))

    def undo(self, number: int) -> None:
        self.standing = [one for one in self.standing if one[0] != number]

    def _folded(self) -> dict[str, tuple[Content, bool]]:
        """Each line that ever was, with its last content and whether it is there."""
        state: dict[str, tuple[Content, bool]] = {}
        for _, effects in self.standing:
            for key, content in effects.items():
                if content is not None:
                    state[key] = content, True
                elif key in state:
                    state[key] = state[key][0], False
        return state


contents = st.tuples(
    st.sampled_from(["C1", "C2"]),
    st.sampled_from(["2026-03-05", "2026-03-20", "2026-04-02"]),
    st.sampled_from(["10.00", "20.00"]),
)
files = st.builds(File, st.dictionaries(st.sampled_from(KEYS), contents, max_size=4), st.booleans())
histories = st.tuples(
    st.lists(files, min_size=3, max_size=3),
    st.lists(st.integers(0, 2), min_size=3, max_size=9),
)


@pytest.mark.usefixtures("cluster")
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories)
def test_what_is_stored_is_what_the_standing_imports_say(
    cluster: Server, history: tuple[list[File], list[int]]
) -> None:
    """A number loads its file where it is not loaded, and undoes it where it is."""
    three, turns = history
    with connected_database(cluster):
        empty, model, loaded = everything(), Model(), dict[int, int]()
        for number in turns:
            if number in loaded:
                take_back(loaded.pop(number))
                model.undo(number)
            else:
                loaded[number] = send(three[number].bytes(number), mapping=three[number].mapping).id
                model.load(number, three[number])
            assert stored() == model.lines()
            assert facts_differences() == []
        for import_id in loaded.values():
            take_back(import_id)
        assert everything() == empty


def stored() -> dict[str, Content]:
    """What is stored, as the model tells it."""
    found = rows(
        "SELECT l.doc_no, c.code, l.date, l.amount FROM sale_line l"
        " JOIN client c ON c.id = l.client_id"
    )
    return {doc: (client, day.isoformat(), f"{amount:.2f}") for doc, client, day, amount in found}
