"""Sale lines: from a block of text cells to typed columns, exact to the last decimal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from crm.intake.reader.arrow import pc
from crm.intake.reader.blocks import TextBlock
from crm.intake.reader.dates import DateColumn, date_column
from crm.intake.reader.numbers import EXACT, NumberColumn, is_too_large, number_column, to_money
from crm.intake.rules import (
    DiscountStyle,
    Kind,
    LeftOut,
    Meaning,
    Refusal,
    RefusalCode,
    Sign,
)
from crm.intake.typed import SALES_SCHEMA, TypedBlock
from crm.intake.validation.odd_rows import ControlTotals, left_out_row
from crm.intake.validation.plan import Plan, rows_at, trimmed_cells
from crm.intake.validation.repeats import LineNumbers, Repeats, joined

_TEXTS = tuple(
    Meaning(name) for name in SALES_SCHEMA.names if SALES_SCHEMA.field(name).type == pa.string()
)
_NUMBERS = (Meaning.QUANTITY, Meaning.UNIT_PRICE, Meaning.DISCOUNT, Meaning.AMOUNT, Meaning.COST)
_KEY = (Meaning.DOC_TYPE, Meaning.SERIES, Meaning.DOC_NO)
_CODES = (*_KEY, Meaning.CLIENT_CODE, Meaning.PRODUCT_CODE, Meaning.SELLER_CODE)
_LONGEST_CODE = 80
_ZERO = Decimal(0)
_CENT = Decimal("0.01")
_CREDIT_NOTE = (
    r"(?i)^\W*(?:abono|ab\b|devol|dev\b|rectif|nota (?:de )?cr|nc\b|cn\b|credit|cr\b"
    r"|return|refund|r$)"
)


Texts = dict[Meaning, pa.StringArray]
Numbers = dict[Meaning, NumberColumn]


class Cells(NamedTuple):
    """The columns of a block, read: blank and unreadable cells are null."""

    texts: dict[Meaning, pa.StringArray]
    numbers: dict[Meaning, NumberColumn]
    dates: DateColumn
    line_no: pa.Array | None
    amount: pa.Array
    good: pa.BooleanArray


class SalesValidator:
    """Reads the blocks of one sales file in order, and remembers what spans them."""

    def __init__(self, plan: Plan) -> None:
        self.control = ControlTotals()
        self.refused_amount = _ZERO
        self.odd_amounts = 0
        self.first_odd_amount = 0
        self._plan = plan
        self._repeats = Repeats()
        self._line_numbers = LineNumbers()
        self._lines_above = _ZERO

    def typed(self, block: TextBlock) -> TypedBlock:
        """The typed rows of a block, its refusals and the rows that are no lines."""
        plan = self._plan
        cells = _read_cells(block, plan)
        refusals, left_out = self._sort_out(block, cells)
        good = cells.good
        line_no = cells.line_no
        if line_no is None:
            line_no = self._count_lines(block, cells, left_out)
            refusals = [_with_line_no(refusal, line_no, block.first_row) for refusal in refusals]
        else:
            good, repeated = self._without_repeats(block, cells, line_no)
            refusals = sorted([*refusals, *repeated], key=lambda refusal: refusal.row)
        table = _table(block, cells, line_no, good)
        self._compare_amounts(table, cells, good)
        return TypedBlock(
            Kind.SALES, table, tuple(refusals), tuple(left_out), block.height, block.done, 0
        )

    def _sort_out(self, block: TextBlock, cells: Cells) -> tuple[list[Refusal], list[LeftOut]]:
        """Say of each row that is no good line what it is, in the file's order."""
        places = pc.indices_nonzero(pc.invert(cells.good))
        refusals: list[Refusal] = []
        left_out: list[LeftOut] = []
        start = 0
        for place, row_cells in zip(places.to_pylist(), rows_at(block, places), strict=True):
            row = block.first_row + place
            self._lines_above += _sum(cells.amount.slice(start, place - start))
            start = place + 1
            odd = None if place in block.too_wide else left_out_row(row, row_cells, self._plan)
            if odd is None:
                refusals.append(self._refusal(row, row_cells, cells, place, block))
                self._add_refused(cells.amount[place].as_py())
                self.control.saw_line(row)
            else:
                left_out.append(odd)
                self.control.weigh(odd, self._lines_above)
        self._lines_above += _sum(cells.amount.slice(start))
        lines = pc.indices_nonzero(cells.good)
        if len(lines):
            self.control.saw_line(block.first_row + lines[-1].as_py())
        return refusals, left_out

    def _add_refused(self, amount: Decimal | None) -> None:
        self.refused_amount += amount or _ZERO
        self._lines_above += amount or _ZERO

    def _refusal(
        self, row: int, row_cells: list[str], cells: Cells, place: int, block: TextBlock
    ) -> Refusal:
        plan = self._plan
        if place in block.too_wide:
            return plan.refusal(row, row_cells, RefusalCode.RAGGED, None)
        code, meaning = next(_faults(plan, row_cells, cells, place))
        return plan.refusal(row, row_cells, code, meaning)

    def _count_lines(self, block: TextBlock, cells: Cells, left_out: list[LeftOut]) -> pa.Array:
        """Refused lines are counted too: mended and sent again, the others keep their numbers."""
        is_line = np.ones(block.height, np.bool_)
        is_line[[odd.row - block.first_row for odd in left_out]] = False
        documents = joined([cells.texts[m] for m in _KEY if m in cells.texts])
        numbers = np.zeros(block.height, np.int32)
        numbers[is_line] = self._line_numbers.number(documents.filter(pa.array(is_line)))
        return pa.array(numbers)

    def _without_repeats(
        self, block: TextBlock, cells: Cells, line_no: pa.Array
    ) -> tuple[pa.BooleanArray, list[Refusal]]:
        documents = joined([cells.texts[m] for m in _KEY if m in cells.texts])
        numbers = line_no.cast(pa.int64())
        lines = pc.indices_nonzero(cells.good)
        if len(lines) < block.height:
            documents, numbers = documents.take(lines), numbers.take(lines)
        repeated = self._repeats.find(documents, numbers.to_numpy())
        if not repeated.any():
            return cells.good, []
        places = lines.filter(pa.array(repeated))
        refusals = [
            self._plan.refusal(
                block.first_row + place, row_cells, RefusalCode.REPEATED, Meaning.DOC_NO
            )
            for place, row_cells in zip(places.to_pylist(), rows_at(block, places), strict=True)
        ]
        self.refused_amount += _sum(cells.amount.take(places))
        good = cells.good.to_numpy(zero_copy_only=False).copy()
        good[places.to_numpy()] = False
        return pa.array(good), refusals

    def _compare_amounts(self, table: pa.Table, cells: Cells, good: pa.BooleanArray) -> None:
        """Count the lines whose amount is not quantity x price - discount, where all are given."""
        parts = (Meaning.AMOUNT, Meaning.QUANTITY, Meaning.UNIT_PRICE, Meaning.DISCOUNT)
        style = self._plan.discount_style
        if style is None or self._plan.sign is not Sign.AS_SENT:
            return
        if any(part not in cells.numbers for part in parts):
            return
        # Binary floats are enough here: no figure comes of it, only whether a cent is missing.
        amount, quantity, price, discount = (
            cells.numbers[part]
            .values.filter(good)
            .cast(pa.float64())
            .to_numpy(zero_copy_only=False)
            for part in parts
        )
        discount = np.nan_to_num(discount)
        if style is DiscountStyle.AMOUNT:
            expected = quantity * price - discount
        else:
            share = discount if style is DiscountStyle.RATIO else discount / 100
            expected = quantity * price * (1 - share)
        odd = np.flatnonzero(np.abs(amount - expected) > 0.0100001)
        if len(odd):
            self.odd_amounts += len(odd)
            self.first_odd_amount = self.first_odd_amount or table["row"][int(odd[0])].as_py()


