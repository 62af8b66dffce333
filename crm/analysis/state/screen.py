"""What the dashboard holds; it is read from the address and changed by links alone."""

from typing import NamedTuple

import reflex as rx
from sqlmodel import Session

from crm.accounts.company import company
from crm.accounts.gate import allowed
from crm.analysis import queries
from crm.analysis.board_figures import Board
from crm.analysis.queries import Ground, NoSalesYet, NotLinked
from crm.analysis.state import board, charts
from crm.analysis.state.filters import Filters, filters
from crm.analysis.state.shown import Hero, Late
from crm.analysis.state.slice_words import list_title, marks_subtitle
from crm.analysis.state.words import Words, scope_words
from crm.db import Actor
from crm.kit.formats import Formatter
from crm.kit.listing import BadList
from crm.kit.periods import Month
from crm.kit.texts import locale_named
from crm.sales.namesakes import people_told_apart, told_apart
from crm.sales.queries import DataState
from crm.shell.state import ScreenState
from crm.ui.card import Span
from crm.ui.chart import Chart
from crm.ui.filters import Option
from crm.ui.marks import Bar
from crm.ui.table import Row


class AnalysisState(ScreenState):
    """The revenue dashboard of a month, a family, a responsible."""

    # what is chosen
    months: rx.Field[list[Option]] = rx.field(default_factory=list)
    month: rx.Field[str] = rx.field("")
    previous_href: rx.Field[str] = rx.field("")
    next_href: rx.Field[str] = rx.field("")
    families: rx.Field[list[Option]] = rx.field(default_factory=list)
    responsibles: rx.Field[list[Option]] = rx.field(default_factory=list)
    family_name: rx.Field[str] = rx.field("")
    responsible_name: rx.Field[str] = rx.field("")

    # what is shown
    answer: rx.Field[list[Span]] = rx.field(default_factory=list)
    note: rx.Field[str] = rx.field("")
    scope: rx.Field[str] = rx.field("")
    hero: rx.Field[Hero] = rx.field(default_factory=Hero)
    days_title: rx.Field[str] = rx.field("")
    days: rx.Field[Chart] = rx.field(default_factory=Chart)
    pace_title: rx.Field[str] = rx.field("")
    pace: rx.Field[Chart] = rx.field(default_factory=Chart)
    days_rows: rx.Field[list[Row]] = rx.field(default_factory=list)
    months_title: rx.Field[str] = rx.field("")
    year: rx.Field[Chart] = rx.field(default_factory=Chart)
    year_rows: rx.Field[list[Row]] = rx.field(default_factory=list)
    families_title: rx.Field[str] = rx.field("")
    families_marks: rx.Field[str] = rx.field("")
    family_bars: rx.Field[list[Bar]] = rx.field(default_factory=list)
    responsibles_title: rx.Field[str] = rx.field("")
    responsibles_marks: rx.Field[str] = rx.field("")
    responsible_bars: rx.Field[list[Bar]] = rx.field(default_factory=list)
    behind_title: rx.Field[str] = rx.field("")
    behind_subtitle: rx.Field[str] = rx.field("")
    behind_empty: rx.Field[str] = rx.field("")
    is_about_one: rx.Field[bool] = rx.field(default=False)
    has_targets: rx.Field[bool] = rx.field(default=True)
    late: rx.Field[list[Late]] = rx.field(default_factory=list)
    source: rx.Field[str] = rx.field("")
    source_import: rx.Field[str] = rx.field("")

    # The charts' figures as tables are most of what would be sent, and few ask for them.
    _has_data: bool = False

    # why there is nothing
    has_no_sales: rx.Field[bool] = rx.field(default=False)
    is_unlinked: rx.Field[bool] = rx.field(default=False)

    @rx.event
    @allowed("sales")
    async def open_dashboard(self) -> None:
        """Reads the choice from the address and shows its figures."""
        asked = _asked(dict(self.router.url.query_parameters))
        self.show(has_no_sales=False, is_unlinked=False)
        try:
            read = await self.run(_read, self.actor, asked, self.locale)
        except NoSalesYet:
            self.has_no_sales = True
        except NotLinked:
            self.is_unlinked = True
        else:
            _show_choices(self, read.filters)
            _show_figures(self, read)
            self._show_data(read)

    @rx.event
    @allowed("sales")
    async def show_data(self) -> None:
        """Shows the charts' figures as tables, from now on with every choice."""
        if not self._has_data:
            self._has_data = True
            await self.open_dashboard()

    def _show_data(self, read: "_Read") -> None:
        if self._has_data:
            self.show(days_rows=charts.days_table(read.board, read.form))
            self.show(year_rows=charts.months_table(read.board, read.form))


