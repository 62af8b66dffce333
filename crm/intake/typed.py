"""Typed rows: what reading hands to loading.

A `TypedBlock` carries the accepted rows of one stretch of a file as a pyarrow table in the schema
of its kind. Every column of the schema is always there, null where the file says nothing. Texts
are trimmed and never empty (blank = null); codes keep leading zeros; amounts are exact decimals.
"""

from dataclasses import dataclass

import pyarrow as pa

from crm.intake.rules import Kind, LeftOut, Refusal

MONEY = pa.decimal128(16, 4)
TEXT = pa.string()

SALES_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int32(), nullable=False),
        pa.field("doc_type", TEXT),
        pa.field("series", TEXT),
        pa.field("doc_no", TEXT, nullable=False),
        pa.field("line_no", pa.int32(), nullable=False),
        pa.field("date", pa.date32(), nullable=False),
        pa.field("client_code", TEXT, nullable=False),
        pa.field("client_name", TEXT),
        pa.field("client_tax_id", TEXT),
        pa.field("client_city", TEXT),
        pa.field("client_region", TEXT),
        pa.field("product_code", TEXT),
        pa.field("product_name", TEXT),
        pa.field("family", TEXT),
        pa.field("seller_code", TEXT),
        pa.field("seller_name", TEXT),
        pa.field("quantity", MONEY),
        pa.field("unit_price", MONEY),
        pa.field("amount", MONEY, nullable=False),
        pa.field("cost", MONEY),
        pa.field("currency", TEXT),
    ]
)
"""One row per accepted sale line. `line_no` is the file's, else counted within the document
(series + doc_type + doc_no) from 1; `amount` is net and signed: a return is negative."""

CLIENTS_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int32(), nullable=False),
        pa.field("code", TEXT, nullable=False),
        *(
            pa.field(name, TEXT)
            for name in (
                "name",
                "tax_id",
                "contact",
                "position",
                "address",
                "city",
                "region",
                "postal_code",
                "country",
                "phone",
                "email",
                "segment",
                "seller_code",
            )
        ),
        pa.field("created_on", pa.date32()),
        pa.field("extra", TEXT),
    ]
)
"""One row per client code. `extra` is a JSON object of the other columns by header, or null."""

PRODUCTS_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int32(), nullable=False),
        pa.field("code", TEXT, nullable=False),
        *(
            pa.field(name, TEXT)
            for name in ("name", "family_code", "family", "parent_family", "unit", "extra")
        ),
    ]
)
"""One row per product code; `family` is the family's name, `parent_family` names its parent."""

SELLERS_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int32(), nullable=False),
        pa.field("code", TEXT, nullable=False),
        *(pa.field(name, TEXT) for name in ("name", "position", "manager_code", "email", "extra")),
    ]
)
"""One row per salesperson's code."""

SCHEMA_BY_KIND: dict[Kind, pa.Schema] = {
    Kind.SALES: SALES_SCHEMA,
    Kind.CLIENTS: CLIENTS_SCHEMA,
    Kind.PRODUCTS: PRODUCTS_SCHEMA,
    Kind.SELLERS: SELLERS_SCHEMA,
}


@dataclass(frozen=True, slots=True)
class TypedBlock:
    """One stretch of a file, in the file's order: its accepted rows, and the others.

    `table` has the schema of `SCHEMA_BY_KIND[kind]`. accepted + refused + left out = rows_read.
    `done` of `total` says how far: bytes of a text file, rows of a spreadsheet.
    """

    kind: Kind
    table: pa.Table
    refusals: tuple[Refusal, ...]
    left_out: tuple[LeftOut, ...]
    rows_read: int
    done: int
    total: int
