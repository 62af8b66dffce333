"""The gallery's page: one function per family of components."""

from typing import Any

import reflex as rx

from crm.gallery import samples
from crm.shell.layout import screen
from crm.shell.palette import palette_labels
from crm.shell.parts import Page, page
from crm.shell.state import ScreenState
from crm.ui.buttons import button, file_link, icon_button, link_button
from crm.ui.card import Figure, answer_spans, badge, card, facts, figure_row, pairs_list, timeline
from crm.ui.chart import Chart, chart_card
from crm.ui.dialog import confirm, dialog, menu, opens, side_panel
from crm.ui.feedback import (
    empty_done,
    empty_first,
    empty_forbidden,
    empty_search,
    failed,
    job_progress,
    notice,
    refreshing,
    skeleton,
)
from crm.ui.files import file_drop
from crm.ui.filters import (
    active_filters,
    breadcrumbs,
    chips,
    filter_bar,
    filter_select,
    month_stepper,
    segments,
    tabs,
)
from crm.ui.form import (
    checkbox,
    day_picker,
    form,
    form_actions,
    form_row,
    number_field,
    password_field,
    radio_cards,
    segmented,
    select_field,
    text_field,
    textarea_field,
)
from crm.ui.marks import bar_list, legend, meter, ring
from crm.ui.palette import PalettePanel
from crm.ui.sheet import sheet
from crm.ui.table import Column, Row, data_table, search_box, toolbar

HERE = samples.HERE


class GalleryState(ScreenState):
    """What the gallery's moving parts hold."""

    open_part: rx.Field[str] = rx.field("")
    last_event: rx.Field[str] = rx.field("")
    figures: rx.Field[list[Figure]] = rx.field(default_factory=list)
    columns: rx.Field[list[Column]] = rx.field(default_factory=list)
    rows: rx.Field[list[Row]] = rx.field(default_factory=list)
    months: rx.Field[Chart] = rx.field(default_factory=Chart)

    @rx.event
    def load(self) -> None:
        """Fills what shows values of a state rather than of the page."""
        self.figures, self.columns, self.rows = samples.FIGURES, samples.COLUMNS, samples.ROWS
        self.months = samples.monthly()

    @rx.event
    def open_one(self, part: str) -> None:
        """Opens a dialog or panel by name; "" closes."""
        self.open_part = part

    @rx.event
    def submit(self, form: dict[str, Any]) -> None:
        """Says what a form sent."""
        self.say(f"{form}")

    @rx.event
    def edit_cell(self, name: str, text: str, version: str) -> None:
        """Says which cell of the grid was left changed."""
        self.last_event = f"{name} = {text} {version}"

    @rx.event
    def paste_block(self, cells: list[list[str]]) -> None:
        """Says what was pasted into the grid."""
        self.last_event = f"{cells}"

    @rx.event
    def say_one(self, tone: str) -> None:
        """Shows a notice, with Undo unless it is an error."""
        self.say("7 líneas borradas", tone=tone, undo="" if tone else "gallery:7")

    @rx.event
    def undo(self, token: str) -> None:
        """Says what would be undone."""
        self.last_event = f"undo {token}"

    @rx.event
    def sent(self, answer: dict[str, Any]) -> None:
        """Says what the route answered to a file."""
        self.last_event = f"{answer}"

    @rx.event
    def not_sent(self, name: str) -> None:
        """Says which file could not be sent."""
        self.last_event = f"failed {name}"


@screen(route=HERE, title_key="shell.gallery", role="sales", on_load=GalleryState.load)
def gallery() -> Page:
    """All components, in all states."""
    return page(
        answer_spans(samples.ANSWER),
        figure_row(GalleryState.figures),
        *_charts(),
        *_tables(),
        _grid(),
        _form(),
        *_controls(),
        *_feedback(),
        *_overlays(),
        _palette(),
        filters=_filters(),
        actions=button("Compartir", kind="primary", icon_name="upload"),
        on_undo=GalleryState.undo,
    )


def _filters() -> rx.Component:
    return filter_bar(
        month_stepper(previous_href=f"{HERE}?month=2026-10", next_href="", label="nov 2026"),
        filter_select("Familia", [(one.value, one.label) for one in samples.FAMILIES], value=HERE),
    )


