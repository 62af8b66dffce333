"""The mapping of a file: what each column means and how its cells are to be read.

The JSON form is what `crm import --mapping M.json` takes and what a `needs_mapping` answer gives:

    {"kind": "sales", "columns": {"Factura": "doc_no", "#3": "date"}, "sheet": null,
     "header_row": 4, "delimiter": ";", "encoding": "cp1252", "number_style": "1.234,56",
     "date_style": "dmy", "discount_style": "percent", "sign": "as_sent", "policy": "append",
     "source": "erp", "period_from": null, "period_to": null, "removal_confirmed": false}

Only `kind` and `columns` must be there; what is left out is detected. A column is named by its
header, or by its position from 1 as "#3" where headers are blank or repeated.
"""

import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from crm.intake.rules import (
    MEANINGS,
    REPEATABLE,
    REQUIRED,
    DateStyle,
    DiscountStyle,
    Kind,
    Meaning,
    NumberStyle,
    Policy,
    Sign,
)
from crm.kit.errors import Invalid

_Choice = TypeVar("_Choice", bound=StrEnum)
_POSITION = re.compile(r"#?(\d{1,4})")
DELIMITERS = {"tab": "\t", "\\t": "\t"}


class MappingRefused(Invalid):
    """A mapping that cannot be used: unknown word, missing or repeated column."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What each column means and how cells are read. None = detected when the file is read.

    `removal_confirmed` says that replacing the period may remove more than it would without asking.
    """

    kind: Kind
    columns: Dict[str, Meaning]
    sheet: str | None = None
    header_row: int | None = None
    delimiter: str | None = None
    encoding: str | None = None
    number_style: NumberStyle | None = None
    date_style: DateStyle | None = None
    discount_style: DiscountStyle | None = None
    sign: Sign = Sign.AS_SENT
    policy: Policy = Policy.APPEND
    source: str = "erp"
    period_from: date | None = None
    period_to: date | None = None
    removal_confirmed: bool = False

    def to_json(self) -> dict[str, Any]:
        """The form that `--mapping` takes, every member present."""
        return {
            "kind": str(self.kind),
            "columns": {name: str(meaning) for name, meaning in self.columns.items()},
            "sheet": self.sheet,
            "header_row": self.header_row,
            "delimiter": self.delimiter,
            "encoding": self.encoding,
            "number_style": _text(self.number_style),
            "date_style": _text(self.date_style),
            "discount_style": _text(self.discount_style),
            "sign": str(self.sign),
            "policy": str(self.policy),
            "source": self.source,
            "period_from": self.period_from.isoformat() if self.period_from else None,
            "period_to": self.period_to.isoformat() if self.period_to else None,
            "removal_confirmed": self.removal_confirmed,
        }

    @classmethod
    def from_json(cls, form: object) -> "Mapping":
        """The mapping that a JSON object states. Raises MappingRefused naming what is wrong."""
        if not isinstance(form, dict):
            raise MappingRefused("intake.mapping_not_an_object")
        unknown = sorted(set(form) - set(cls.__dataclass_fields__))
        if unknown:
            raise MappingRefused("intake.mapping_unknown_member", name=unknown[0])
        kind = _choice(Kind, "kind", form.get("kind"))
        if kind is None:
            raise MappingRefused("intake.mapping_no_kind")
        return cls(
            kind=kind,
            columns=_columns(kind, form.get("columns")),
            sheet=_words("sheet", form.get("sheet")),
            header_row=_row_number("header_row", form.get("header_row")),
            delimiter=_delimiter(form.get("delimiter")),
            encoding=_words("encoding", form.get("encoding")),
            number_style=_choice(NumberStyle, "number_style", form.get("number_style")),
            date_style=_choice(DateStyle, "date_style", form.get("date_style")),
            discount_style=_choice(DiscountStyle, "discount_style", form.get("discount_style")),
            sign=_choice(Sign, "sign", form.get("sign")) or Sign.AS_SENT,
            policy=_choice(Policy, "policy", form.get("policy")) or Policy.APPEND,
            source=_words("source", form.get("source")) or "erp",
            period_from=_day("period_from", form.get("period_from")),
            period_to=_day("period_to", form.get("period_to")),
            removal_confirmed=form.get("removal_confirmed") is True,
        )


