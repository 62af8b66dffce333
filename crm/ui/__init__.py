"""Stateless parts of the screens: props in, component out; no database, no rooms.

Every prop takes a value or a Var; every list takes a Python list or a Var of the dataclass
named, so a state holds display-ready dataclasses and the page passes the Var:

    class GoalsState(ScreenState):
        figures: rx.Field[list[Figure]] = rx.field(default_factory=list)

    @screen(route="/goals", title_key="goals.title", role="sales", on_load=GoalsState.load)
    def goals_page() -> Page:
        return page(
            answer_spans(GoalsState.answer),
            figure_row(GoalsState.figures),
            card(data_table(COLUMNS, GoalsState.rows, caption=tr("goals.title")), flush=True),
            filters=filter_bar(month_stepper(...)),
            actions=link_button(...),
        )

`crm/gallery/page.py` uses every one of them.

Frame (crm.shell.layout, crm.shell.parts, crm.shell.state)
    @screen(route, title_key, role="sales"|"supervisor"|"admin"|None, on_load=None, place=None)
        registers a page; role None = public, without the frame; `on_load` runs on arrival
    page(*body, title, crumbs, filters, actions, on_undo) -> Page
    ScreenState: locale, role; say(text, tone="", undo="") shows a toast

Words (texts.py)
    tr("room.key", name=value or Var) -> Var; tr_count("room.key", count) takes .one or .other.
    Both languages are compiled into the page; what a state composes it words by kit.texts.
    Numbers come formatted from the server.

card.py
    card(*body, title, subtitle, actions, foot, flush=False, name)   title = the finding
    figure_row(list[Figure]); figure_card(Figure, hero=False)
    change(text, sign, good="up"|"down", base) -> Delta; delta(Delta)
    answer(*parts, note); answer_spans(list[Span]); badge(text, tone, icon_name)
    facts([(name, value)]) strip; pairs_list([(name, value)]) column; timeline(list[Event])
marks.py
    spark(values, goal=, partial=) -> Spark; sparkline(Spark)
    bullet_of(done, scale=, goal=, before=, outlook=, label=, tone=) -> Bullet; bullet(Bullet)
    bar_list(list[Bar]); ring(share, label); meter(share, label, tone)
    legend(marks)   list or Var of Mark; a chart's card draws its own
chart.py
    chart_card(title, subtitle, Chart, legend=, table=(columns, rows), busy=, empty=, on_open=)
    chart(*traces, ticks=, second_ticks=) -> Chart, of columns, goal_marks, actual_line,
    goal_line, previous_line, forecast_line, band; round_steps(low, high)
table.py
    data_table(columns, rows, caption=, paging=, total=, empty=, row_action=, cards=True)
    Column(label, align, unit, sort_href, sorted, on_phone); Row(id, href, tone, cells);
    Cell(text, note, href, tone, kind, bullet, spark)
    Paging(text, previous_href, next_href, note); toolbar(*parts); search_box(label); pager
filters.py
    filter_bar(*filters); filter_select(label, options, value=, active=)
    month_stepper(previous_href=, next_href=, label=|options=, value=)
    chips | segments | tabs (list[Choice], label); breadcrumbs((label, href), ...)
    active_filters([(words, href without it)], clear_href); Option(value, label)
form.py
    form(*parts, on_submit, name)
    text_field | number_field | password_field | textarea_field | select_field
        (name, label, value=, help=, error=)
    checkbox, checkbox_group, day_picker, radio_cards, segmented; form_row; form_actions
    field(name, label, control)   for a control of one's own
buttons.py
    button(label, on_click, icon_name=, kind=, busy=); link_button(label, href)
    file_link(label, href); icon_button(label, icon_name, on_click); icon_link; key(name)
dialog.py
    dialog | side_panel (title, *body, open=, on_close=, foot=, subtitle=)
    confirm(question, consequence, action, open=, on_confirm=, on_close=, busy=)
    menu(name, opener, *items) with opens(name); static_dialog(name, ...) with opens_dialog
feedback.py
    notice(*body, tone, actions); empty_first; empty_search; empty_done; empty_forbidden
    failed(what, remedy, on_retry=, error_id=); skeleton; refreshing(busy, *body)
    progress(share, label); job_progress(title, share, detail, on_cancel=); freshness
sheet.py
    sheet(columns, rows, caption=, corner=, sum_label=, on_cell=, on_block=, total=):
    editable grid of SheetColumn, SheetRow, SheetCell
palette.py
    CommandPalette: pages and clients by a few letters; stands in the frame
files.py
    file_drop(action, on_sent=, on_failed=, title=, help=, accept=): to a route of ours
icons.py
    icon(name, among=()); the names are in icon_paths.py
base.py
    when(condition, a, b), each(rows, render), present(text), classes(...), placed(width=...)
    do the same for values and Vars

Layout classes: "grid of-2|of-3|of-4|wide-left|wide-right", "pairs" (two a row on a phone),
"stack", "row" (+ "wrap"), "push" (to the right end), "only-wide", "only-phone", "sr" (for
readers only), "num" (tabular figures), "muted", "faint", "caption", "good", "bad", "warn",
"opens" (dotted link), "question" (a question to the user, with radio_cards).
"""
