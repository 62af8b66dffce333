"""What a file may hold and how it is to be read: the words of the intake."""

import hashlib
import json
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What the rows of a file are."""

    SALES = "sales"
    CLIENTS = "clients"
    PRODUCTS = "products"
    SELLERS = "sellers"


class Meaning(StrEnum):
    """What a column says. Which meanings a kind of file knows is in `MEANINGS`."""

    IGNORE = "ignore"
    EXTRA = "extra"
    DOC_TYPE = "doc_type"
    SERIES = "series"
    DOC_NO = "doc_no"
    LINE_NO = "line_no"
    DATE = "date"
    CLIENT_CODE = "client_code"
    CLIENT_NAME = "client_name"
    CLIENT_TAX_ID = "client_tax_id"
    CLIENT_CITY = "client_city"
    CLIENT_REGION = "client_region"
    PRODUCT_CODE = "product_code"
    PRODUCT_NAME = "product_name"
    FAMILY = "family"
    SELLER_CODE = "seller_code"
    SELLER_NAME = "seller_name"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    DISCOUNT = "discount"
    AMOUNT = "amount"
    COST = "cost"
    CURRENCY = "currency"
    CODE = "code"
    NAME = "name"
    TAX_ID = "tax_id"
    CONTACT = "contact"
    POSITION = "position"
    ADDRESS = "address"
    CITY = "city"
    REGION = "region"
    POSTAL_CODE = "postal_code"
    COUNTRY = "country"
    PHONE = "phone"
    EMAIL = "email"
    SEGMENT = "segment"
    CREATED_ON = "created_on"
    FAMILY_CODE = "family_code"
    PARENT_FAMILY = "parent_family"
    UNIT = "unit"
    MANAGER_CODE = "manager_code"


_M = Meaning
_ALWAYS = (_M.IGNORE, _M.EXTRA)

MEANINGS: Dict[Kind, tuple[Meaning, ...]] = {
    Kind.SALES: (
        _M.DOC_TYPE, _M.SERIES, _M.DOC_NO, _M.LINE_NO, _M.DATE, _M.CLIENT_CODE, _M.CLIENT_NAME,
        _M.CLIENT_TAX_ID, _M.CLIENT_CITY, _M.CLIENT_REGION, _M.PRODUCT_CODE, _M.PRODUCT_NAME,
        _M.FAMILY, _M.SELLER_CODE, _M.SELLER_NAME, _M.QUANTITY, _M.UNIT_PRICE, _M.DISCOUNT,
        _M.AMOUNT, _M.COST, _M.CURRENCY, *_ALWAYS,
    ),
    Kind.CLIENTS: (
        _M.CODE, _M.NAME, _M.TAX_ID, _M.CONTACT, _M.POSITION, _M.ADDRESS, _M.CITY, _M.REGION,
        _M.POSTAL_CODE, _M.COUNTRY, _M.PHONE, _M.EMAIL, _M.SEGMENT, _M.SELLER_CODE,
        _M.CREATED_ON, *_ALWAYS,
    ),
    Kind.PRODUCTS: (
        _M.CODE, _M.NAME, _M.FAMILY_CODE, _M.FAMILY, _M.PARENT_FAMILY, _M.UNIT, *_ALWAYS,
    ),
    Kind.SELLERS: (
        _M.CODE, _M.NAME, _M.POSITION, _M.MANAGER_CODE, _M.EMAIL, *_ALWAYS,
    ),
}  # fmt: skip
"""The meanings that a column may have in each kind of file, in the order of the screen."""

REQUIRED: Dict[Kind, tuple[Meaning, ...]] = {
    Kind.SALES: (_M.DOC_NO, _M.DATE, _M.CLIENT_CODE),
    Kind.CLIENTS: (_M.CODE, _M.NAME),
    Kind.PRODUCTS: (_M.CODE, _M.NAME),
    Kind.SELLERS: (_M.CODE, _M.NAME),
}
"""Columns without which a file cannot be read. Sales also need an amount, or quantity and price."""

NUMBERS = frozenset({_M.QUANTITY, _M.UNIT_PRICE, _M.DISCOUNT, _M.AMOUNT, _M.COST})
DATES = frozenset({_M.DATE, _M.CREATED_ON})
REPEATABLE = frozenset(_ALWAYS)


class Policy(StrEnum):
    """What a file does to the lines that are stored already.

    `APPEND`: a key that exists with other content is replaced. `REPLACE_PERIOD`: besides, lines of
    the file's period that are not in the file are cancelled.
    """

    APPEND = "append"
    REPLACE_PERIOD = "replace_period"


class Outcome(StrEnum):
    """How an import ended."""

    LOADED = "loaded"
    LOADED_WITH_REJECTS = "loaded_with_rejects"
    NEEDS_MAPPING = "needs_mapping"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


class NumberStyle(StrEnum):
    """How numbers written as text are read; the value is how the file would write 1234.56."""

    POINT = "1,234.56"
    COMMA = "1.234,56"


class DateStyle(StrEnum):
    """The order of a date's parts. `NATIVE` = a spreadsheet's own dates, `COMPACT` = 19970115."""

    NATIVE = "native"
    ISO = "iso"
    DMY = "dmy"
    MDY = "mdy"
    COMPACT = "ymd"


class DiscountStyle(StrEnum):
    """What a discount of a line says: 0.05 of it, 5 per cent of it, or an amount of money."""

    RATIO = "ratio"
    PERCENT = "percent"
    AMOUNT = "amount"


class Sign(StrEnum):
    """What the sign of a line means.

    `AS_SENT`: returns are negative. `INVERTED`: sales are negative (an accounting export).
    `BY_DOC_TYPE`: every line is positive and the document's type tells a credit note.
    """

    AS_SENT = "as_sent"
    INVERTED = "inverted"
    BY_DOC_TYPE = "by_doc_type"


class RefusalCode(StrEnum):
    """Why one row was not taken. The text is `intake.refusal_<code>`."""

    MISSING = "missing"
    BAD_DATE = "bad_date"
    IMPOSSIBLE_DATE = "impossible_date"
    FUTURE_DATE = "future_date"
    BAD_NUMBER = "bad_number"
    NUMBER_TOO_LARGE = "number_too_large"
    NO_AMOUNT = "no_amount"
    BAD_LINE_NO = "bad_line_no"
    REPEATED = "repeated"
    TOO_LONG = "too_long"
    RAGGED = "ragged"


class LeftOutReason(StrEnum):
    """Why a row below the header is no record, and no fault either."""

    BLANK = "blank"
    HEADER = "header"
    TITLE = "title"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken, so that the person who sent it can mend it.

    `row` counts as a spreadsheet shows the file, from 1; `data_row` counts below the header, from
    1. `column` is the header's text (empty when the whole row is meant), `value` the cell as sent;
    `cells` is the whole row as sent, by header.
    """

    row: int
    data_row: int
    column: str
    value: str
    code: RefusalCode
    params: Dict[str, str | int] = field(default_factory=dict)
    cells: Dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Key of the sentence in the catalogue."""
        return f"intake.refusal_{self.code}"

    @property
    def text_params(self) -> dict[str, str | int]:
        """Everything the sentence may name."""
        return {"row": self.row, "column": self.column, "value": self.value, **self.params}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no record: blank, title, repeated header, subtotal or total.

    `amount` and `quantity` are what a subtotal or total states, None where it states none.
    """

    row: int
    reason: LeftOutReason
    label: str = ""
    amount: Decimal | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """Something odd that refuses nothing; text `intake.read_<code>`, `count` rows, first `row`."""

    code: str
    count: int
    row: int

    @property
    def key(self) -> str:
        """Key of the sentence in the catalogue."""
        return f"intake.read_{self.code}"


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What reading a file gave. accepted + refused + left_out = lines_read, always.

    `total_amount` and `total_quantity` sum the accepted lines (zero for master files, and
    quantities that are not given count as none). `refused_amount` sums the refused lines whose
    amount can be read. `control_total` is what the file's own grand total says; it agrees when it
    differs from the accepted lines by at most 0.01. `read_agrees` compares it with accepted and
    refused lines together.
    """

    kind: Kind
    lines_read: int
    accepted: int
    refused: int
    left_out: int
    total_amount: Decimal
    total_quantity: Decimal
    refused_amount: Decimal
    date_from: date | None
    date_to: date | None
    control_total: Decimal | None
    control_row: int | None
    control_agrees: bool | None
    read_agrees: bool | None
    left_out_by_reason: Dict[LeftOutReason, int]
    warnings: tuple[ReadWarning, ...]


def finished_period(end: date | None, today: date) -> date | None:
    """The end of a declared period that was over on the day its file came; None for any other.

    A file that is sent every night for the whole running month says nothing of the days to come.
    """
    return end if end is not None and end <= today else None


def layout_fingerprint(kind: Kind, headers: Iterable[str]) -> str:
    """The layout of a file in 64 hexadecimal digits: same kind and same headers, same layout."""
    known = json.dumps([kind, *headers], ensure_ascii=False)
    return hashlib.sha256(known.encode()).hexdigest()
