"""Files of clients, products and salespeople: each row states what it fills in."""

import json
from collections.abc import Iterator
from datetime import date

import pyarrow as pa
from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading import owners, records
from crm.intake.loading.derived import place_in_families_again
from crm.intake.loading.records import CLIENT, EXTRA, FAMILY, PRODUCT, SELLER, RecordKind
from crm.intake.loading.registers import FamilyRegister, Register
from crm.intake.loading.unwinding import Value
from crm.intake.rules import Kind
from crm.sales.credit import credit_again, months_of_clients

Row = dict[str, Value]


class MasterLoad:
    """Loads the blocks of one master file; `months` are those whose facts must be rebuilt."""

    def __init__(self, tx: Session, import_id: int, since: date | None) -> None:
        self.months: set[date] = set()
        self.new = self.changed = self.unchanged = 0
        self._tx = tx
        self._import_id = import_id
        self._since = since
        self._created: dict[str, int] = {}

    def add(self, kind: Kind, table: pa.Table) -> None:
        """Load the records of a block."""
        rows = list(_rows(table))
        if kind is Kind.CLIENTS:
            self._add_clients(rows)
        elif kind is Kind.PRODUCTS:
            self._add_products(rows)
        else:
            self._state(SELLER, {str(row.pop("code")): row for row in rows})

    def counts(self) -> dict[str, int]:
        """How many records of each kind are new."""
        return {
            "new_clients": self._created.get("client", 0),
            "new_products": self._created.get("product", 0),
            "new_families": self._created.get("family", 0),
            "new_sellers": self._created.get("seller", 0),
        }

    def _state(self, kind: RecordKind, rows: dict[str, Row]) -> records.Stated:
        done = records.state(self._tx, self._import_id, kind, rows)
        self._count(kind, len(done.created))
        self.new += len(done.created)
        self.changed += len(done.changed)
        self.unchanged += len(rows) - len(done.created) - len(done.changed)
        return done

    def _count(self, kind: RecordKind, created: int) -> None:
        self._created[kind.subject] = self._created.get(kind.subject, 0) + created

    def _add_clients(self, rows: list[Row]) -> None:
        sellers = Register(self._tx, self._import_id, SELLER)
        codes = pa.array([row.pop("seller_code") for row in rows], pa.string())
        seller_ids = sellers.ids(codes).to_pylist()
        self._count(SELLER, len(sellers.created))
        by_code = {str(row.pop("code")): row for row in rows}
        self._state(CLIENT, by_code)
        owned = {code: key for code, key in zip(by_code, seller_ids, strict=True) if key}
        handed = owners.assign(self._tx, self._import_id, owned, self._since)
        self.months |= credit_again(self._tx, handed.touched)
        self.months |= months_of_clients(self._tx, handed.handed_over)

    def _add_products(self, rows: list[Row]) -> None:
        self._add_families(rows)
        families = FamilyRegister(self._tx, self._import_id, FAMILY)
        names = [row.pop("family_code") or row.get("family") for row in rows]
        family_ids = families.ids(pa.array(names, pa.string())).to_pylist()
        self._count(FAMILY, len(families.created))
        for row, family_id in zip(rows, family_ids, strict=True):
            row.pop("family")
            row["family_id"] = family_id
        done = self._state(PRODUCT, {str(row.pop("code")): row for row in rows})
        ids = records.ids_of(self._tx, PRODUCT, done.changed)
        self.months |= place_in_families_again(self._tx, ids.values())

    def _add_families(self, rows: list[Row]) -> None:
        """State names and parents of families; a parent comes before its children."""
        register = FamilyRegister(self._tx, self._import_id, FAMILY)
        parents = [row.pop("parent_family") for row in rows]
        parent_ids = register.ids(pa.array(parents, pa.string())).to_pylist()
        names = [row["family_code"] or row["family"] for row in rows]
        keys = register.ids(pa.array(names, pa.string())).to_pylist()
        self._count(FAMILY, len(register.created))
        tree = _Tree(self._tx)
        stated: dict[str, Row] = {}
        for row, key, parent_id in zip(rows, keys, parent_ids, strict=True):
            fields: Row = {"name": row["family"]} if row["family_code"] else {}
            if key and parent_id and tree.may_hang(key, parent_id):
                fields["parent_id"] = parent_id
            if key and fields:
                stated.setdefault(tree.code[key], fields)
        records.state(self._tx, self._import_id, FAMILY, stated)


def owned_since(tx: Session, declared: date | None) -> date | None:
    """From when a new owner is credited: the day the file declares, else after the last sale.

    History is not credited anew by a file that does not say when. None without any sale: the entry
    that holds is corrected.
    """
    if declared is not None:
        return declared
    return tx.execute(text("SELECT max(date) + 1 FROM sale_line")).scalar()


class _Tree:
    """The families as they hang together, so that no file can hang one below itself."""

    def __init__(self, tx: Session) -> None:
        self.code: dict[int, str] = {}
        self._parent: dict[int, int] = {}
        for key, code, parent in tx.execute(text("SELECT id, code, parent_id FROM product_family")):
            self.code[key] = code
            self._parent[key] = parent

    def may_hang(self, key: int, parent: int) -> bool:
        """Whether the parent is not below the family; if so, it is taken to hang there."""
        above: int | None = parent
        while above:
            if above == key:
                return False
            above = self._parent.get(above)
        self._parent[key] = parent
        return True


def _rows(table: pa.Table) -> Iterator[Row]:
    for row in table.drop_columns(["row"]).to_pylist():
        extra = json.loads(row.pop("extra") or "{}")
        row |= {EXTRA + name: value for name, value in extra.items()}
        if row.get("created_on"):
            row["created_on"] = row["created_on"].isoformat()
        yield row
