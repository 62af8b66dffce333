"""Numbers written as text: in which style, and their exact value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import pyarrow as pa

from crm.intake.reader.arrow import pc
from crm.intake.rules import NumberStyle

EXACT = pa.decimal128(28, 10)
MONEY = pa.decimal128(16, 4)
LIMIT = Decimal("999999999999.99995")
_STEP = Decimal("1e-10")
_CURRENCY = re.compile(r"^(?:[€$£¥]|[A-Za-z]{3}\b|US\$)\s*|\s*(?:[€$£¥]|\b[A-Za-z]{3})$")
_SPACES = re.compile(r"[\s  '’`]")
_PLAIN = {
    NumberStyle.POINT: r"^-?\d{1,11}(\.\d{1,10})?$",
    NumberStyle.COMMA: r"^-?\d{1,11}(,\d{1,10})?$",
}
_GROUPED = {
    NumberStyle.POINT: r"^-?\d{1,3}(,\d{3}){1,2}(\.\d{1,10})?$",
    NumberStyle.COMMA: r"^-?\d{1,3}(\.\d{3}){1,2}(,\d{1,10})?$",
}
_ANY = {
    NumberStyle.POINT: re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+", re.ASCII),
    NumberStyle.COMMA: re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d*)?|,\d+", re.ASCII),
}
_DIGITS = re.compile(r"\d[\d.,]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A column of numbers. `values` is decimal128(28, 10), null where blank or not read.

    `bad` marks cells with something that is no number, `large` numbers of 13 whole digits or more.
    """

    values: pa.Array
    bad: pa.BooleanArray
    large: pa.BooleanArray


@dataclass(frozen=True, slots=True)
class NumberEvidence:
    """How many cells only read in one style, with an example of each."""

    point: int = 0
    comma: int = 0
    point_example: str = ""
    comma_example: str = ""
    either_example: str = ""

    @property
    def style(self) -> NumberStyle | None:
        """The style that the cells prove; None where none does, or both do."""
        if self.point and self.comma:
            few, many = sorted((self.point, self.comma))
            if few * 50 > many:
                return None
        if self.comma or self.point:
            return NumberStyle.COMMA if self.comma > self.point else NumberStyle.POINT
        return None if self.either_example else NumberStyle.POINT


def number_evidence(cells: Iterable[str]) -> NumberEvidence:
    """What text cells of number columns say about their style."""
    counts = {NumberStyle.POINT: 0, NumberStyle.COMMA: 0}
    examples = dict.fromkeys(counts, "")
    either = ""
    for cell in cells:
        bare = _bare(cell)[1]
        if not _DIGITS.fullmatch(bare) or not ("." in bare or "," in bare):
            continue
        reads = [style for style in counts if _ANY[style].fullmatch(bare)]
        if len(reads) == 1:
            counts[reads[0]] += 1
            examples[reads[0]] = examples[reads[0]] or cell
        elif reads:
            either = either or cell
    return NumberEvidence(
        counts[NumberStyle.POINT],
        counts[NumberStyle.COMMA],
        examples[NumberStyle.POINT],
        examples[NumberStyle.COMMA],
        either,
    )


def number_of(text: str, style: NumberStyle) -> Decimal | None:
    """The exact value of a number as people write it; None where it is none.

    Reads 1-, (1), -1, currency marks, apostrophes and spaces between thousands, and a final %
    (which changes nothing: 5% -> 5). Example: "1.234,50-" in `COMMA` -> -1234.50.
    """
    negative, bare = _bare(text)
    if not _ANY[style].fullmatch(bare):
        return None
    thousands, point = (",", ".") if style is NumberStyle.POINT else (".", ",")
    value = Decimal(bare.replace(thousands, "").replace(point, "."))
    return -value if negative else value


def looks_numeric(text: str) -> bool:
    """Whether a cell reads as a number in some style."""
    return any(number_of(text, style) is not None for style in NumberStyle)


