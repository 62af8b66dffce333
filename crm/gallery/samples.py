"""What the gallery shows: figures of an invented company."""

from collections.abc import Sequence
from typing import Any

from crm.ui.card import Event, Figure, Span, change
from crm.ui.chart import Chart, chart, round_steps
from crm.ui.filters import Choice, Option
from crm.ui.marks import Bar, Mark, bullet_of, spark
from crm.ui.sheet import SheetCell, SheetColumn, SheetRow
from crm.ui.table import Cell, Column, Paging, Row
from crm.ui.traces import (
    MARKS,
    actual_line,
    columns,
    forecast_line,
    goal_line,
    goal_marks,
    outline,
    previous_line,
    sum_line,
)

HERE = "/gallery"
MONTHS = ["jul", "ago", "sep", "oct", "nov", "dic", "ene", "feb", "mar", "abr", "may", "jun"]
RUNNING = 4  # the month in progress, November
SALES = [1050, 980, 1120, 1210, 833, 1190, 860, 905, 1060, 1030, 1140, 1205]
GOALS = [1000, 1000, 1100, 1150, 1120, 1255, 843, 878, 1015, 988, 1039, 1110]
TREND = spark([5, 8, 6, 7, 9, 8, 11, 10, 12, 7], partial=True)

ANSWER = [
    Span("Noviembre va al "),
    Span("74,4 %", strong=True),
    Span(" del objetivo con el "),
    Span("76,2 %", strong=True),
    Span(" del mes trabajado; al ritmo actual cerrará "),
    Span("25.900 € por debajo", strong=True, tone="bad", href=HERE),
    Span("."),
]

FIGURES = [
    Figure(
        label="Facturación neta",
        value="833.600 €",
        exact="833.600,25 €",
        href=HERE,
        note="74,4 % de 1.120.000 €",
        delta=change("3,7 %", 1, "up", "vs mismos 16 días de nov 2025"),
        spark=TREND,
        bullet=bullet_of(833, scale=1200, goal=1120, label="74,4 % del objetivo"),
    ),
    Figure(
        label="Objetivos en camino",
        value="4",
        of="de 11",
        note="Cumplidos en octubre: 8 de 11",
        delta=change("2", -1, "up", "vs el mismo día de octubre"),
        spark=TREND,
        bullet=bullet_of(4, scale=11, goal=8, label="4 de 11"),
    ),
    Figure(
        label="Retención de clientes",
        value="91,8 %",
        note="Objetivo 93,0 %",
        delta=change("0,9 pp", -1, "up", "vs ago–oct 2025"),
        spark=spark([3, 5, 6, 5, 4, 3, 2], goal=4),
        bullet=bullet_of(91, scale=100, goal=93, label="91,8 % de 93 %"),
    ),
    Figure(
        label="Clientes no retenidos",
        value="41",
        note="Máximo 35",
        delta=change("6", 1, "down", "vs octubre"),
        bullet=bullet_of(41, scale=45, goal=35, label="41 de 35", tone="bad"),
    ),
]

BARS = [
    Bar(
        "Bebidas",
        "211.400 €",
        "78,9 %",
        HERE,
        "▲ 7,7 %",
        "good",
        bullet_of(211, scale=268, goal=214, before=196),
    ),
    Bar(
        "Congelados",
        "142.300 €",
        "66,5 %",
        HERE,
        "▼ 10,0 %",
        "bad",
        bullet_of(142, scale=268, goal=200, before=158),
    ),
    Bar("Limpieza e higiene profesional", "101.600 €", "71,5 %", bullet=bullet_of(101, scale=268)),
]

COLUMNS = [
    Column("Recibido", on_phone="detail", sort_href=f"{HERE}?sort=date", sorted="descending"),
    Column("Fichero", on_phone="title"),
    Column("Resultado", on_phone="detail"),
    Column("12 meses"),
    Column("Líneas", align="end", sort_href=f"{HERE}?sort=lines"),
    Column("Importe", align="end", unit="€", on_phone="figure"),
]


def _row(day: int) -> Row:
    outcome = Cell("Cargado", kind="badge", tone="good")
    if day % 3 == 0:
        outcome = Cell("Con rechazos", kind="badge", tone="warn")
    return Row(
        id=str(day),
        href=HERE,
        tone={1: "selected", 4: "struck"}.get(day, ""),
        cells=[
            Cell(f"{day} nov 7:42"),
            Cell(f"ventas_202611{day:02}.csv", note="Ventas diarias"),
            outcome,
            Cell(kind="spark", spark=TREND),
            Cell("1.204"),
            Cell("38.412,90", href=f"{HERE}?lines={day}"),
        ],
    )


ROWS = [_row(day) for day in range(1, 8)]
TOTAL = Row(
    cells=[Cell("Total"), Cell("7 ficheros"), Cell(), Cell(), Cell("8.428"), Cell("268.890,30")]
)
PAGING = Paging("1–50 de 12.480", "", f"{HERE}?page=2", "Total del filtro: 298.114 líneas")
CHIPS = [Choice("Todos", HERE, chosen=True, count="264"), Choice("Con rechazos", HERE, count="6")]
VIEWS = [Choice("Por objetivo", HERE, chosen=True), Choice("Responsable", HERE)]
FAMILIES = [Option(HERE, "Todas las familias"), Option(f"{HERE}?family=1", "Bebidas")]