class _Asked(NamedTuple):
    month: Month | None
    family_id: int | None
    responsible_id: int | None


class _Read(NamedTuple):
    """All that one visit reads, in one transaction."""

    board: Board
    filters: Filters
    state: DataState
    form: Formatter


def _asked(parameters: dict[str, str]) -> _Asked:
    month = parameters.get("month", "")
    return _Asked(
        Month.parse(month) if month else None,
        _number(parameters.get("family", "")),
        _number(parameters.get("responsible", "")),
    )


def _number(written: str) -> int | None:
    if not written:
        return None
    if not written.isdecimal():
        raise BadList("kit.bad_filter", value=written)
    return int(written)


def _read(tx: Session, actor: Actor, asked: _Asked, locale: str) -> _Read:
    ours = company(tx)
    form = ours.formatter(locale_named(locale))
    stands_on = _told_apart(tx, queries.ground(tx, queries.company_time(tx, ours)))
    shown = queries.dashboard(
        tx,
        actor,
        stands_on,
        month=asked.month,
        family_id=asked.family_id,
        responsible_id=asked.responsible_id,
    )
    span = queries.month_span(tx) or (shown.choice.month, shown.choice.month)
    people = stands_on.people if actor.is_staff else ()
    chosen = filters(shown, span, stands_on.families, people, form)
    return _Read(shown, chosen, stands_on.state, form)


def _told_apart(tx: Session, ground: Ground) -> Ground:
    families = ground.families
    names = told_apart({f.id: f.name for f in families}, {f.id: f.code for f in families})
    return ground._replace(
        people=people_told_apart(tx, ground.people),
        families=[one._replace(name=names[one.id]) for one in families],
    )


def _show_choices(page: AnalysisState, chosen: Filters) -> None:
    page.show(months=chosen.months, month=chosen.month)
    page.show(previous_href=chosen.previous, next_href=chosen.next)
    page.show(families=chosen.families, family_name=chosen.family_name)
    page.show(responsibles=chosen.responsibles, responsible_name=chosen.responsible_name)


def _show_figures(page: AnalysisState, read: _Read) -> None:
    shown, form, chosen = read.board, read.form, read.filters
    words = Words(shown, form)
    scope = scope_words(shown, chosen.family_name, chosen.responsible_name, form)
    page.show(answer=words.answer(), note=words.note(), scope=scope)
    page.show(hero=board.hero(shown, words, form))
    page.show(days_title=words.days_title(), days=charts.days_chart(shown, form))
    page.show(pace_title=words.pace_title(), pace=charts.pace_chart(shown, form))
    page.show(months_title=words.months_title(), year=charts.months_chart(shown, form))
    families = "families" if shown.choice.family_id is None else "subfamilies"
    page.show(
        families_title=list_title(families, shown.families, form),
        families_marks=marks_subtitle(shown.families, words, form),
        family_bars=board.bars(shown, "family", shown.families, words, form),
        responsibles_title=list_title("responsibles", shown.responsibles, form),
        responsibles_marks=marks_subtitle(shown.responsibles, words, form),
        responsible_bars=board.bars(shown, "responsible", shown.responsibles, words, form),
    )
    page.show(behind_title=words.behind_title(), behind_empty=words.behind_empty())
    page.show(is_about_one=shown.choice.responsible_id is not None)
    page.show(has_targets=shown.has_targets, behind_subtitle=words.behind_subtitle())
    page.show(late=board.late(shown, form), source=form.date(shown.as_of))
    page.show(source_import="" if read.state.import_id is None else str(read.state.import_id))