def _read_cells(block: TextBlock, plan: Plan) -> Cells:
    trimmed = {meaning: trimmed_cells(block, place) for meaning, place in plan.places.items()}
    texts = {
        meaning: pc.if_else(pc.equal(trimmed[meaning], ""), None, trimmed[meaning])
        for meaning in _TEXTS
        if meaning in trimmed
    }
    numbers = {
        meaning: number_column(
            trimmed[meaning], block.native[plan.places[meaning]], plan.number_style
        )
        for meaning in _NUMBERS
        if meaning in trimmed
    }
    place = plan.places[Meaning.DATE]
    dates = date_column(trimmed[Meaning.DATE], block.native[place], plan.date_style, plan.today)
    line_no = _line_numbers(trimmed.get(Meaning.LINE_NO))
    numbers = _signed(numbers, texts, plan.sign)
    amount = _amounts(numbers, plan.discount_style or DiscountStyle.PERCENT, block.height)
    required = [dates.values, amount, texts[Meaning.DOC_NO], texts[Meaning.CLIENT_CODE]]
    good = _good_rows(block, texts, numbers, required if line_no is None else [*required, line_no])
    return Cells(texts, numbers, dates, line_no, amount, good)


def _good_rows(
    block: TextBlock, texts: Texts, numbers: Numbers, required: list[pa.Array]
) -> pa.BooleanArray:
    """The rows in which every needed column is read and no column holds a fault."""
    good = required[0].is_valid()
    for column in required[1:]:
        if column.null_count:
            good = pc.and_(good, column.is_valid())
    faults = [fault for column in numbers.values() for fault in (column.bad, column.large)]
    faults += [pc.greater(pc.utf8_length(texts[m]), _LONGEST_CODE) for m in _CODES if m in texts]
    for fault in faults:
        if pc.any(fault).as_py():
            good = pc.and_(good, pc.invert(pc.fill_null(fault, fill_value=False)))
    if block.too_wide:
        even = np.ones(block.height, np.bool_)
        even[list(block.too_wide)] = False
        good = pc.and_(good, pa.array(even))
    return good


