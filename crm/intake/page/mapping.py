"""The page of a file before it is loaded."""

from typing import Any

import reflex as rx

from crm.intake.page.mapping_grid import columns_on_phone, grid
from crm.intake.page.mapping_sums import balance, months, new_records, odd
from crm.intake.rules import DateStyle, DiscountStyle, Kind, NumberStyle, Policy, Sign
from crm.intake.state.mapping import MappingState
from crm.shell.layout import screen
from crm.shell.parts import Page, page
from crm.ui.base import each, when
from crm.ui.buttons import button, link_button
from crm.ui.card import answer_spans, card
from crm.ui.dialog import confirm
from crm.ui.feedback import failed, skeleton
from crm.ui.filters import breadcrumbs
from crm.ui.form import form_row, option_items
from crm.ui.icons import icon
from crm.ui.texts import tr

HEADER_ROWS = 50
ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows-1252"),
    ("cp850", "DOS 850"),
    ("utf-16", "UTF-16"),
)
DELIMITERS = ((";", "semicolon"), (",", "comma"), ("\t", "tab"), ("|", "bar"))
FIRST_QUESTION = "document.querySelector('.question input, .question select')?.focus()"


@screen(
    route="/imports/[import_id]/mapping",
    title_key="intake.page_map_title",
    role="supervisor",
    place="/imports",
    on_load=MappingState.open_file,
)
def mapping_page() -> Page:
    """One file on trial: what was understood, what is asked, what would be loaded."""
    return page(
        when(~MappingState.has_file & (MappingState.error == ""), _opening()),
        when(MappingState.error != "", _unreadable()),
        when(MappingState.has_file, _trial()),
        _discard_dialog(),
        title=tr("intake.page_map_title"),
        crumbs=breadcrumbs(
            (tr("intake.page_title"), "/imports"),
            (MappingState.file_name, MappingState.import_href),
            (tr("intake.page_map_title"), ""),
        ),
        actions=when(MappingState.has_file, _actions()),
        on_undo=MappingState.undo_choice,
    )


def _opening() -> rx.Component:
    """Until the first rows are read: a second at most, when the reading process starts."""
    return rx.el.div(
        rx.el.p(tr("intake.page_map_opening"), class_name="answer muted", aria_live="polite"),
        skeleton("52px"),
        skeleton("420px"),
        class_name="stack",
    )


def _trial() -> rx.Component:
    return rx.el.div(
        answer_spans(MappingState.answer),
        _strip(),
        when(MappingState.is_changing, _change_card()),
        rx.el.div(*each(MappingState.asks, _question), class_name="stack", id="questions"),
        rx.el.div(
            rx.el.div(grid(), columns_on_phone(), class_name="stack"),
            rx.el.div(balance(), odd(), class_name="stack"),
            rx.el.div(
                rx.el.div(months(), new_records(), class_name="grid of-2"),
                class_name="stack",
            ),
            # Until there are sums, nothing stands beside the rows.
            class_name=rx.cond(
                MappingState.has_sums | MappingState.is_adding, "grid map-page", "grid"
            ),
        ),
        class_name="stack",
    )


def _actions() -> rx.Component:
    primary = rx.cond(
        MappingState.missing != "",
        button(
            MappingState.load_label, rx.run_script(FIRST_QUESTION), kind="primary", name="missing"
        ),
        button(
            MappingState.load_label,
            MappingState.load,
            kind="primary",
            busy=MappingState.is_loading,
            name="load",
        ),
    )
    discard = button(tr("intake.page_discard"), MappingState.ask_discard)
    return rx.fragment(
        when(MappingState.can_discard, discard), when(MappingState.can_load, primary)
    )


def _strip() -> rx.Component:
    change = rx.el.a(
        icon("settings"),
        rx.cond(
            MappingState.is_changing,
            tr("intake.page_change_close"),
            tr("intake.page_change"),
        ),
        href=MappingState.change_href,
        class_name="btn ghost",
        aria_expanded=MappingState.is_changing,
    )
    facts = rx.el.dl(*each(MappingState.facts, _fact), class_name="fact-list")
    return rx.el.div(facts, change, class_name="facts strip")


def _fact(one: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(one.label), rx.el.dd(one.value), class_name="fact")


def _change_card() -> rx.Component:
    return card(
        form_row(*_shape_fields()),
        form_row(*_style_fields()),
        rx.el.p(tr("intake.page_change_help"), class_name="caption"),
        title=tr("intake.page_change_title"),
        name="change",
    )


def _shape_fields() -> list[Any]:
    rows = [(str(row), tr("intake.page_row_number", row=row)) for row in range(1, HEADER_ROWS + 1)]
    delimiters = [(mark, tr(f"intake.page_delimiter_{name}")) for mark, name in DELIMITERS]
    is_text = MappingState.members["delimiter"] != ""
    return [
        _choice("kind", [(kind, tr(f"intake.page_kind_{kind}")) for kind in Kind]),
        when(MappingState.sheets.length() > 1, _choice("sheet", MappingState.sheets)),
        _choice("header_row", rows, label="header"),
        when(is_text, _choice("delimiter", delimiters)),
        when(is_text, _choice("encoding", ENCODINGS)),
    ]


