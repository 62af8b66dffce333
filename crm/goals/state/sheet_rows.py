"""The grid of a goal as a sheet: values, notes beneath, colours of finished months."""

from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from crm.goals.errors import BadEdit
from crm.goals.grid_rules import GridCell, GridRow
from crm.goals.progress_rules import attainment
from crm.goals.queries import Grid
from crm.goals.state.address import EVERY, GOALS
from crm.goals.state.shown import Block, PersonBlocks, PersonMonth
from crm.kit.addresses import address
from crm.kit.formats import Formatter
from crm.kit.money import ZERO, minor_digits, ratio
from crm.kit.periods import Month
from crm.kit.texts import plural, text
from crm.sales.scope import SaleScope, counted_days
from crm.sales.state import LINES
from crm.ui.sheet import SheetCell, SheetColumn, SheetRow

_STEPS = [Decimal(step) for step in ("0.80", "0.90", "0.95", "0.98", "1", "1.02", "1.05", "1.10")]

Place = tuple[int, Month]
Values = Mapping[Place, Decimal]


class Refused(NamedTuple):
    """What was typed into a cell and is no figure, why, and the version that the typist saw."""

    written: str = ""
    why: str = ""
    version: str = ""


Errors = Mapping[str, Refused]


def cell_name(responsible_id: int, month: Month) -> str:
    """How a cell comes back in events: `7:2026-11`."""
    return f"{responsible_id}:{month}"


def cell_place(name: str) -> Place:
    """The responsible and month of a cell's name; BadEdit or BadPeriod for another."""
    who, _, month = name.partition(":")
    return sent_id(who), Month.parse(month)


def sent_id(written: str) -> int:
    """A responsible's or family's number as it comes from the page; BadEdit for anything else."""
    if not written.isdecimal():
        raise BadEdit("goals.responsible_missing")
    return int(written)