def _charts() -> list[rx.Component]:
    months = chart_card(
        "Cinco de doce meses llegaron al objetivo",
        "Facturación neta por mes, miles de €",
        GalleryState.months,
        table=(samples.COLUMNS, samples.ROWS[:2]),
    )
    line = chart_card(
        "Al ritmo actual faltarán 25.900 €",
        "Acumulado",
        samples.cumulative(),
        lower=("Distancia al ritmo", samples.distance()),
    )
    facts_card = card(
        pairs_list([("Objetivo del mes", "1.120.000 €"), ("Falta", "286.400 €")]),
        ring(74, "74 %"),
        meter(62, "62 % de confianza", "warn"),
        legend(samples.LEGEND),
        title="Facturación neta",
        foot=rx.el.a("Abrir el objetivo", href=HERE),
    )
    bars = card(
        bar_list(samples.BARS), title="Congelados retrocede", subtitle="Por familia", flush=True
    )
    nothing = chart_card("Sin datos", "Facturación neta", Chart())
    return [
        rx.el.div(line, months, class_name="grid wide-left"),
        rx.el.div(bars, facts_card, class_name="grid wide-left"),
        nothing,
    ]


def _tables() -> list[rx.Component]:
    strip = facts(
        [("Empresa", "13.400.000 €"), ("Suma", "12.660.500 €"), ("Sin repartir", "739.500 €")]
    )
    whole = card(
        toolbar(chips(samples.CHIPS, "Resultado"), search_box("Fichero o remitente")),
        data_table(
            GalleryState.columns,
            GalleryState.rows,
            caption="Ficheros",
            total=samples.TOTAL,
            paging=samples.PAGING,
        ),
        flush=True,
    )
    fixed = card(
        data_table(
            samples.COLUMNS,
            samples.ROWS[:3],
            caption="Ficheros, columnas fijas",
            row_action=lambda _: button("Responder", kind="small"),
        ),
        title="Columnas fijas, con acción",
        flush=True,
    )
    return [strip, whole, fixed]


def _grid() -> rx.Component:
    return card(
        sheet(
            samples.SHEET_COLUMNS,
            samples.SHEET_ROWS,
            caption="Objetivos por responsable",
            corner="Responsable €",
            sum_label="Ejercicio",
            on_cell=GalleryState.edit_cell,
            on_block=GalleryState.paste_block,
            total=samples.SHEET_TOTAL,
        ),
        title="Objetivos del ejercicio",
        foot=rx.el.span(GalleryState.last_event, id="last-event"),
        flush=True,
    )


def _form() -> rx.Component:
    zones = [("Europe/Madrid", "Madrid"), ("America/Mexico_City", "México")]
    days = [("mon", "L", "lunes"), ("tue", "M", "martes"), ("sat", "S", "sábado")]
    modes = [("same", "El mismo valor", "cada mes"), ("year", "Año anterior más un %", "")]
    return card(
        form(
            form_row(
                text_field("name", "Nombre", value="Torrealba", help="Como en la factura"),
                number_field("target", "Objetivo", value="1.000,50", error="Falta el importe"),
                select_field("zone", "Zona horaria", zones, value="Europe/Madrid"),
            ),
            password_field("password", "Contraseña"),
            textarea_field("note", "Nota"),
            day_picker("Días laborables", days, checked=["mon", "tue"]),
            radio_cards("mode", "Repetir", modes, value="same", side_by_side=True),
            segmented(
                "kept",
                "Meses con objetivo",
                [("yes", "Respetarlos"), ("no", "Sobrescribir")],
                value="yes",
            ),
            checkbox("remember", "Mantener la sesión", checked=True),
            form_actions(button("Cancelar"), button("Guardar", kind="primary", type="submit")),
            on_submit=GalleryState.submit,
            name="sample",
        ),
        title="Formulario",
    )


