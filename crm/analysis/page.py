"""The revenue dashboard: how the month goes, the picture, and what to look into."""

import reflex as rx

from crm.analysis.state import AnalysisState
from crm.analysis.state.shown import Late
from crm.sales.page import lines_panel
from crm.sales.state import LinesState
from crm.shell.layout import screen
from crm.shell.parts import Page, page
from crm.ui.base import each, present, when
from crm.ui.buttons import link_button
from crm.ui.card import answer_spans, badge, card, delta, pair, pairs_list
from crm.ui.chart import chart_card
from crm.ui.feedback import empty_done, empty_first, empty_forbidden
from crm.ui.filters import filter_bar, filter_select, month_stepper
from crm.ui.marks import bar_list, bullet
from crm.ui.table import Column
from crm.ui.texts import tr


@screen(
    route="/analysis",
    title_key="analysis.title",
    role="sales",
    on_load=[AnalysisState.open_dashboard, LinesState.open_lines],
    live=[AnalysisState.open_dashboard, LinesState.open_lines],
)
def analysis_page() -> Page:
    """The dashboard, or why there is none yet."""
    return page(
        rx.cond(
            AnalysisState.has_no_sales,
            _no_sales(),
            rx.cond(AnalysisState.is_unlinked, _unlinked(), _dashboard()),
        ),
        lines_panel(),
        filters=when(~(AnalysisState.has_no_sales | AnalysisState.is_unlinked), _filters()),
    )


def _filters() -> rx.Component:
    person = filter_select(
        tr("analysis.responsible"),
        AnalysisState.responsibles,
        value=AnalysisState.month,
        active=AnalysisState.responsible_name != "",
    )
    return filter_bar(
        month_stepper(
            previous_href=AnalysisState.previous_href,
            next_href=AnalysisState.next_href,
            options=AnalysisState.months,
            value=AnalysisState.month,
        ),
        filter_select(
            tr("analysis.family"),
            AnalysisState.families,
            value=AnalysisState.month,
            active=AnalysisState.family_name != "",
        ),
        rx.cond(AnalysisState.role != "sales", person),
    )


def _dashboard() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            answer_spans(AnalysisState.answer),
            when(
                present(AnalysisState.note),
                rx.el.p(AnalysisState.note, class_name="answer-note"),
            ),
        ),
        rx.el.div(_days(), _hero(), class_name="grid wide-left"),
        rx.el.div(_year(), _behind(), class_name="grid of-2"),
        # Two lists of bars are about as long as each other; a salesperson has but one.
        rx.el.div(
            _families(),
            rx.cond(AnalysisState.role != "sales", _responsibles()),
            class_name="grid of-2",
        ),
        class_name="stack",
    )


def _days() -> rx.Component:
    columns = [
        Column(tr("analysis.day"), on_phone="title"),
        Column(tr("analysis.actual"), "end", on_phone="figure"),
        Column(tr("analysis.expected"), "end", on_phone="detail"),
        Column(tr("analysis.last_year"), "end", on_phone="detail"),
        Column(tr("analysis.projected"), "end", on_phone="detail"),
    ]
    return chart_card(
        AnalysisState.days_title,
        tr("analysis.days_subtitle", scope=AnalysisState.scope),
        AnalysisState.days,
        lower=(AnalysisState.pace_title, AnalysisState.pace),
        table=(columns, AnalysisState.days_rows),
        on_data=AnalysisState.show_data,
    )


def _hero() -> rx.Component:
    one = AnalysisState.hero
    figure = rx.el.a(one.value, href=one.href, title=one.exact, class_name="kpi-value hero opens")
    shown = card(
        rx.el.div(figure, rx.el.span(one.days, class_name="badge push"), class_name="row"),
        when(present(one.delta.text), delta(one.delta)),
        when(one.bullet.shown, bullet(one.bullet)),
        rx.cond(present(one.target), _against_target(), _without_target()),
        _year_so_far(),
        title=tr("sales.measure_revenue"),
        subtitle=AnalysisState.scope,
        foot=_source(),
    )
    return rx.el.div(shown, class_name="month-card")


def _against_target() -> rx.Component:
    one = AnalysisState.hero
    return pairs_list(
        [
            (tr("analysis.month_target"), rx.el.a(one.target, href="/goals", class_name="opens")),
            (tr("analysis.attained"), _with_note(one.attainment, one.pace)),
        ],
        _fact(one.projection, "analysis.projection", one.band),
        rx.cond(
            one.probability != "",
            pair(tr("analysis.chance"), badge(one.probability, one.probability_tone)),
        ),
        _fact(one.missing, "analysis.missing", ""),
        _fact(one.required, "analysis.required", one.per_day),
    )


