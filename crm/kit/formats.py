"""The only place where figures and dates become text. The shapes come from Babel (CLDR).

Numbers are written as in the company's region, words (months, units) in the reader's language.
Everything rounds half away from zero, the minus is "−", no figure is parted from its unit, and what
has no value reads "–".
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale as Region
from babel import UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern

from crm.kit.money import minor_digits, round_money
from crm.kit.periods import Month
from crm.kit.texts import Locale, text

NOTHING = "–"
MINUS = "−"
NO_BREAK = "\N{NO-BREAK SPACE}"
UP, DOWN = "▲", "▼"
MILLION = Decimal(1_000_000)
WHOLE_FROM = Decimal(10_000)
"""From this amount on, lists leave the cents out."""

_QUANTITY_DIGITS = 4
_USUAL_GROUPS = (3, 3)


@dataclass(frozen=True, slots=True)
class Formatter:
    """Writes figures and dates for one reader of one company.

    `region` says how numbers look (`es_ES` 1.234,50 €; `es_MX` $1,234.50), `language` is the
    reader's, `currency` the company's. Cheap to make and to call: the shapes are kept. Amounts,
    quantities and ratios may be None.
    """

    region: str = "es_ES"
    language: Locale = "es"
    currency: str = "EUR"

    def money(self, value: Decimal | None, digits: int | None = None) -> str:
        """An amount as in a line: with the currency's decimals, or so many. 2.345 -> 2,35 €."""
        if value is None:
            return NOTHING
        shape = _money_shape(self.region, self.currency)
        return shape.write(value, minor_digits(self.currency) if digits is None else digits)

    @property
    def currency_sign(self) -> str:
        """How the region writes the currency, for the head of a column of amounts. EUR -> €."""
        return get_currency_symbol(self.currency, locale=_region(self.region))

    def money_in_list(self, value: Decimal | None) -> str:
        """An amount as in a list: from 10 000 on without decimals. 12345.6 -> 12.346 €."""
        return self.money(value, 0 if value is not None and abs(value) >= WHOLE_FROM else None)

    def money_compact(self, value: Decimal | None) -> str:
        """An amount as in a card: whole units, from a million on in millions. -> 1,2 M€."""
        if value is None:
            return NOTHING
        if abs(round_money(value, 0)) < MILLION:
            return self.money(value, 0)
        return _millions_shape(self.region, self.currency).write(value / MILLION, 1)

    def number(self, value: Decimal | int | None, digits: int = 0) -> str:
        """A plain number with so many decimals. 1234567 -> 1.234.567."""
        return NOTHING if value is None else _plain_shape(self.region).write(Decimal(value), digits)

    def quantity(self, value: Decimal | int | None) -> str:
        """Units sold: as many decimals as it has, four at most. 12.50 -> 12,5."""
        if value is None:
            return NOTHING
        kept = round_money(Decimal(value), _QUANTITY_DIGITS).normalize().as_tuple().exponent
        return self.number(value, max(0, -int(kept)))

    def percent(self, ratio: Decimal | None, digits: int = 1) -> str:
        """A ratio as a percentage. 0.1234 -> 12,3 %."""
        if ratio is None:
            return NOTHING
        return _percent_shape(self.region).write(ratio * 100, digits)

    def attained(self, share: Decimal | None, digits: int = 1) -> str:
        """A share of a target as a percentage; what was missed never reads as reached.

        0.9996 -> 99,9 %; without decimals 99 %.
        """
        if share is None or share >= 1:
            return self.percent(share, digits)
        nearest = 1 - Decimal(1).scaleb(-2 - digits)
        return self.percent(min(share, nearest), digits)

    def signed_percent(self, ratio: Decimal | None, digits: int = 1) -> str:
        """A change as a percentage with its sign. 0.042 -> +4,2 %; -0.042 -> −4,2 %."""
        return _signed(ratio, lambda change: self.percent(change, digits))

    def signed_money(self, value: Decimal | None) -> str:
        """A difference of amounts with its sign, as in a list. 1200 -> +1.200,00 €."""
        return _signed(value, self.money_in_list)

    def points(self, difference: Decimal | None, digits: int = 1) -> str:
        """A difference between ratios, in percentage points. 0.012 -> +1,2 pp."""
        return _signed(difference, lambda change: self._in_points(change, digits))

    def delta(self, change: Decimal | None, digits: int = 1) -> str:
        """A change with its arrow, which is its sign. 0.042 -> ▲ 4,2 %; what rounds to 0 has none.

        The page says what it is compared with; see `signed_percent` for running text.
        """
        return _arrowed(change, lambda size: self.percent(size, digits))

    def delta_points(self, difference: Decimal | None, digits: int = 1) -> str:
        """A difference between ratios with its arrow. -0.009 -> ▼ 0,9 pp."""
        return _arrowed(difference, lambda size: self._in_points(size, digits))

    def delta_money(self, difference: Decimal | None) -> str:
        """A difference of amounts with its arrow, as in a card. -1200 -> ▼ 1.200 €."""
        return _arrowed(difference, self.money_compact)

    def date(self, day: dt.date | None) -> str:
        """A day. -> 12 mar 2026."""
        if day is None:
            return NOTHING
        return _unbroken(f"{day.day} {_month_names(self.language)[day.month]} {day.year}")

    def month(self, month: Month | None) -> str:
        """A month. -> mar 2026."""
        if month is None:
            return NOTHING
        return _unbroken(f"{_month_names(self.language)[month.number]} {month.year}")

    def month_name(self, month: Month) -> str:
        """A month without its year, as an axis writes it. -> mar."""
        return _month_names(self.language)[month.number]

    def month_title(self, month: Month) -> str:
        """A month as a heading writes it. -> marzo de 2026; March 2026."""
        return format_skeleton("yMMMM", month.first, locale=self.language)

    def date_time(self, instant: dt.datetime | None, zone: str) -> str:
        """An aware instant in the zone, by the minute. -> 12 mar 2026, 15:04."""
        if instant is None:
            return NOTHING
        local = instant.astimezone(ZoneInfo(zone))
        return f"{self.date(local.date())}, {local:%H:%M}"

    def _in_points(self, difference: Decimal | None, digits: int) -> str:
        if difference is None:
            return NOTHING
        written = self.number(difference * 100, digits)
        return _unbroken(text(self.language, "kit.points", value=written))


