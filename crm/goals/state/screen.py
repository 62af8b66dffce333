"""What the goals' page holds; each handler is one thing a person does with targets."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import reflex as rx

from crm.accounts.gate import allowed
from crm.goals import service
from crm.goals.errors import BadEdit
from crm.goals.queries import Grid
from crm.goals.service import RepeatAllPreview
from crm.goals.state import words
from crm.goals.state.address import EVERY, goals_address
from crm.goals.state.choices import show_choices
from crm.goals.state.reading import (
    apply,
    asked_of,
    create_goal_of,
    first_choice,
    preview,
    read_goals,
)
from crm.goals.state.sheet_rows import Refused, SheetRows, cell_place, sent_id
from crm.goals.state.shown import (
    Allocation,
    MonthChoice,
    PersonBlocks,
    PersonMonth,
    RepeatForm,
    RepeatShown,
)
from crm.goals.state.typed import typed_amount
from crm.goals.state.typed_cells import TypedCell, edits_of, left_unwritten, together
from crm.kit.errors import Conflict, UserError
from crm.kit.formats import Formatter
from crm.kit.periods import Month
from crm.kit.texts import locale_named, plural
from crm.shell.state import ScreenState
from crm.ui.card import Span
from crm.ui.filters import Choice, Option
from crm.ui.sheet import SheetColumn, SheetRow


class GoalsState(ScreenState):
    """A goal's year as a grid that people fill in."""

    # what is chosen
    years: rx.Field[list[Choice]] = rx.field(default_factory=list)
    year_options: rx.Field[list[Option]] = rx.field(default_factory=list)
    year_href: rx.Field[str] = rx.field("")
    goals: rx.Field[list[Option]] = rx.field(default_factory=list)
    goal_href: rx.Field[str] = rx.field("")
    family_name: rx.Field[str] = rx.field("")

    # what is shown
    answer: rx.Field[list[Span]] = rx.field(default_factory=list)
    allocation: rx.Field[Allocation] = rx.field(default_factory=Allocation)
    columns: rx.Field[list[SheetColumn]] = rx.field(default_factory=list)
    rows: rx.Field[list[SheetRow]] = rx.field(default_factory=list)
    total: rx.Field[SheetRow] = rx.field(default_factory=SheetRow)
    people: rx.Field[list[PersonBlocks]] = rx.field(default_factory=list)
    has_goal: rx.Field[bool] = rx.field(default=True)
    is_for_all: rx.Field[bool] = rx.field(default=True)
    may_edit: rx.Field[bool] = rx.field(default=False)
    may_undo: rx.Field[bool] = rx.field(default=False)
    may_redo: rx.Field[bool] = rx.field(default=False)
    csv_href: rx.Field[str] = rx.field("")

    # what is open
    repeat_open: rx.Field[bool] = rx.field(default=False)
    repeat: rx.Field[RepeatForm] = rx.field(default_factory=RepeatForm)
    repeat_people: rx.Field[list[Option]] = rx.field(default_factory=list)
    repeat_months: rx.Field[list[Option]] = rx.field(default_factory=list)
    repeat_shown: rx.Field[RepeatShown] = rx.field(default_factory=RepeatShown)
    person_open: rx.Field[bool] = rx.field(default=False)
    person_title: rx.Field[str] = rx.field("")
    person_months: rx.Field[list[PersonMonth]] = rx.field(default_factory=list)
    total_open: rx.Field[bool] = rx.field(default=False)
    total_error: rx.Field[str] = rx.field("")
    create_open: rx.Field[bool] = rx.field(default=False)
    free_families: rx.Field[list[Option]] = rx.field(default_factory=list)
    months_open: rx.Field[bool] = rx.field(default=False)
    closeable_months: rx.Field[list[Option]] = rx.field(default_factory=list)
    month_choice: rx.Field[MonthChoice] = rx.field(default_factory=MonthChoice)

    _grid: Grid | None = None
    _form: Formatter = Formatter()
    _year: int = 0
    _family_id: int | None = None
    _person_id: int = 0
    _is_behind: bool = False
    _errors: dict[str, Refused] = {}  # noqa: RUF012 - a state variable, one each visit

    @rx.event
    @allowed("sales")
    async def open_goals(self) -> None:
        """Reads the year and the family from the address and shows the goal's grid."""
        self._errors = {}
        self.repeat_open = self.person_open = self.total_open = False
        self.create_open = self.months_open = False
        await self._read()

    @rx.event
    @allowed("sales")
    async def renew_goals(self) -> None:
        """Shows what was attained anew, once nothing that stands there is being thought about."""
        self._is_behind = True
        await self._catch_up()

    @rx.event
    @allowed("supervisor")
    async def set_cell(self, name: str, written: str, version: str) -> None:
        """A cell was left with other content."""
        await self._set([TypedCell(name, written, version)])

    @rx.event
    @allowed("supervisor")
    async def paste_block(self, cells: list[list[str]]) -> None:
        """A block came from a spreadsheet: all of it is written, or its bad cells are marked."""
        await self._set([TypedCell(*cell) for cell in cells])

    @rx.event
    @allowed("supervisor")
    async def undo(self, named: str = "") -> None:
        """Takes back this person's last act on the goal; one that a notice names, or none."""
        use_case = partial(service.undo_act, act_id=sent_id(named)) if named else service.undo_last
        act = await self.run(use_case, self.actor, self._goal_id)
        await self._read()
        self.say(plural(self._form.language, "goals.undone", act.cells))

    @rx.event
    @allowed("supervisor")
    async def redo(self) -> None:
        """Does again what this person undid last."""
        act = await self.run(service.redo_last, self.actor, self._goal_id)
        await self._read()
        self.say(plural(self._form.language, "goals.redone", act.cells))

    @rx.event
    @allowed("supervisor")
    async def open_repeat(self, cell: str = "") -> None:
        """Opens Repeat Values on the person and month of a cell, else where repeating helps."""
        await self._open_repeat(*(cell_place(cell) if cell else (0, None)))

    @rx.event
    @allowed("supervisor")
    async def repeat_shown_person(self) -> None:
        """Opens Repeat Values on the person that is open on a phone."""
        await self._open_repeat(self._person_id)

    @rx.event
    @allowed("supervisor")
    async def change_repeat(self, field: str, value: str) -> None:
        """One choice of the form changed; the preview follows."""
        if field not in RepeatForm.__dataclass_fields__:
            raise BadEdit("kit.bad_filter", value=field)
        self.repeat = replace(self.repeat, **{field: value})
        await self._preview()

    @rx.event
    @allowed("supervisor")
    async def apply_repeat(self) -> None:
        """Writes what the preview shows, as one act."""
        act = await self.run(apply, self.actor, self._goal_id, self.repeat)
        self.repeat_open = False
        await self._read()
        name = self._repeat_name()
        words = plural(self._form.language, "goals.repeated", act.cells, name=name)
        self.say(words, undo=str(act.id))

    @rx.event
    @allowed("supervisor")
    async def close_repeat(self) -> None:
        """Leaves everything as it was."""
        self.repeat_open = False
        self._show()
        await self._catch_up()

    @rx.event
    @allowed("sales")
    def open_person(self, responsible_id: str) -> None:
        """Opens a person's twelve months, on a phone."""
        self._person_id = sent_id(responsible_id)
        self.person_open = True
        self._show()

    @rx.event
    @allowed("sales")
    async def close_person(self) -> None:
        """Back to everybody."""
        self.person_open = False
        await self._catch_up()

    @rx.event
    @allowed("supervisor")
    async def save_person(self, form: dict[str, Any]) -> None:
        """Writes the months of the person that is open."""
        changed = [
            TypedCell(one.name, str(form[one.name]), one.version)
            for one in self.person_months
            if not one.locked and form.get(one.name, one.value) != one.value
        ]
        self.person_open = False
        await self._set(changed)

    @rx.event
    @allowed("supervisor")
    def open_total(self) -> None:
        """Opens the company's figure of the year."""
        self.total_open, self.total_error = True, ""

    @rx.event
    @allowed("supervisor")
    async def close_total(self) -> None:
        """Leaves the company's figure as it was."""
        self.total_open = False
        await self._catch_up()

    @rx.event
    @allowed("supervisor")
    async def save_total(self, form: dict[str, Any]) -> None:
        """States the company's figure of the year."""
        goal = self._shown_grid.goal
        try:
            total = typed_amount(str(form.get("total", "")), self._form.region)
            await self.run(service.state_total, self.actor, goal.id, total, goal.version)
        except UserError as error:
            self.total_error = error.text(self._form.language)
            return
        self.total_open = False
        await self._read()

    @rx.event
    @allowed("supervisor")
    def open_create(self) -> None:
        """Opens the choice of a family for a new goal."""
        self.create_open = True

    @rx.event
    @allowed("supervisor")
    async def close_create(self) -> None:
        """Makes no goal."""
        self.create_open = False
        await self._catch_up()

    @rx.event
    @allowed("supervisor")
    async def create_goal(self, form: dict[str, Any]) -> Any:
        """Makes the goal of a family in the year shown, and goes to it."""
        chosen = str(form.get("family") or EVERY)
        family_id = None if chosen == EVERY else sent_id(chosen)
        return await self._create(family_id)

    @rx.event
    @allowed("supervisor")
    async def create_shown_goal(self) -> Any:
        """Makes the goal that the address names and that does not exist yet."""
        return await self._create(self._family_id)

    @rx.event
    @allowed("supervisor")
    def open_months(self) -> None:
        """Opens closing and reopening of months."""
        grid = self._shown_grid
        self.closeable_months = words.closeable_months(grid, self._form)
        self.month_choice = words.month_choice(grid, self._form)
        self.months_open = True

    @rx.event
    @allowed("supervisor")
    def choose_month(self, month: str) -> None:
        """Another month is to be closed or reopened."""
        chosen = Month.parse(month)
        self.month_choice = words.month_choice(self._shown_grid, self._form, chosen)

    @rx.event
    @allowed("supervisor")
    async def close_months(self) -> None:
        """Changes no month."""
        self.months_open = False
        await self._catch_up()

    @rx.event
    @allowed("supervisor")
    async def change_month(self, form: dict[str, Any]) -> None:
        """Closes the chosen month, or reopens it when it is closed."""
        month, reason = Month.parse(str(form.get("month"))), str(form.get("reason", ""))
        try:
            if month in self._shown_grid.closed:
                await self.run(service.reopen_month, self.actor, month, reason)
            else:
                await self.run(service.close_month, self.actor, month)
        except UserError as error:
            self.month_choice = replace(self.month_choice, error=error.text(self._form.language))
            return
        self.months_open = False
        await self._read()

    @property
    def _shown_grid(self) -> Grid:
        if self._grid is None:
            raise BadEdit("goals.goal_missing")
        return self._grid

    @property
    def _goal_id(self) -> int:
        return self._shown_grid.goal.id

    async def _catch_up(self) -> None:
        """Reads what changed meanwhile, but nothing from under what is open or was refused."""
        opened = self.repeat_open or self.person_open or self.total_open
        if self._is_behind and not (opened or self.create_open or self.months_open or self._errors):
            await self._read()

    async def _read(self) -> None:
        self._is_behind = False
        asked = asked_of(dict(self.router.url.query_parameters))
        read = await self.run(read_goals, self.actor, asked, locale_named(self.locale))
        self._form = read.company.formatter(locale_named(self.locale))
        self._grid = read.grid
        show_choices(self, read)
        self._show()

    def _show(self, previews: RepeatAllPreview | None = None) -> None:
        self.has_goal = self._grid is not None
        if self._grid is None:
            self.rows, self.people, self.answer = [], [], []
            return
        drawn = self._drawn(previews)
        self.answer = words.answer(self._grid, self._form, is_own=not self.may_edit)
        self.allocation = words.allocation(self._grid, self._form)
        self.columns, self.rows = drawn.columns(), drawn.rows()
        # One row alone is its own total.
        self.total = drawn.total() if len(self.rows) > 1 else SheetRow()
        self.people = drawn.people()
        if self.person_open:
            row = self._grid.row(self._person_id)
            self.person_title, self.person_months = row.name, drawn.person(self._person_id)

    def _drawn(self, previews: RepeatAllPreview | None) -> SheetRows:
        return SheetRows(
            self._shown_grid,
            self._form,
            may_edit=self.may_edit,
            previews=None if previews is None else previews.values,
            errors=self._errors,
            about=self.repeat.who if self.repeat_open else "",
        )

    async def _set(self, cells: Sequence[TypedCell]) -> None:
        if self._grid is None:
            # Typed while the server was away: the page's address still says which goal.
            await self._read()
        typed, still = together(cells, self._errors)
        edits, refused = edits_of(typed, self._form)
        self._errors = refused | still
        if refused:
            self._show()
            self.say(next(iter(refused.values())).why, tone="bad")
            return
        try:
            await self.run(service.set_targets, self.actor, self._goal_id, edits)
        except Conflict as error:
            self.say_error(error)
            self._errors |= left_unwritten(typed, error, self._form)
        await self._read()

    async def _open_repeat(self, who: int, month: Month | None = None) -> None:
        grid = self._shown_grid
        people = [row for row in grid.rows if row.is_editable and row.responsible_id]
        self.repeat_people = [Option(str(row.responsible_id), row.name) for row in people]
        if len(people) > 1:
            self.repeat_people.append(Option(EVERY, words.repeat_name(EVERY, grid, self._form)))
        self.repeat_months = [Option(str(m), self._form.month(m)) for m in grid.months]
        self.repeat = first_choice(grid, who, month)
        self.repeat_open, self.person_open = True, False
        await self._preview()

    async def _preview(self) -> None:
        try:
            found = await self.run(preview, self.actor, self._goal_id, self.repeat)
        except UserError as error:
            self.repeat_shown = RepeatShown(error=error.text(self._form.language))
            self._show()
            return
        self.repeat_shown = words.repeat_shown(found, self.repeat.who, self._shown_grid, self._form)
        self._show(found)

    def _repeat_name(self) -> str:
        return words.repeat_name(self.repeat.who, self._shown_grid, self._form)

    async def _create(self, family_id: int | None) -> Any:
        await self.run(create_goal_of, self.actor, self._year, family_id)
        self.create_open = False
        return rx.redirect(goals_address(self._year, family_id))