def _controls() -> list[rx.Component]:
    buttons = rx.el.div(
        button("Normal"),
        button("Primario", kind="primary"),
        button("Discreto", kind="ghost"),
        button("Borrar", kind="danger", icon_name="delete"),
        button("Enviando", kind="primary", busy=True),
        link_button("Enlace", HERE),
        file_link("Fichero", "/favicon.svg"),
        icon_button("Descargar", "download"),
        *[badge(tone or "neutro", tone) for tone in ("", "good", "bad", "warn", "info")],
        class_name="row wrap",
    )
    return [
        card(buttons, title="Botones e insignias"),
        breadcrumbs(("Importaciones", HERE), ("LISTADO_VTAS_REP.csv", "")),
        segments(samples.VIEWS, "Vista"),
        tabs(samples.VIEWS, "Vista"),
        active_filters([("Bebidas", HERE), ("Marta Ferrer", HERE)], HERE),
    ]


def _feedback() -> list[rx.Component]:
    act = button("Mirar ahora", kind="small")
    upload = link_button("Subir ficheros", HERE, kind="primary")
    retry = GalleryState.open_one("")
    empties = [
        empty_first("Aún no hay ventas", "Sube el listado de ventas de tu ERP.", upload),
        empty_search("Nada coincide", "Familia Bebidas, responsable Marta", HERE),
        empty_forbidden("Solo para supervisores", "Pídelo a quien administra."),
        failed("No se ha podido leer", "Vuelve a intentarlo.", error_id="a1b2", on_retry=retry),
        empty_done("Todo está al día"),
        refreshing(GalleryState.ready, rx.el.p("La imagen anterior, mientras llega la nueva")),
    ]
    return [
        *[
            notice(f"Aviso {tone or 'neutro'}", tone=tone, actions=act)
            for tone in ("", "good", "warn", "bad")
        ],
        rx.el.div(*[card(one) for one in empties], class_name="grid of-3"),
        rx.el.div(
            card(timeline(samples.EVENTS), title="Qué ha pasado"),
            card(job_progress("Cargando ventas.csv", 42, "504.000 de 1.200.000"), skeleton("64px")),
            class_name="grid of-2",
        ),
        file_drop(
            "/api/gallery",
            on_sent=GalleryState.sent,
            on_failed=GalleryState.not_sent,
            title="Suelta aquí los ficheros de tu ERP",
            help="CSV o Excel",
        ),
    ]


def _overlays() -> list[rx.Component]:
    opener = rx.el.button("Menú", type="button", class_name="btn", **opens("sample-menu"))
    buttons = rx.el.div(
        *[button(part, GalleryState.open_one(part)) for part in ("dialog", "panel", "confirm")],
        button("Aviso", GalleryState.say_one("")),
        button("Aviso de error", GalleryState.say_one("bad")),
        menu("sample-menu", opener, rx.el.a("Original", href=HERE, class_name="menu-item")),
        class_name="row wrap",
    )
    close = GalleryState.open_one("")
    return [
        card(buttons, title="Lo que se abre"),
        dialog(
            "Repetir valores",
            text_field("growth", "Subida al mes", value="0,0 %"),
            open=GalleryState.open_part == "dialog",
            on_close=close,
            foot=button("Rellenar 6 meses", close, kind="primary"),
            subtitle="Iván Castelló, noviembre",
        ),
        side_panel(
            "Líneas de Bebidas",
            data_table(samples.COLUMNS, samples.ROWS, caption="Líneas", paging=samples.PAGING),
            open=GalleryState.open_part == "panel",
            on_close=close,
        ),
        confirm(
            "¿Deshacer la importación 264?",
            "Noviembre vuelve a 694.120,11 €. Nada posterior toca estas líneas.",
            "Deshacer 1.204 líneas",
            open=GalleryState.open_part == "confirm",
            on_confirm=close,
            on_close=close,
        ),
    ]


def _palette() -> rx.Component:
    """Before anything is typed, with what was found, with nothing found; Ctrl K opens the real."""
    states = [
        ("all", "", samples.PALETTE, 0, False),
        ("found", "al", samples.PALETTE_FOUND, 1, False),
        ("nothing", "xyz", [], 0, True),
    ]
    panels = [
        card(
            rx.el.div(
                PalettePanel.create(
                    name=f"palette-{name}",
                    labels=palette_labels(),
                    words=words,
                    rows=rows,
                    chosen=chosen,
                    nothing=nothing,
                ),
                class_name="palette",
            ),
            flush=True,
        )
        for name, words, rows, chosen, nothing in states
    ]
    return rx.el.div(*panels, class_name="grid of-3")
