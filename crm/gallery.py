"""Every component in all its states, at /gallery, in development only."""

import reflex as rx

from crm.shell.layout import screen
from crm.shell.parts import Page, page
from crm.ui.buttons import button, icon_button, link_button
from crm.ui.card import Event, Figure, Span, answer_spans, badge, card, change, facts, figure_row, pairs_list, timeline
from crm.ui.feedback import empty_done, empty_first, empty_search, failed, job_progress, notice, skeleton
from crm.ui.filters import Choice, chips, filter_bar, filter_select, month_stepper, segments, tabs
from crm.ui.form import checkbox, day_picker, form, form_actions, form_row, number_field, password_field, radio_cards, segmented, select_field, text_field
from crm.ui.marks import Bar, bar_list, bullet_of, legend, ring, spark
from crm.ui.table import Cell, Column, Paging, Row, data_table, toolbar

TREND = spark([5, 8, 6, 7, 9, 8, 11, 10, 12, 7], partial=True)
BARS = [
    Bar("Bebidas", "211.400 €", "78,9 %", "/gallery", "▲ 7,7 %", "good", bullet_of(211, scale=268, goal=214, pace=190)),
    Bar("Congelados", "142.300 €", "66,5 %", "/gallery", "▼ 10,0 %", "bad", bullet_of(142, scale=268, goal=200, pace=150)),
    Bar("Limpieza e higiene profesional", "101.600 €", "71,5 %", "", "▼ 2,3 %", "bad", bullet_of(101, scale=268, goal=142)),
]


class GalleryState(rx.State):
    """Nothing but what the gallery's dynamic parts read."""

    rows: rx.Field[list[Row]] = rx.field(default_factory=lambda: ROWS)
    columns: rx.Field[list[Column]] = rx.field(default_factory=lambda: COLUMNS)
    figures: rx.Field[list[Figure]] = rx.field(default_factory=lambda: FIGURES)

    @rx.event
    def nothing(self, form: dict) -> None:
        """Takes a form and forgets it."""


FIGURES = [
    Figure("Facturación neta", "833.600 €", "", "833.600,25 €", "/gallery", "74,4 % de 1.120.000 €", change("3,7 %", 1, "up", "vs mismos 16 días de nov 2025"), TREND, bullet_of(833, scale=1200, goal=1120)),
    Figure("Objetivos en camino", "4", "de 11", "", "", "Cumplidos en octubre: 8 de 11", change("2", -1, "up", "vs el mismo día de octubre"), TREND, bullet_of(4, scale=11, goal=8)),
    Figure("Retención de clientes", "91,8 %", "", "", "", "Objetivo 93,0 %", change("0,9 pp", -1, "up", "vs ago–oct 2025"), spark([3, 5, 6, 5, 4, 3, 2], goal=4), bullet_of(91, scale=100, goal=93)),
    Figure("Clientes nuevos", "14", "de 20", "", "", "Faltan 6", change("3", 1, "up", "vs mismos 16 días"), TREND, bullet_of(14, scale=22, goal=20)),
]
COLUMNS = [
    Column("Recibido", on_phone="detail", sort_href="/gallery?sort=date", sorted="descending"),
    Column("Fichero", on_phone="title"),
    Column("Resultado", on_phone="detail"),
    Column("12 meses"),
    Column("Líneas", "end", sort_href="/gallery?sort=lines"),
    Column("Importe", "end", "€", on_phone="figure"),
]
ROWS = [
    Row(str(n), "/gallery", "selected" if n == 1 else "struck" if n == 4 else "", [Cell(f"{n} nov 7:42"), Cell(f"ventas_202611{n:02}.csv", "Ventas diarias · nov 2026"), Cell("Cargado", kind="badge", tone="good") if n % 3 else Cell("Con rechazos", kind="badge", tone="warn"), Cell(kind="spark", spark=TREND), Cell("1.204"), Cell("38.412,90", href="/gallery?lines=1")])
    for n in range(1, 8)
]
TOTAL = Row("total", "", "", [Cell("Total"), Cell("7 ficheros"), Cell(), Cell(), Cell("8.428"), Cell("268.890,30")])


