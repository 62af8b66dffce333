"""What a person says about a file before it is loaded, as the page's address carries it.

The file proposes, the person changes some of it: only the changes are kept, so the address stays
short, Back takes one choice back, and what is given to loading is an ordinary `Mapping`.
"""

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from crm.intake.columns import Mapping, MappingRefused, column_name
from crm.intake.rules import MEANINGS, REPEATABLE, Kind, Meaning

if TYPE_CHECKING:
    # The server keeps choices and none of the readers: this one brings Arrow with it.
    from crm.intake.mapping import ColumnProposal

SHAPE = ("kind", "sheet", "header_row", "delimiter", "encoding")
"""What decides which cells there are; a change of it makes the choices of columns void."""

STYLES = (
    "number_style",
    "date_style",
    "discount_style",
    "sign",
    "policy",
    "period_from",
    "period_to",
    "removal_confirmed",
)
_MEMBERS = (*SHAPE, *STYLES)
_ROW, _CONFIRMED = "header_row", "removal_confirmed"


@dataclass(frozen=True, slots=True)
class Choices:
    """The changes to what a file proposes.

    `stated` holds members of a mapping by name, as written in an address; `columns` the meaning
    chosen for a column by its position from 0, the latest choice last.
    """

    stated: Dict[str, str] = field(default_factory=dict)
    columns: Dict[int, Meaning] = field(default_factory=dict)

    @classmethod
    def from_address(cls, parameters: Dict[str, str]) -> "Choices":
        """What an address says; parameters of other things are let be.

        Raises MappingRefused for a meaning that does not exist.
        """
        stated = {name: parameters[name] for name in _MEMBERS if parameters.get(name)}
        columns = {
            int(name[1:]) - 1: _meaning(word)
            for name, word in parameters.items()
            if name[:1] == "c" and name[1:].isdecimal() and int(name[1:]) > 0
        }
        return cls(stated, columns)

    def to_address(self) -> dict[str, str]:
        """The parameters from which `from_address` makes the same choices."""
        columns = {f"c{place + 1}": str(meaning) for place, meaning in self.columns.items()}
        return {**self.stated, **columns}

    @property
    def changes_shape(self) -> bool:
        """Whether another table is meant than the file's own."""
        return any(name in self.stated for name in SHAPE if name != "kind")

    def with_member(self, name: str, value: str) -> "Choices":
        """One more thing said about the whole file; an empty value takes it back.

        A change of its shape makes the choices of columns void: they were about other columns.
        Raises MappingRefused for a member that a mapping does not have.
        """
        if name not in _MEMBERS:
            raise MappingRefused("intake.mapping_unknown_member", name=name)
        kept = {key: word for key, word in self.stated.items() if key != name}
        stated = {**kept, name: value} if value else kept
        return Choices(stated, {} if name in SHAPE else self.columns)

    def with_meaning(
        self, position: int, meaning: Meaning, held: Dict[int, Meaning]
    ) -> tuple["Choices", int | None]:
        """One more column named, and the position of the column freed for it, if there was one.

        `held` are the meanings that the columns have now, by position.
        """
        others = [place for place, word in held.items() if word is meaning and place != position]
        columns = {place: word for place, word in self.columns.items() if place != position}
        if meaning in REPEATABLE or not others:
            return replace(self, columns={**columns, position: meaning}), None
        freed = {place: word for place, word in columns.items() if place != others[0]}
        columns = {**freed, others[0]: Meaning.IGNORE, position: meaning}
        return replace(self, columns=columns), others[0]

    def shape(self, kind: Kind) -> Mapping:
        """A mapping that says only where the table is, for opening the file."""
        form = {name: self.stated[name] for name in SHAPE if name in self.stated}
        return replace(Mapping.from_json(_form({"kind": str(kind), **form})), columns={})

    def laid_over(
        self, proposed: Mapping, columns: Iterable["ColumnProposal"], headers: tuple[str, ...]
    ) -> Mapping:
        """The mapping that results: what is proposed, with what was said.

        `columns` are those of the page (`meant`). Raises MappingRefused where a word of the
        address means nothing here.
        """
        form = {**proposed.to_json(), **self.stated}
        form["columns"] = {
            column_name(column.position, headers): str(column.meaning) for column in columns
        }
        return Mapping.from_json(_form(form))

    def meant(self, proposed: Iterable["ColumnProposal"]) -> tuple["ColumnProposal", ...]:
        """The columns with the meanings that were chosen; a chosen one is sure."""
        return tuple(
            replace(
                column,
                meaning=self.columns[column.position],
                confidence=1.0,
                reason="intake.mapping_stated",
                params={},
            )
            if column.position in self.columns
            else column
            for column in proposed
        )


def meanings_for(kind: Kind) -> tuple[Meaning, ...]:
    """The meanings a column may be given, those that take nothing last."""
    named = [meaning for meaning in MEANINGS[kind] if meaning not in REPEATABLE]
    return (*named, Meaning.EXTRA, Meaning.IGNORE)


def _meaning(word: str) -> Meaning:
    try:
        return Meaning(word)
    except ValueError:
        known = ", ".join(Meaning)
        raise MappingRefused(
            "intake.mapping_unknown_word", name="columns", value=word, known=known
        ) from None


def _form(form: dict[str, Any]) -> dict[str, Any]:
    """An address has only texts; a mapping's row is a number and its consent a fact."""
    row = form.get(_ROW)
    if isinstance(row, str) and row.isdecimal():
        form = {**form, _ROW: int(row)}
    if _CONFIRMED in form:
        form = {**form, _CONFIRMED: form[_CONFIRMED] in (True, "true")}
    return {"columns": {"#1": str(Meaning.IGNORE)}, **form}
