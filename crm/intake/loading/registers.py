"""From the codes on sale lines to keys: what a line names and nobody knows yet is created."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading import records
from crm.intake.loading.derived import place_in_families_again
from crm.intake.loading.line_columns import COLUMNS
from crm.intake.loading.records import CLIENT, FAMILY, PRODUCT, SELLER, RecordKind
from crm.intake.loading.unwinding import Fields, Value

Named = dict[str, Sequence[Value]]


class Register:
    """The known codes of one kind, and what is blank in their records and a line may fill in."""

    def __init__(self, tx: Session, import_id: int, kind: RecordKind) -> None:
        self.kind = kind
        self.created: set[str] = set()
        self._tx = tx
        self._import_id = import_id
        self._id_by_name: dict[str, int] = {}
        self._blank: dict[str, set[str]] = {}
        columns = ", ".join(("id", "code", *kind.fields))
        rows = tx.execute(text(f"SELECT {columns} FROM {kind.table} ORDER BY id"))
        for row in rows:
            blank = {name for name in kind.fields if getattr(row, name) in ("", None)}
            self._learn(row.id, row.code, row.name, blank)

    def ids(self, codes: pa.Array, attributes: Named | None = None) -> pa.Array:
        """The key of each code; null for null. `attributes` hold a value per line for each field.

        A new code is created with what its first line says; a record that is blank in a field is
        given what the first line says that names it.
        """
        encoded = codes.dictionary_encode()
        words: list[str] = encoded.dictionary.to_pylist()
        firsts = _first_places(encoded)
        stated: dict[str, tuple[str, Fields]] = {}
        for word, place in zip(words, firsts, strict=True):
            fields = {name: values[place] for name, values in (attributes or {}).items()}
            news = self._news(word, fields)
            if news is not None:
                stated.setdefault(self._slot(word), (word, news))
        self._state(dict(stated.values()))
        keys = pa.array([self._find(word) for word in words], pa.int64())
        return keys.take(encoded.indices)

    def _news(self, word: str, fields: Fields) -> Fields | None:
        """What of the fields is to be written; None when nothing is."""
        fields = {name: value for name, value in fields.items() if value not in (None, "")}
        if self._find(word) is None:
            return {"name": word, **fields} if self.kind is FAMILY else fields
        blank = self._blank.get(word)
        fitting = {name: fields[name] for name in fields if blank and name in blank}
        return fitting or None

    def _state(self, stated: dict[str, Fields]) -> None:
        if not stated:
            return
        done = records.state(self._tx, self._import_id, self.kind, stated)
        self.created |= done.created
        ids = records.ids_of(self._tx, self.kind, stated.keys())
        for code, fields in stated.items():
            missing = self._blank.get(code, set(self.kind.fields))
            self._learn(ids[code], code, str(fields.get("name", "")), missing - fields.keys())
        self.note_changed(done.changed, ids)

    def note_changed(self, codes: Iterable[str], ids: dict[str, int]) -> None:
        """Records that were filled in; a kind that others depend on takes note of them."""

    def _learn(self, key: int, code: str, _name: str, blank: set[str]) -> None:
        self._id_by_name[code] = key
        if blank:
            self._blank[code] = blank
        else:
            self._blank.pop(code, None)

    def _find(self, word: str) -> int | None:
        return self._id_by_name.get(self._slot(word))

    def _slot(self, word: str) -> str:
        """What two words have in common that name the same record."""
        return word


class FamilyRegister(Register):
    """Families are called by code or by name, in whatever case."""

    def _learn(self, key: int, code: str, name: str, _blank: set[str]) -> None:
        self._id_by_name[folded(code)] = key
        if name:
            self._id_by_name.setdefault(folded(name), key)

    def _slot(self, word: str) -> str:
        return folded(word)


class ProductRegister(Register):
    """Products that got their family from a line take their earlier lines along."""

    def __init__(self, tx: Session, import_id: int, kind: RecordKind) -> None:
        self.filled: set[int] = set()
        super().__init__(tx, import_id, kind)

    def note_changed(self, codes: Iterable[str], ids: dict[str, int]) -> None:
        """Remember them until all lines are in."""
        self.filled |= {ids[code] for code in codes}


class Registers:
    """The four registers of a sales file."""

    def __init__(self, tx: Session, import_id: int) -> None:
        self._tx = tx
        self.sellers = Register(tx, import_id, SELLER)
        self.families = FamilyRegister(tx, import_id, FAMILY)
        self.products = ProductRegister(tx, import_id, PRODUCT)
        self.clients = Register(tx, import_id, CLIENT)

    def lines(self, table: pa.Table) -> pa.Table:
        """The typed lines of a block as staging takes them, their codes resolved."""
        sellers = self.sellers.ids(*_coded(table, "seller"))
        families = self.families.ids(_column(table, "family"))
        products = self.products.ids(
            *_coded(table, "product", lambda: {"family_id": families.to_pylist()})
        )
        clients = self.clients.ids(
            _column(table, "client_code"),
            {
                name: _column(table, f"client_{name}").to_pylist()
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


def _coded(table: pa.Table, noun: str, more: Callable[[], Named] = dict) -> tuple[pa.Array, Named]:
    """Codes and attributes of what a line names; where only a name is given, it is the code."""
    names = _column(table, f"{noun}_name")
    codes = pc.coalesce(_column(table, f"{noun}_code"), names)
    return codes, {"name": names.to_pylist(), **more()}


def _column(table: pa.Table, name: str) -> pa.Array:
    column = table[name]
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _plain_text(table: pa.Table, name: str) -> pa.Array:
    return pc.fill_null(_column(table, name), "")


def _first_places(encoded: pa.DictionaryArray) -> list[int]:
    """For each word of the dictionary, the place of its first line."""
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    places = np.flatnonzero(encoded.is_valid().to_numpy(zero_copy_only=False))
    _, first = np.unique(codes[places], return_index=True)
    return places[first].tolist()