def number_column(
    texts: pa.StringArray, native: pa.BooleanArray | None, style: NumberStyle
) -> NumberColumn:
    """Read a column of trimmed cells; `native` cells are numbers of the spreadsheet itself."""
    if native is None:
        return _read(texts, style)
    if style is NumberStyle.POINT or pc.all(native).as_py():
        return _read(texts, NumberStyle.POINT)
    own, written = _read(texts, NumberStyle.POINT), _read(texts, style)
    return NumberColumn(
        pc.if_else(native, own.values, written.values),
        pc.if_else(native, own.bad, written.bad),
        pc.if_else(native, own.large, written.large),
    )


def is_too_large(value: Decimal) -> bool:
    """Whether a number has more than 12 whole digits once it is rounded to four decimals."""
    return abs(value) >= LIMIT


def to_money(values: pa.Array) -> pa.Array:
    """Exact decimals at four places, as stored; half away from zero."""
    return pc.round(values, ndigits=4, round_mode="half_towards_infinity").cast(MONEY)


def _read(texts: pa.StringArray, style: NumberStyle) -> NumberColumn:
    """Each distinct cell is read once: amounts repeat, quantities and prices much more."""
    encoded = texts.dictionary_encode()
    words = encoded.dictionary
    plain = pc.match_substring_regex(words, _PLAIN[style])
    grouped = pc.match_substring_regex(words, _GROUPED[style])
    thousands, point = (",", ".") if style is NumberStyle.POINT else (".", ",")
    simple = words
    if pc.any(grouped).as_py():
        simple = pc.if_else(grouped, pc.replace_substring(words, thousands, ""), simple)
    if point == ",":
        simple = pc.replace_substring(simple, ",", ".")
    easy = pc.or_(plain, grouped)
    values = pc.if_else(easy, simple, None).cast(EXACT)
    bad = large = pa.nulls(len(words), pa.bool_()).fill_null(False)  # noqa: FBT003
    if not pc.all(easy).as_py():
        values, bad, large = _read_odd(words, easy, values, style)
    return NumberColumn(
        values.take(encoded.indices), bad.take(encoded.indices), large.take(encoded.indices)
    )


def _read_odd(
    words: pa.StringArray, easy: pa.BooleanArray, values: pa.Array, style: NumberStyle
) -> tuple[pa.Array, pa.BooleanArray, pa.BooleanArray]:
    odd: list[Decimal | None] = [None] * len(words)
    bad, large = [False] * len(words), [False] * len(words)
    for place in pc.indices_nonzero(pc.invert(easy)).to_pylist():
        word = words[place].as_py()
        if not word:
            continue
        value = _number_or_exponent(word, style)
        if value is None:
            bad[place] = True
        elif is_too_large(value):
            large[place] = True
        else:
            odd[place] = value.quantize(_STEP, ROUND_HALF_UP)
    merged = pc.coalesce(values, pa.array(odd, EXACT))
    return merged, pa.array(bad, pa.bool_()), pa.array(large, pa.bool_())


def _number_or_exponent(word: str, style: NumberStyle) -> Decimal | None:
    value = number_of(word, style)
    if value is None and re.fullmatch(r"-?\d(?:\.\d+)?[eE][+-]?\d{1,3}", word, re.ASCII):
        try:
            value = Decimal(word)
        except InvalidOperation:
            return None
    return value


def _bare(text: str) -> tuple[bool, str]:
    """Whether a number is negative, and its digits without sign, currency and spaces.

    Two signs are no number: nothing is left of it.
    """
    bare = text.strip().replace("\u2212", "-").replace("\u2013", "-")
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        negative, bare = True, bare[1:-1].strip()
    bare, minus = _without_sign(bare)
    bare = _CURRENCY.sub("", bare.removesuffix("%").strip(), count=2)
    bare, inner_minus = _without_sign(bare)
    if negative + minus + inner_minus > 1:
        return False, ""
    return negative or minus or inner_minus, _SPACES.sub("", bare)


def _without_sign(bare: str) -> tuple[str, bool]:
    if bare.startswith("-"):
        return bare[1:].strip(), True
    if bare.endswith("-"):
        return bare[:-1].strip(), True
    return bare.removeprefix("+").strip(), False