def _line_numbers(cells: pa.StringArray | None) -> pa.Array | None:
    """Whole numbers of up to nine digits; null for anything else."""
    if cells is None:
        return None
    whole = pc.match_substring_regex(cells, r"^\d{1,9}$")
    return pc.if_else(whole, cells, None).cast(pa.int32())


def _signed(
    numbers: dict[Meaning, NumberColumn], texts: dict[Meaning, pa.StringArray], sign: Sign
) -> dict[Meaning, NumberColumn]:
    if sign is Sign.AS_SENT:
        return numbers
    signed = dict(numbers)
    for meaning in (Meaning.AMOUNT, Meaning.QUANTITY, Meaning.COST):
        if meaning not in numbers:
            continue
        column = numbers[meaning]
        turned = pc.negate(column.values)
        if sign is Sign.BY_DOC_TYPE and Meaning.DOC_TYPE in texts:
            credit = pc.match_substring_regex(
                pc.fill_null(texts[Meaning.DOC_TYPE], ""), _CREDIT_NOTE
            )
            positive = pc.greater(column.values, pa.scalar(_ZERO, EXACT))
            turned = pc.if_else(pc.and_(credit, positive), turned, column.values)
        elif sign is Sign.BY_DOC_TYPE:
            turned = column.values
        signed[meaning] = NumberColumn(turned, column.bad, column.large)
    return signed


def _amounts(numbers: Numbers, style: DiscountStyle, height: int) -> pa.Array:
    """The net amount as sent; where a row gives none, quantity x price - discount."""
    sent = numbers.get(Meaning.AMOUNT)
    priced = Meaning.QUANTITY in numbers and Meaning.UNIT_PRICE in numbers
    if sent is None:
        missing = pa.array(np.arange(height))
        amounts: list[Decimal | None] = [None] * height
    else:
        unsaid = pc.invert(pc.or_(sent.values.is_valid(), pc.or_(sent.bad, sent.large)))
        missing = pc.indices_nonzero(unsaid)
        if not priced or not len(missing):
            return to_money(sent.values)
        amounts = to_money(sent.values).to_pylist()
    for place, amount in zip(missing.to_pylist(), _computed(numbers, missing, style), strict=True):
        amounts[place] = amount
    return to_money(pa.array(amounts, EXACT))


def _computed(numbers: Numbers, places: pa.Array, style: DiscountStyle) -> Iterator[Decimal | None]:
    """Amounts of some rows from their parts; None where a part is missing or it is too large."""
    none = [None] * len(places)
    quantities, prices, discounts = (
        numbers[part].values.take(places).to_pylist() if part in numbers else none
        for part in (Meaning.QUANTITY, Meaning.UNIT_PRICE, Meaning.DISCOUNT)
    )
    for quantity, price, discount in zip(quantities, prices, discounts, strict=True):
        if quantity is None or price is None:
            yield None
        else:
            amount = net_amount(quantity, price, discount or _ZERO, style)
            yield None if is_too_large(amount) else amount