def _without_target() -> rx.Component:
    one = AnalysisState.hero
    return pairs_list(
        [
            (
                tr("analysis.month_target"),
                rx.el.span(tr("analysis.no_target"), class_name="muted"),
            )
        ],
        _fact(one.projection, "analysis.projection", one.band),
        _fact(one.base, "analysis.last_year", ""),
    )


def _fact(value: rx.Var, key: str, note: rx.Var | str) -> rx.Component:
    """A line of the month's card, where there is something to say."""
    return rx.cond(value != "", pair(tr(key), _with_note(value, note)))


def _year_so_far() -> rx.Component:
    one = AnalysisState.hero
    figure = rx.el.a(one.year, href=one.year_href, class_name="opens push")
    return rx.el.div(
        rx.el.div(rx.el.span(tr("analysis.year_to_date")), figure, class_name="row"),
        when(one.year_bullet.shown, bullet(one.year_bullet)),
        when(present(one.year_delta.text), delta(one.year_delta)),
        when(present(one.year_note), rx.el.small(one.year_note, class_name="caption")),
        class_name="year-so-far",
    )


def _source() -> rx.Component:
    number = rx.el.a(
        tr("analysis.import_number", number=AnalysisState.source_import),
        href="/imports/" + AnalysisState.source_import,
        class_name="opens",
    )
    # A salesperson cannot open imports: their number would lead nowhere.
    named = (AnalysisState.role != "sales") & (AnalysisState.source_import != "")
    return rx.el.span(
        tr("analysis.data_until", day=AnalysisState.source),
        rx.cond(named, rx.el.span(", ", number)),
    )


def _with_note(value: rx.Var, note: rx.Var | str) -> rx.Component:
    small = when(present(note), rx.el.small(" ", note, class_name="muted"))
    return rx.el.span(rx.el.b(value), small)


def _year() -> rx.Component:
    columns = [
        Column(tr("analysis.month"), on_phone="title"),
        Column(tr("analysis.actual"), "end", on_phone="figure"),
        Column(tr("analysis.target"), "end", on_phone="detail"),
        Column(tr("analysis.last_year"), "end", on_phone="detail"),
        Column(tr("analysis.year_sum"), "end", on_phone="detail"),
    ]
    return chart_card(
        AnalysisState.months_title,
        tr("analysis.months_subtitle"),
        AnalysisState.year,
        table=(columns, AnalysisState.year_rows),
        on_data=AnalysisState.show_data,
    )


def _families() -> rx.Component:
    return card(
        bar_list(AnalysisState.family_bars),
        title=AnalysisState.families_title,
        subtitle=AnalysisState.families_marks,
        flush=True,
    )


def _responsibles() -> rx.Component:
    return card(
        bar_list(AnalysisState.responsible_bars),
        title=AnalysisState.responsibles_title,
        subtitle=AnalysisState.responsibles_marks,
        flush=True,
    )


def _behind() -> rx.Component:
    listed = rx.el.ul(*each(AnalysisState.late, _late), class_name="late-list")
    return card(
        rx.cond(
            AnalysisState.late.length() > 0,
            listed,
            rx.cond(
                AnalysisState.has_targets, empty_done(AnalysisState.behind_empty), _no_targets()
            ),
        ),
        title=AnalysisState.behind_title,
        subtitle=AnalysisState.behind_subtitle,
    )


def _no_targets() -> rx.Component:
    to_goals = link_button(tr("analysis.set_targets"), "/goals")
    return rx.el.div(
        rx.el.p(AnalysisState.behind_empty),
        rx.cond(AnalysisState.role != "sales", to_goals),
        class_name="empty quiet",
    )


def _late(one: Late) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(rx.el.b(one.name), rx.el.small(one.kind, class_name="muted")),
            rx.el.span(bullet(one.bullet), rx.el.small(one.note, class_name="muted")),
            rx.el.span(rx.el.b(one.missing), rx.el.small(tr("analysis.missing_word"))),
            href=one.href,
            class_name="late-row",
        ),
        key=one.id,
    )


def _no_sales() -> rx.Component:
    return empty_first(
        tr("analysis.no_sales_yet"),
        tr("analysis.no_sales_text"),
        rx.cond(
            AnalysisState.role != "sales",
            link_button(
                tr("analysis.import_sales"), "/imports", icon_name="upload", kind="primary"
            ),
        ),
    )


def _unlinked() -> rx.Component:
    return empty_forbidden(tr("analysis.unlinked_title"), tr("analysis.not_linked"))