def resolve(mapping: Mapping, headers: tuple[str, ...]) -> dict[Meaning, int]:
    """Position from 0 of the column of each meaning, `IGNORE` and `EXTRA` apart.

    Raises MappingRefused where a column is not in the file, a meaning is given twice, or a column
    that this kind of file needs is missing.
    """
    placed: dict[Meaning, int] = {}
    for name, meaning in mapping.columns.items():
        position = position_of(name, headers)
        if meaning in REPEATABLE:
            continue
        if meaning in placed:
            raise MappingRefused(
                "intake.mapping_meaning_twice",
                meaning=meaning,
                first=headers[placed[meaning]],
                second=headers[position],
            )
        placed[meaning] = position
    _require(mapping.kind, placed)
    return placed


def extra_columns(mapping: Mapping, headers: tuple[str, ...]) -> dict[str, int]:
    """Position from 0 of each column that is kept as it is, by its header."""
    kept: dict[str, int] = {}
    for name, meaning in mapping.columns.items():
        if meaning is Meaning.EXTRA:
            position = position_of(name, headers)
            header = headers[position] or f"#{position + 1}"
            kept[header if header not in kept else f"{header} #{position + 1}"] = position
    return kept


def position_of(name: str, headers: tuple[str, ...]) -> int:
    """Position from 0 of the column that a mapping calls `name` (a header, or "#3")."""
    if name in headers:
        return headers.index(name)
    folded = [" ".join(header.split()).casefold() for header in headers]
    wanted = " ".join(name.split()).casefold()
    if wanted in folded:
        return folded.index(wanted)
    by_number = _POSITION.fullmatch(name.strip())
    if by_number and 1 <= int(by_number[1]) <= len(headers):
        return int(by_number[1]) - 1
    found = ", ".join(header for header in headers if header)
    raise MappingRefused("intake.mapping_unknown_column", name=name, found=found[:300])


def column_name(position: int, headers: tuple[str, ...]) -> str:
    """How a mapping calls a column: its header, or "#3" where that is blank or repeated."""
    header = headers[position]
    if not header or headers.count(header) > 1 or _POSITION.fullmatch(header):
        return f"#{position + 1}"
    return header


def _require(kind: Kind, placed: Dict[Meaning, int]) -> None:
    for meaning in missing_meanings(kind, placed):
        raise MappingRefused("intake.mapping_missing_column", meaning=meaning, kind=kind)


def missing_meanings(kind: Kind, placed: Dict[Meaning, int]) -> tuple[Meaning, ...]:
    """What a file of this kind needs and has no column for, in the order of asking."""
    missing = [meaning for meaning in REQUIRED[kind] if meaning not in placed]
    priced = Meaning.QUANTITY in placed and Meaning.UNIT_PRICE in placed
    if kind is Kind.SALES and Meaning.AMOUNT not in placed and not priced:
        missing.append(Meaning.AMOUNT)
    return tuple(missing)


def _columns(kind: Kind, form: object) -> dict[str, Meaning]:
    if not isinstance(form, dict) or not form:
        raise MappingRefused("intake.mapping_no_columns")
    columns: dict[str, Meaning] = {}
    for name, word in form.items():
        meaning = _choice(Meaning, str(name), word)
        if meaning is None:
            continue
        if meaning not in MEANINGS[kind]:
            raise MappingRefused(
                "intake.mapping_wrong_meaning", column=str(name), meaning=meaning, kind=kind
            )
        columns[str(name)] = meaning
    return columns


def _choice(words: type[_Choice], name: str, value: object) -> _Choice | None:
    if value is None or value == "":
        return None
    try:
        return words(str(value))
    except ValueError:
        known = ", ".join(words)
        raise MappingRefused(
            "intake.mapping_unknown_word", name=name, value=str(value), known=known
        ) from None


def _words(name: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise MappingRefused("intake.mapping_not_text", name=name)
    return value


def _row_number(name: str, value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise MappingRefused("intake.mapping_not_a_row", name=name, value=str(value))
    return value


def _delimiter(value: object) -> str | None:
    words = _words("delimiter", value)
    if words is None:
        return None
    mark = DELIMITERS.get(words, words)
    if len(mark) != 1 or mark.isalnum() or mark in '"\r\n':
        raise MappingRefused("intake.mapping_bad_delimiter", value=words)
    return mark


def _day(name: str, value: object) -> date | None:
    words = _words(name, value)
    if words is None:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise MappingRefused("intake.mapping_bad_day", name=name, value=words) from None


def _text(word: StrEnum | None) -> str | None:
    return None if word is None else str(word)