EVENTS = [
    Event("mail", "Recibido", "de erp@torrealba.example", "7:42:08"),
    Event("archive", "Guardado tal cual", "184 kB", "7:42:08"),
    Event("error", "Rechazado", "falta la columna de importe", "7:42:09", "bad"),
]


LEGEND = [Mark(one, one or "line") for one in MARKS]


def monthly() -> Chart:
    """Columns of a year against the one before and their goals, the last one running."""
    before = [one - 90 for one in SALES]
    ahead = [*[None] * 11, 1290]
    sums = [sum(SALES[: at + 1]) for at in range(12)]
    hrefs = [f"{HERE}?month={month}" for month in MONTHS]
    return chart(
        columns("2025", MONTHS, before, hover=_thousands(before), colour="prev"),
        columns("2026", MONTHS, SALES, hover=_thousands(SALES), hrefs=hrefs, partial=True),
        outline("Proyección", MONTHS, ahead, above=SALES, hover=_thousands(ahead)),
        goal_marks("Objetivo", MONTHS, GOALS, hover=_thousands(GOALS)),
        sum_line("Acumulado del año", MONTHS, sums, hover=_thousands(sums), brief="Acumulado"),
        ticks=[(one, f"{one:.0f} k") for one in round_steps(0, 1290)],
        second_ticks=[(one, f"{one:.0f} k") for one in round_steps(0, sums[-1])],
        heads=[f"{month} 2026" for month in MONTHS],
    )


def cumulative() -> Chart:
    """What was sold so far against what should have been, up to where the data go."""
    done = [sum(SALES[: at + 1]) if at <= RUNNING else None for at in range(12)]
    due = [sum(GOALS[: at + 1]) for at in range(12)]
    before = [one * 0.94 for one in due]
    ahead = [None if at < RUNNING else due[at] * 0.97 for at in range(12)]
    return chart(
        previous_line("2025", MONTHS, before, hover=_thousands(before), end="2025 11.720 k"),
        goal_line("Objetivo", MONTHS, due, hover=_thousands(due), end="Objetivo 12.468 k"),
        forecast_line("Proyección", MONTHS, ahead, end="Proyección 12.094 k"),
        actual_line("Real", MONTHS, done, hover=_thousands(done)),
        ticks=[(one, f"{one:.0f} k") for one in round_steps(0, due[-1])],
        until=(RUNNING, "Datos hasta nov"),
        in_line=True,
    )


def distance() -> Chart:
    """How far from what should have been: the lower chart."""
    away = [SALES[at] - GOALS[at] for at in range(12)]
    return chart(
        actual_line("Distancia", MONTHS, away, hover=_thousands(away), end="+95 k a fin de año"),
        ticks=[(one, f"{one:.0f} k") for one in round_steps(min(away), max(away), 4)],
        in_line=True,
    )


def _thousands(values: Sequence[float | None]) -> list[str]:
    return ["" if one is None else f"{one:.0f} k" for one in values]


SHEET_COLUMNS = [
    SheetColumn(month, locked=at < RUNNING, now=at == RUNNING) for at, month in enumerate(MONTHS)
]


MARKED: dict[tuple[int, int], dict[str, Any]] = {
    (1, 10): {"tone": "preview"},
    (1, 11): {"tone": "preview"},
    (2, 6): {"error": "No es un importe", "stored": "96.000"},
}


def _sheet_row(at: int, name: str) -> SheetRow:
    closed = [
        SheetCell(
            value=f"{98 + month}.500",
            note=f"{103 - 4 * month} %",
            locked=True,
            tone=f"d{7 - month}",
        )
        for month in range(RUNNING)
    ]
    open_cells = [
        SheetCell(
            name=f"{at}:{month}",
            value=f"{90 + month}.000",
            label=f"{name}, {MONTHS[month]}",
            note="73.302",
            **MARKED.get((at, month), {}),
        )
        for month in range(RUNNING, 12)
    ]
    return SheetRow(str(at), name, [*closed, *open_cells], "1.128.000", "+2,1 %")


SHEET_ROWS = [
    _sheet_row(at, name) for at, name in enumerate(["Marta Ferrer", "Iván Castelló", "Rosa Giner"])
]
SHEET_TOTAL = SheetRow("total", "Total", [SheetCell(value="3.400") for _ in MONTHS], "3.384.000")

PALETTE = [
    {"href": "/analysis", "label": "Análisis", "note": "g a"},
    {"href": "/goals", "label": "Objetivos", "note": "g g"},
    {"href": "/clients", "label": "Clientes", "note": "g c"},
    {"href": "/profile", "label": "Tu perfil", "note": ""},
]
PALETTE_FOUND = [
    {"href": "/sellers", "label": "Comerciales", "note": ""},
    {"href": "/clients/7", "label": "Almazara del Puerto", "note": "C0007 · Sagunto"},
    {
        "href": "/clients/8",
        "label": "Restaurante y Marisquería Los Hermanos de la Albufera",
        "note": "C0008 · València",
    },
]