class SheetRows:
    """Draws a grid for one reader; `previews` are values not applied, `errors` typed texts.

    `about` is whose row is spoken of.
    """

    def __init__(
        self,
        grid: Grid,
        form: Formatter,
        *,
        may_edit: bool,
        previews: Values | None = None,
        errors: Errors | None = None,
        about: str = "",
    ) -> None:
        self._grid = grid
        self._form = form
        self._may_edit = may_edit
        self._previews = previews or {}
        self._errors = errors or {}
        self._about = about

    def columns(self) -> list[SheetColumn]:
        """The twelve months; closed ones locked, the one the data reach tinted."""
        return [
            SheetColumn(
                label=self._form.month_name(month),
                locked=month in self._grid.closed,
                now=self._is_running(month),
            )
            for month in self._grid.months
        ]

    def rows(self) -> list[SheetRow]:
        """One per responsible."""
        return [
            SheetRow(
                id=str(row.responsible_id),
                label=self.name(row),
                cells=[self._cell(row, cell) for cell in row.cells],
                sum=self._sum(row),
                sum_note=self._sum_note(row),
                about=str(row.responsible_id) == self._about,
            )
            for row in self._grid.rows
        ]

    def total(self) -> SheetRow:
        """The sum of all responsibles."""
        row = self._grid.total
        return SheetRow(
            id="total",
            label=text(self._form.language, "goals.total"),
            cells=[
                SheetCell(
                    value=self._amount(cell.target),
                    note=self._note(cell),
                    tone=self._tone(cell),
                    href=self._behind(cell),
                    opens=self._opens(text(self._form.language, "goals.total"), cell),
                )
                for cell in row.cells
            ],
            sum=self._sum(row),
            sum_note=self._sum_note(row),
        )

    def people(self) -> list[PersonBlocks]:
        """The same for a phone: twelve small blocks each."""
        return [
            PersonBlocks(
                id=str(row.responsible_id),
                name=self.name(row),
                sum=self._sum(row),
                note=self._sum_note(row),
                blocks=[self._block(cell) for cell in row.cells],
            )
            for row in self._grid.rows
            if row.responsible_id
        ]

    def person(self, responsible_id: int) -> list[PersonMonth]:
        """One person's months, for the sheet that opens on a phone."""
        row = self._grid.row(responsible_id)
        return [
            PersonMonth(
                name=cell_name(row.responsible_id, cell.month),
                label=self._form.month(cell.month),
                value=self._amount(cell.target, empty=""),
                note=self._note(cell),
                version=str(cell.version),
                locked=self._is_locked(row, cell),
            )
            for cell in row.cells
        ]

    def name(self, row: GridRow) -> str:
        """The responsible's name; what is credited to nobody says so."""
        return row.name if row.responsible_id else text(self._form.language, "sales.unassigned")

    def _cell(self, row: GridRow, cell: GridCell) -> SheetCell:
        name = cell_name(row.responsible_id, cell.month)
        preview = self._previews.get((row.responsible_id, cell.month))
        refused = self._errors.get(name)
        written, error, version = refused or Refused(version=str(cell.version))
        value = self._amount(cell.target if preview is None else preview, empty="")
        return SheetCell(
            name=name,
            value=written if error else value,
            label=f"{self.name(row)}, {self._form.month(cell.month)}",
            note=self._note(cell),
            href=self._behind(cell, row.responsible_id),
            opens=self._opens(self.name(row), cell),
            tone="preview" if preview is not None else self._tone(cell),
            error=error,
            stored=self._amount(cell.target, empty="") if error else "",
            version=version,
            locked=self._is_locked(row, cell),
        )

    def _is_locked(self, row: GridRow, cell: GridCell) -> bool:
        return not (self._may_edit and row.is_editable) or cell.month in self._grid.closed

    def _behind(self, cell: GridCell, responsible_id: int | None = None) -> str:
        """The sale lines that the note was added up from, over this page."""
        family_id = self._grid.goal.family_id
        scope = SaleScope(
            period=counted_days(_sold_in(cell), self._grid.cut),
            family_id=family_id,
            responsible_id=responsible_id,
        )
        chosen = {"year": self._grid.months[0].year, "family": family_id or EVERY, LINES: scope}
        return address(GOALS, chosen)

    def _opens(self, name: str, cell: GridCell) -> str:
        month = self._form.month(_sold_in(cell))
        return text(self._form.language, "goals.open_lines", name=name, month=month)

    def _note(self, cell: GridCell) -> str:
        """How a past month went, how far the running one is, what next ones were last year."""
        attained = cell.attainment.value
        if attained is not None:
            share = self._form.attained(attained, 0)
            if cell.at_closing not in (None, cell.actual):
                return text(
                    self._form.language,
                    "goals.share_since_closing",
                    closed=self._share_at_closing(cell),
                    share=share,
                )
            if self._is_running(cell.month):
                return text(self._form.language, "goals.share_today", share=share)
            return share
        return self._form.number(cell.last_year) if cell.last_year else ""

    def _share_at_closing(self, cell: GridCell) -> str:
        sold, direction = cell.at_closing or ZERO, self._grid.goal.direction
        return self._form.attained(attainment(sold, cell.target, direction).ratio.value, 0)

    def _tone(self, cell: GridCell) -> str:
        attained = cell.attainment.value
        if attained is None or self._is_running(cell.month):
            return ""
        return f"d{bisect_right(_STEPS, attained) + 1}"

    def _block(self, cell: GridCell) -> Block:
        month = self._form.month(cell.month)
        target = self._amount(cell.target)
        tone = self._tone(cell) or ("set" if cell.target is not None else "unset")
        return Block(
            label=self._form.month_name(cell.month)[:1].upper(),
            tone=tone,
            title=f"{month}: {target} {self._note(cell)}".strip(),
        )

    def _sum(self, row: GridRow) -> str:
        return self._amount(row.target)

    def _sum_note(self, row: GridRow) -> str:
        language = self._form.language
        if row.target is not None and row.empty_months:
            count = row.empty_months
            return plural(language, "goals.months_missing", count)
        change = ratio(row.target, row.last_year)
        return "" if change is None else self._form.signed_percent(change - 1)

    def _is_running(self, month: Month) -> bool:
        until = self._grid.until
        return until is not None and until in month and until < month.last

    def _amount(self, value: Decimal | None, empty: str = "–") -> str:
        if value is None:
            return empty
        is_whole = value == value.to_integral_value()
        return self._form.number(value, 0 if is_whole else minor_digits(self._form.currency))


def _sold_in(cell: GridCell) -> Month:
    """The month whose sales the note tells: its own where it is held against a target."""
    return cell.month if cell.attainment.value is not None else cell.month.year_before