def _style_fields() -> list[Any]:
    numbers = [(one, tr(f"intake.page_numbers_{one.name.lower()}")) for one in NumberStyle]
    dates = [(one, tr(f"intake.page_dates_{one}")) for one in DateStyle]
    discounts = [(one, tr(f"intake.page_discount_{one}")) for one in DiscountStyle]
    signs = [(one, tr(f"intake.page_sign_{one}")) for one in Sign]
    policies = [(one, tr(f"intake.page_policy_{one}")) for one in Policy]
    is_sales = MappingState.members["kind"] == Kind.SALES
    replaces = is_sales & (MappingState.members["policy"] == Policy.REPLACE_PERIOD)
    return [
        when(is_sales, _choice("number_style", numbers, label="numbers")),
        when(is_sales, _choice("date_style", dates, label="dates")),
        when(
            MappingState.members["discount_style"] != "",
            _choice("discount_style", discounts, label="discounts"),
        ),
        when(is_sales, _choice("sign", signs)),
        when(is_sales, _choice("policy", policies)),
        when(replaces, _day("period_from")),
        when(replaces, _day("period_to")),
    ]


def _choice(name: str, options: Any, label: str = "") -> rx.Component:
    control = rx.el.select(
        *option_items(options),
        value=MappingState.members[name],
        on_change=lambda value: MappingState.choose_member(name, value),
        class_name="input",
        name=name,
        id=f"field-{name}",
    )
    return _labelled(name, label or name, control)


def _day(name: str) -> rx.Component:
    control = rx.el.input(
        type="date",
        default_value=MappingState.members[name],
        on_blur=lambda value: MappingState.choose_member(name, value),
        class_name="input",
        name=name,
        id=f"field-{name}",
    )
    return _labelled(name, name, control)


def _labelled(name: str, label: str, control: rx.Component) -> rx.Component:
    words = rx.el.label(
        tr(f"intake.page_fact_{label}"), html_for=f"field-{name}", class_name="label"
    )
    return rx.el.div(words, control, class_name="field")


def _question(ask: Any) -> rx.Component:
    words = rx.el.div(rx.el.h2(ask.title), rx.el.p(ask.explanation))
    options = rx.foreach(ask.options, lambda one: _option(ask, one))
    cards = rx.el.div(options, class_name="options side", role="radiogroup", aria_label=ask.title)
    answers = rx.cond(ask.is_short, cards, _long_question(ask))
    return rx.el.section(words, answers, class_name="question")


def _option(ask: Any, one: Any) -> rx.Component:
    box = rx.el.input(
        type="radio",
        name="ask-" + ask.about,
        value=one.value,
        checked=one.chosen,
        on_change=MappingState.answer_question(ask.about, one.value),
    )
    text = rx.el.span(
        rx.el.b(one.title),
        when(one.example != "", rx.el.span(one.example, class_name="num example")),
        rx.foreach(one.reasons, _reason),
    )
    return rx.el.label(box, text, class_name="option")


def _reason(reason: Any) -> rx.Component:
    mark = rx.match(
        reason.tone,
        ("good", icon("check")),
        ("bad", icon("close")),
        icon("calendar"),
    )
    return rx.el.small(mark, reason.text, class_name="reason " + reason.tone)


def _long_question(ask: Any) -> rx.Component:
    return rx.el.select(
        rx.el.option(tr("intake.page_choose_column"), value="", disabled=True),
        rx.foreach(
            ask.options,
            lambda one: rx.el.option(
                one.title, rx.cond(one.example != "", ": " + one.example, ""), value=one.value
            ),
        ),
        value=ask.choice,
        on_change=lambda value: MappingState.answer_question(ask.about, value),
        class_name="input",
        aria_label=ask.title,
    )


def _unreadable() -> rx.Component:
    again = link_button(tr("intake.page_map_restart"), MappingState.restart_href, icon_name="undo")
    said = failed(tr("intake.page_map_unreadable"), MappingState.error)
    return rx.el.div(
        rx.cond(MappingState.can_repair, card(said, foot=again), card(said)),
        when(MappingState.can_repair, _repair_card()),
        class_name="stack",
    )


def _repair_card() -> rx.Component:
    """Where the table is, to be said by hand when it was not found."""
    found = ("", tr("intake.page_as_found"))
    rows = [(str(row), tr("intake.page_row_number", row=row)) for row in range(1, HEADER_ROWS + 1)]
    delimiters = [(mark, tr(f"intake.page_delimiter_{name}")) for mark, name in DELIMITERS]
    fields = form_row(
        _choice("header_row", [found, *rows], label="header"),
        _choice("delimiter", [found, *delimiters]),
        _choice("encoding", [found, *ENCODINGS]),
    )
    return card(fields, title=tr("intake.page_change_title"))


def _discard_dialog() -> rx.Component:
    return confirm(
        tr("intake.page_discard_question", file=MappingState.file_name),
        tr("intake.page_discard_consequence"),
        tr("intake.page_discard"),
        open=MappingState.asks_discard,
        on_confirm=MappingState.discard,
        on_close=MappingState.keep,
    )