def knows_region(region: str) -> bool:
    """Whether numbers can be written as in this region, e.g. `es_ES`."""
    try:
        return Region.parse(region).territory is not None
    except (UnknownLocaleError, ValueError):
        return False


def decimal_mark(region: str) -> str:
    """What stands before the decimals in this region. `es_ES` -> `,`, `es_MX` -> `.`."""
    return _plain_shape(region).region.number_symbols["latn"]["decimal"]


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a region writes one kind of number: what stands around the digits, and their marks."""

    before: str
    after: str
    marks: dict[int, str]
    pattern: NumberPattern
    region: Region

    def write(self, value: Decimal, digits: int) -> str:
        rounded = round_money(value, digits)
        sign = MINUS if rounded < 0 else ""
        return f"{sign}{self.before}{self._digits(abs(rounded), digits)}{self.after}"

    def _digits(self, size: Decimal, digits: int) -> str:
        # Python's own grouping is ten times as quick as the pattern, and a page has thousands.
        if self.pattern.grouping == _USUAL_GROUPS:
            return f"{size:,.{digits}f}".translate(self.marks)
        return _pattern_with(self.pattern.pattern, digits).apply(size, self.region)


@lru_cache
def _plain_shape(region: str) -> _Shape:
    locale = _region(region)
    pattern = locale.decimal_formats[None]
    symbols = locale.number_symbols["latn"]
    marks = {ord(","): symbols["group"], ord("."): symbols["decimal"]}
    return _Shape("", "", marks, pattern, locale)


@lru_cache
def _percent_shape(region: str) -> _Shape:
    plain = _plain_shape(region)
    pattern = plain.region.percent_formats[None]
    before, after = pattern.prefix[0], pattern.suffix[0]
    return _Shape(_unbroken(before), _unbroken(after), plain.marks, plain.pattern, plain.region)


@lru_cache
def _money_shape(region: str, currency: str) -> _Shape:
    plain = _plain_shape(region)
    pattern = plain.region.currency_formats["standard"]
    symbol = get_currency_symbol(currency, locale=plain.region)
    before = pattern.prefix[0].replace("¤", symbol)
    after = pattern.suffix[0].replace("¤", symbol)
    if before[-1:].isalpha():
        before += NO_BREAK
    return _Shape(_unbroken(before), _unbroken(after), plain.marks, plain.pattern, plain.region)


@lru_cache
def _millions_shape(region: str, currency: str) -> _Shape:
    shape = _money_shape(region, currency)
    unit = shape.after.strip()
    after = f"{NO_BREAK}M{NO_BREAK if unit[:1].isalpha() else ''}{unit}"
    return _Shape(shape.before, after, shape.marks, shape.pattern, shape.region)


@lru_cache
def _pattern_with(pattern: str, digits: int) -> NumberPattern:
    whole = pattern.partition(".")[0]
    return parse_pattern(f"{whole}.{'0' * digits}" if digits else whole)


@lru_cache
def _region(region: str) -> Region:
    return Region.parse(region)


@lru_cache
def _month_names(language: Locale) -> dict[int, str]:
    return dict(_region(language).months["format"]["abbreviated"])


def _unbroken(written: str) -> str:
    return written.replace(" ", NO_BREAK)


def _signed(change: Decimal | None, write: Callable[[Decimal], str]) -> str:
    if change is None:
        return NOTHING
    written = write(change)
    return f"+{written}" if change > 0 and _has_size(written) else written


def _arrowed(change: Decimal | None, write: Callable[[Decimal], str]) -> str:
    if change is None:
        return NOTHING
    written = write(abs(change))
    if not _has_size(written):
        return written
    return f"{UP if change > 0 else DOWN}{NO_BREAK}{written}"


def _has_size(written: str) -> bool:
    """Whether anything is left after rounding: an arrow or a plus before 0,0 would be a lie."""
    return any(digit in written for digit in "123456789")