@screen(route="/gallery", title_key="ui.actions", role="sales")
def gallery() -> Page:
    """All components."""
    return page(
        answer_spans([Span("Noviembre va al "), Span("74,4 %", True), Span(" del objetivo con el "), Span("76,2 %", True), Span(" del mes trabajado; al ritmo actual cerrará "), Span("25.900 € por debajo", True, "bad", "/gallery"), Span(".")]),
        figure_row(GalleryState.figures),
        rx.el.div(
            card(bar_list(BARS), title="Congelados y Limpieza retroceden", subtitle="Facturación de noviembre por familia", flush=True),
            card(pairs_list([("Objetivo del mes", "1.120.000 €"), ("Cumplido", "74,4 %"), ("Falta", "286.400 €")]), ring(74, "74 %"), legend(("", "Real"), ("goal", "Objetivo"), ("prev", "Año anterior"), ("forecast", "Proyección")), title="Facturación neta", foot=rx.el.a("Abrir el objetivo", href="/gallery")),
            class_name="grid wide-left",
        ),
        facts([("Empresa", "13.400.000 €"), ("Suma de responsables", "12.660.500 €"), ("Sin repartir", rx.el.span("739.500 €", class_name="warn"))]),
        card(toolbar(chips([Choice("Todos", "/gallery", True, "264"), Choice("Con rechazos", "/gallery", False, "6")], "Resultado")), data_table(GalleryState.columns, GalleryState.rows, caption="Ficheros", total=TOTAL, paging=Paging("1–50 de 12.480", "", "/gallery?page=2", "Total del filtro: 298.114 líneas")), flush=True),
        card(data_table(COLUMNS, ROWS[:3], caption="Ficheros"), title="La misma, columnas fijas", flush=True),
        card(
            form(
                form_row(text_field("name", "Nombre", value="Torrealba", help="Como aparece en la factura"), number_field("target", "Objetivo", value="1.000,50", error="Falta el importe"), select_field("zone", "Zona horaria", [("madrid", "Madrid"), ("mexico", "México")], value="madrid")),
                password_field("password", "Contraseña", error="El correo o la contraseña no coinciden"),
                day_picker("Días laborables", [("mon", "L", "lunes"), ("tue", "M", "martes"), ("sat", "S", "sábado")], checked=["mon", "tue"]),
                radio_cards("mode", "Repetir", [("same", "El mismo valor", "cada mes"), ("year", "Año anterior más un %", "")], value="same"),
                segmented("overwrite", "Meses que ya tienen objetivo", [("keep", "Respetarlos"), ("replace", "Sobrescribir")], value="keep"),
                checkbox("remember", "Mantener la sesión", checked=True),
                form_actions(button("Cancelar"), button("Guardar", kind="primary", type="submit")),
                on_submit=GalleryState.nothing,
                name="sample",
            ),
            title="Formulario",
        ),
        card(rx.el.div(button("Normal"), button("Primario", kind="primary"), button("Discreto", kind="ghost"), button("Borrar", kind="danger", icon_name="delete"), button("Enviando", kind="primary", busy=True), link_button("Enlace", "/gallery"), icon_button("Descargar", "download"), badge("Cargado", "good"), badge("No llega", "bad"), badge("Justo", "warn"), badge("Info", "info"), badge("Nada"), class_name="row wrap"), title="Botones"),
        segments([Choice("Por objetivo", "/gallery", True), Choice("Responsable", "/gallery")], "Vista"),
        tabs([Choice("Datos", "/gallery", True), Choice("Ventas", "/gallery", False, "12")], "Vista"),
        notice("Lleva 26 h de retraso.", tone="bad", actions=button("Mirar ahora", kind="small")),
        notice("Cuadra al céntimo.", tone="good"),
        card(timeline([Event("mail", "Recibido", "de erp@almenara.example", "7:42:08"), Event("archive", "Guardado tal cual", "184 kB", "7:42:08"), Event("database", "Cargado", "1.204 líneas", "7:42:09")]), title="Qué ha pasado"),
        rx.el.div(card(empty_first("Aún no hay ventas", "Sube el listado de ventas de tu ERP y aquí verás cada mes.", link_button("Subir ficheros", "/gallery", kind="primary"))), card(empty_search("Nada coincide", "Familia Bebidas, responsable Ana", "/gallery")), card(failed("No se ha podido leer", "Vuelve a intentarlo.", error_id="a1b2", on_retry=GalleryState.nothing({}))), card(empty_done("Todo está al día")), class_name="grid of-2"),
        card(job_progress("Cargando ventas.csv", 42, "504.000 de 1.200.000 líneas"), skeleton(), title="Trabajo"),
        filters=filter_bar(month_stepper(previous_href="/gallery?m=1", next_href="", label="nov 2026"), filter_select("Familia", [("/gallery", "Todas las familias"), ("/gallery?f=1", "Bebidas")], value="/gallery")),
        actions=button("Compartir", kind="primary", icon_name="upload"),
    )
