"""Rows that are no records: blank, titles, repeated headers, subtotals and totals."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.intake.reader.dates import date_of
from crm.intake.reader.numbers import number_of
from crm.intake.rules import LeftOut, LeftOutReason, Meaning, Sign
from crm.intake.validation.plan import Plan
from crm.intake.vocabulary import normalised

_TOTAL = re.compile(
    r"(?:sub ?total(?:es)?|(?:gran |grand )?total(?:es)?|totals|sumas?|suma y sigue|suma anterior"
    r"|acumulado|saldo|importe total|report total)\b"
)
_MAY_BE_TOTAL = re.compile(r"tot|sum|saldo|acum", re.IGNORECASE)
_GRAND = re.compile(r"\b(?:general|grand|gran|global|overall|informe|listado|report|empresa)\b")
_PLAIN = re.compile(r"(?:totales|total|totals|sumas?)")
_MEASURES = (Meaning.AMOUNT, Meaning.QUANTITY, Meaning.UNIT_PRICE, Meaning.COST)
_TOLERANCE = Decimal("0.01")


@dataclass(slots=True)
class ControlTotals:
    """The grand total that the file itself states.

    A row that calls itself grand total is it. A plain "Total" is it when nothing but totals
    follows, and it either equals the lines above it or is the only one.
    """

    amount: Decimal | None = None
    row: int | None = None
    was_plain: bool = False
    _plain: LeftOut | None = None
    _plain_equals: bool = False
    _plain_count: int = 0
    _last_line: int = 0

    def weigh(self, row: LeftOut, lines_above: Decimal) -> None:
        """Take note of a row that was left out, and of the sum of the lines above it."""
        if row.amount is None:
            return
        if row.reason is LeftOutReason.TOTAL:
            self.amount, self.row = row.amount, row.row
        elif _is_plain(row.label):
            self._plain = row
            self._plain_equals = abs(row.amount - lines_above) <= _TOLERANCE
            self._plain_count += 1

    def saw_line(self, row: int) -> None:
        """A line stands in this row: a plain total above it is a subtotal."""
        self._last_line = max(self._last_line, row)

    def close(self) -> None:
        """Nothing more comes: decide about the last plain total."""
        plain = self._plain
        if self.amount is not None or plain is None or plain.row < self._last_line:
            return
        if self._plain_equals or self._plain_count == 1:
            self.amount, self.row, self.was_plain = plain.amount, plain.row, True


def left_out_row(row: int, cells: list[str], plan: Plan) -> LeftOut | None:
    """Why a row of a sales file is no line; None if it must be taken for one."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return LeftOut(row, LeftOutReason.BLANK)
    if is_header(cells, plan):
        return LeftOut(row, LeftOutReason.HEADER)
    if _has_date(cells, plan):
        return None
    label = _total_label(filled)
    names = (_cell(cells, plan, name) for name in (Meaning.DOC_NO, Meaning.PRODUCT_CODE))
    if label is not None and all(name in ("", label) for name in names):
        reason = LeftOutReason.TOTAL if _is_grand(label) else LeftOutReason.SUBTOTAL
        figures = (_measure(cells, plan, m) for m in (Meaning.AMOUNT, Meaning.QUANTITY))
        return LeftOut(row, reason, label, *figures)
    if _cell(cells, plan, Meaning.DATE):
        return None
    return _unlabelled(row, filled, cells, plan)


def _total_label(filled: list[str]) -> str | None:
    if not _MAY_BE_TOTAL.search("\n".join(filled)):
        return None
    return next((cell for cell in filled if _TOTAL.match(normalised(cell))), None)


def _unlabelled(row: int, filled: list[str], cells: list[str], plan: Plan) -> LeftOut | None:
    """A row without date: a title if it has no figures, a subtotal if it is little but figures."""
    figures = [_measure(cells, plan, meaning) for meaning in _MEASURES]
    count = sum(figure is not None for figure in figures)
    if any("\n" in cell for cell in filled):
        # A quote that was opened in one row and closed in another: lines are in there.
        return None
    if not count:
        few = len(filled) <= max(2, len(plan.places) // 4)
        return LeftOut(row, LeftOutReason.TITLE, " ".join(filled)[:200]) if few else None
    names = (Meaning.DOC_NO, Meaning.PRODUCT_CODE, Meaning.PRODUCT_NAME, Meaning.CLIENT_CODE)
    if any(_cell(cells, plan, name) for name in names) or len(filled) > count + 1:
        return None
    label = next((cell for cell in filled if number_of(cell, plan.number_style) is None), "")
    return LeftOut(row, LeftOutReason.SUBTOTAL, label, figures[0], figures[1])


def left_out_record(row: int, cells: list[str], plan: Plan) -> LeftOut | None:
    """Why a row of a master file is no record; None if it must be taken for one."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return LeftOut(row, LeftOutReason.BLANK)
    if is_header(cells, plan):
        return LeftOut(row, LeftOutReason.HEADER)
    code, name = (_cell(cells, plan, meaning) for meaning in (Meaning.CODE, Meaning.NAME))
    label = _total_label(filled)
    if label is not None and len(filled) <= 2 and (code in ("", label)) and name in ("", label):
        return LeftOut(row, LeftOutReason.TOTAL, label)
    if len(filled) == 1 and len(plan.places) > 2 and code == "" and "\n" not in filled[0]:
        return LeftOut(row, LeftOutReason.TITLE, filled[0][:200])
    return None


def is_header(cells: list[str], plan: Plan) -> bool:
    """Whether the row repeats the header: as every page of a printed listing does."""
    key = plan.places[Meaning.DATE if Meaning.DATE in plan.places else Meaning.CODE]
    if normalised(cells[key]) != normalised(plan.headers[key]):
        return False
    pairs = [(cells[place], plan.headers[place]) for place in plan.places.values()]
    same = sum(bool(cell) and normalised(cell) == normalised(header) for cell, header in pairs)
    return same >= 2 and same * 2 > _count_filled(cell for cell, _ in pairs)


def _count_filled(cells: Iterable[str]) -> int:
    return sum(bool(cell) for cell in cells)


def _is_grand(label: str) -> bool:
    return bool(_GRAND.search(normalised(label)))


def _is_plain(label: str) -> bool:
    words = normalised(label)
    return not words or bool(_PLAIN.fullmatch(words))


def _has_date(cells: list[str], plan: Plan) -> bool:
    return isinstance(date_of(_cell(cells, plan, Meaning.DATE), plan.date_style), date)


def _cell(cells: list[str], plan: Plan, meaning: Meaning) -> str:
    place = plan.places.get(meaning)
    return "" if place is None else cells[place]


def _measure(cells: list[str], plan: Plan, meaning: Meaning) -> Decimal | None:
    cell = _cell(cells, plan, meaning)
    value = number_of(cell, plan.number_style) if cell else None
    if value is not None and plan.sign is Sign.INVERTED:
        return -value
    return value