def net_amount(
    quantity: Decimal, price: Decimal, discount: Decimal, style: DiscountStyle
) -> Decimal:
    """Quantity x price less the discount, four decimals. Example: 2 x 10, 5 per cent -> 19."""
    gross = quantity * price
    if style is DiscountStyle.AMOUNT:
        net = gross - discount
    elif style is DiscountStyle.PERCENT:
        net = gross * (100 - discount) / 100
    else:
        net = gross * (1 - discount)
    return net if is_too_large(net) else net.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _faults(
    plan: Plan, row_cells: list[str], cells: Cells, place: int
) -> Iterator[tuple[RefusalCode, Meaning | None]]:
    """What is wrong with a row, the most telling fault first."""
    for meaning in (Meaning.DOC_NO, Meaning.DATE, Meaning.CLIENT_CODE, Meaning.LINE_NO):
        if meaning in plan.places and not row_cells[plan.places[meaning]]:
            yield RefusalCode.MISSING, meaning
    date_cell = row_cells[plan.places[Meaning.DATE]]
    if date_cell in cells.dates.faults:
        yield cells.dates.faults[date_cell], Meaning.DATE
    yield from _number_faults(cells, place)
    if cells.line_no is not None and not cells.line_no[place].is_valid:
        yield RefusalCode.BAD_LINE_NO, Meaning.LINE_NO
    if not cells.amount[place].is_valid:
        given = Meaning.AMOUNT if Meaning.AMOUNT in plan.places else Meaning.QUANTITY
        yield RefusalCode.NO_AMOUNT, given
    for meaning in _CODES:
        if len(row_cells[plan.places[meaning]] if meaning in plan.places else "") > _LONGEST_CODE:
            yield RefusalCode.TOO_LONG, meaning


def _number_faults(cells: Cells, place: int) -> Iterator[tuple[RefusalCode, Meaning | None]]:
    for meaning, column in cells.numbers.items():
        if column.bad[place].as_py():
            yield RefusalCode.BAD_NUMBER, meaning
        if column.large[place].as_py():
            yield RefusalCode.NUMBER_TOO_LARGE, meaning


def _with_line_no(refusal: Refusal, line_no: pa.Array, first_row: int) -> Refusal:
    """The refusal with the number that its line has in the document, where that is known.

    Mended and sent alone, the line would otherwise be counted as the first of its document and
    replace another.
    """
    number = line_no[refusal.row - first_row].as_py()
    if refusal.code is RefusalCode.MISSING or refusal.code is RefusalCode.RAGGED:
        return refusal
    return replace(refusal, params={**refusal.params, "line_no": number})


def _table(block: TextBlock, cells: Cells, line_no: pa.Array, good: pa.BooleanArray) -> pa.Table:
    rows = pa.array(np.arange(block.first_row, block.first_row + block.height, dtype=np.int32))
    columns: dict[str, pa.Array] = {
        "row": rows,
        "line_no": line_no,
        "date": cells.dates.values,
        "amount": cells.amount,
    }
    columns |= {str(meaning): texts for meaning, texts in cells.texts.items()}
    for meaning in (Meaning.QUANTITY, Meaning.UNIT_PRICE, Meaning.COST):
        if meaning in cells.numbers:
            columns[str(meaning)] = to_money(cells.numbers[meaning].values)
    arrays = [columns.get(field.name, pa.nulls(block.height, field.type)) for field in SALES_SCHEMA]
    table = pa.Table.from_arrays(arrays, schema=SALES_SCHEMA)
    return table if pc.all(good).as_py() else table.filter(good)


def _sum(amounts: pa.Array) -> Decimal:
    return pc.sum(amounts).as_py() or _ZERO


def dates_of(table: pa.Table) -> tuple[date | None, date | None]:
    """First and last date of typed sale lines."""
    ends = pc.min_max(table["date"]).as_py()
    return ends["min"], ends["max"]
