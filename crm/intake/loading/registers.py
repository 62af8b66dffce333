"""From the codes on sale lines to keys: what a line names and nobody knows yet is created."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading import records
from crm.intake.loading.derived import place_in_families_again
from crm.intake.loading.line_columns import COLUMNS
from crm.intake.loading.records import CLIENT, FAMILY, PRODUCT, SELLER, RecordKind
from crm.intake.loading.unwinding import Fields
from crm.intake.reader.arrow import pc

Attributes = dict[str, pa.Array]


class Register:
    """The known codes of one kind, and which of their fields are blank: a line may fill those."""

    def __init__(
        self,
        tx: Session,
        import_id: int,
        kind: RecordKind,
        before_writing: Callable[[], None] = lambda: None,
    ) -> None:
        self.kind = kind
        self.created: set[str] = set()
        self._tx = tx
        self._before_writing = before_writing
        self._import_id = import_id
        self._id_by_slot: dict[str, int] = {}
        self._blank: dict[str, set[str]] = {name: set() for name in kind.fields}
        columns = ", ".join(("id", "code", *kind.fields))
        for row in tx.execute(text(f"SELECT {columns} FROM {kind.table} ORDER BY id")):
            self._learn(row.id, row.code, {name: getattr(row, name) for name in kind.fields})

    def ids(self, codes: pa.Array, attributes: Attributes | None = None) -> pa.Array:
        """The key of each code; null for null. `attributes` hold a value per line for each field.

        A new code is created with what its first line says; a record that is blank in a field is
        given what the first line says that names it.
        """
        encoded = codes.dictionary_encode()
        words: list[str] = encoded.dictionary.to_pylist()
        offered = {
            name: values
            for name, values in (attributes or {}).items()
            if values.null_count < len(values)
        }
        news = self._news(words, offered)
        if news:
            self._state(self._first_lines(encoded, words, news, offered))
        return pa.array(self._find_all(words), pa.int64()).take(encoded.indices)

    def _news(self, words: Sequence[str], offered: Attributes) -> set[str]:
        """The words about which the lines may say something that is not known yet."""
        found = self._find_all(words)
        news = {word for word, key in zip(words, found, strict=True) if key is None}
        for name in offered:
            news |= self._blank[name].intersection(words)
        return news

    def _first_lines(
        self, encoded: pa.DictionaryArray, words: Sequence[str], news: set[str], offered: Attributes
    ) -> dict[str, Fields]:
        """What the first line of each new word says of it."""
        chosen = [place for place, word in enumerate(words) if word in news]
        lines = pa.array(_first_places(encoded)[chosen])
        columns = {name: values.take(lines).to_pylist() for name, values in offered.items()}
        stated: dict[str, tuple[str, Fields]] = {}
        for row, place in enumerate(chosen):
            word = words[place]
            fields = self._fitting(word, {name: cells[row] for name, cells in columns.items()})
            if fields or self._find(word) is None:
                stated.setdefault(self._slot(word), (word, fields))
        return dict(stated.values())

    def _fitting(self, word: str, fields: Fields) -> Fields:
        """Of what a line says, what is to be written."""
        given = {name: value for name, value in fields.items() if value not in (None, "")}
        if self._find(word) is None:
            return {"name": word, **given} if self.kind is FAMILY else given
        return {name: value for name, value in given.items() if word in self._blank[name]}

    def _state(self, stated: dict[str, Fields]) -> None:
        if not stated:
            return
        self._before_writing()
        known = {word: key for word in stated if (key := self._find(word)) is not None}
        new = {word: fields for word, fields in stated.items() if word not in known}
        filled = {word: stated[word] for word in known}
        for code, key in records.create(self._tx, self._import_id, self.kind, new).items():
            self._learn(key, code, new[code])
        done = records.state(self._tx, self._import_id, self.kind, filled)
        for code, key in known.items():
            self._learn(key, code, filled[code], is_new=False)
        self.created |= new.keys()
        self.note_changed(done.changed, known)

    def note_changed(self, codes: Iterable[str], ids: dict[str, int]) -> None:
        """Records that were filled in; a kind that others depend on takes note of them."""

    def _learn(self, key: int, code: str, fields: Fields, *, is_new: bool = True) -> None:
        """Remember a record and its blanks; `fields` are all of a new record, or those filled."""
        self._id_by_slot[self._slot(code)] = key
        for name, codes in self._blank.items():
            if fields.get(name) not in (None, ""):
                codes.discard(code)
            elif is_new:
                codes.add(code)

    def _find(self, word: str) -> int | None:
        return self._id_by_slot.get(self._slot(word))

    def _find_all(self, words: Sequence[str]) -> list[int | None]:
        # By `map`, since a block has tens of thousands of words: a third of the time of a loop.
        return list(map(self._id_by_slot.get, map(self._slot, words)))

    def _slot(self, word: str) -> str:
        """What two words have in common that name the same record."""
        return word


class FamilyRegister(Register):
    """Families are called by code or by name, in whatever case."""

    def _learn(self, key: int, code: str, fields: Fields, *, is_new: bool = True) -> None:
        super()._learn(key, code, fields, is_new=is_new)
        name = fields.get("name")
        if isinstance(name, str) and name:
            self._id_by_slot.setdefault(folded(name), key)

    def _slot(self, word: str) -> str:
        return folded(word)


class ProductRegister(Register):
    """Products that got their family from a line take their earlier lines along."""

    def __init__(
        self,
        tx: Session,
        import_id: int,
        kind: RecordKind,
        before_writing: Callable[[], None] = lambda: None,
    ) -> None:
        self.filled: set[int] = set()
        super().__init__(tx, import_id, kind, before_writing)

    def note_changed(self, codes: Iterable[str], ids: dict[str, int]) -> None:
        """Remember them until all lines are in."""
        self.filled |= {ids[code] for code in codes}


class Registers:
    """The four registers of a sales file.

    They are used beside work on the same transaction: `before_writing` waits until that is done.
    """

    def __init__(self, tx: Session, import_id: int, *, before_writing: Callable[[], None]) -> None:
        self._tx = tx
        self.sellers = Register(tx, import_id, SELLER, before_writing)
        self.families = FamilyRegister(tx, import_id, FAMILY, before_writing)
        self.products = ProductRegister(tx, import_id, PRODUCT, before_writing)
        self.clients = Register(tx, import_id, CLIENT, before_writing)

    def lines(self, table: pa.Table) -> pa.Table:
        """The typed lines of a block as staging takes them, their codes resolved."""
        sellers = self.sellers.ids(*_coded(table, "seller"))
        families = self.families.ids(_column(table, "family"))
        products = self.products.ids(*_coded(table, "product", {"family_id": families}))
        clients = self.clients.ids(
            _column(table, "client_code"),
            {
                name: _column(table, f"client_{name}")
                for name in ("name", "tax_id", "city", "region")
            },
        )
        columns = {
            **{name: _column(table, name) for name in ("doc_no", "line_no", "date", "amount")},
            "series": _plain_text(table, "series"),
            "doc_type": _plain_text(table, "doc_type"),
            "client_id": clients,
            "product_id": products,
            "line_family_id": families,
            "seller_id": sellers,
            "quantity": pc.fill_null(_column(table, "quantity"), 0),
            "cost": _column(table, "cost"),
        }
        return pa.table({name: columns[name] for name in COLUMNS})

    def settle(self) -> set[date]:
        """After the merge: lines follow products that got a family; the months that changed."""
        return place_in_families_again(self._tx, self.products.filled)

    def counts(self) -> dict[str, int]:
        """How many records of each kind are new."""
        return {
            "new_clients": len(self.clients.created),
            "new_products": len(self.products.created),
            "new_families": len(self.families.created),
            "new_sellers": len(self.sellers.created),
        }


def folded(words: str) -> str:
    """A name as families are compared: without regard to case and blanks."""
    return " ".join(words.split()).casefold()


def _coded(
    table: pa.Table, noun: str, more: Attributes | None = None
) -> tuple[pa.Array, Attributes]:
    """Codes and attributes of what a line names; where only a name is given, it is the code."""
    names = _column(table, f"{noun}_name")
    codes = pc.coalesce(_column(table, f"{noun}_code"), names)
    return codes, {"name": names, **(more or {})}


def _column(table: pa.Table, name: str) -> pa.Array:
    column = table[name]
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _plain_text(table: pa.Table, name: str) -> pa.Array:
    return pc.fill_null(_column(table, name), "")


def _first_places(encoded: pa.DictionaryArray) -> npt.NDArray[np.int64]:
    """For each word of the dictionary, the place of its first line."""
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    places = np.flatnonzero(encoded.is_valid().to_numpy(zero_copy_only=False))
    _, first = np.unique(codes[places], return_index=True)
    return places[first]
