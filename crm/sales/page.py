"""The panel of the lines behind a figure, for the pages that open it."""

import reflex as rx

from crm.sales.state import LinesState
from crm.ui.buttons import file_link
from crm.ui.dialog import side_panel
from crm.ui.feedback import empty_done
from crm.ui.table import Column, data_table
from crm.ui.texts import tr


def lines_panel() -> rx.Component:
    """Stands once on a page whose `on_load` holds `LinesState.open_lines`."""
    columns = [
        Column(tr("sales.client"), on_phone="title"),
        Column(tr("sales.product"), on_phone="detail"),
        Column(tr("sales.document"), on_phone="detail"),
        Column(tr("sales.quantity"), "end", on_phone="detail"),
        Column(tr("sales.amount"), "end", on_phone="figure"),
        Column(tr("sales.import_short"), "end", on_phone="detail"),
    ]
    table = data_table(
        columns,
        LinesState.rows,
        caption=tr("sales.lines_title"),
        paging=LinesState.paging,
        empty=empty_done(tr("sales.lines_empty_text")),
    )
    return side_panel(
        tr("sales.lines_title"),
        rx.el.div(table, class_name="lines-panel"),
        open=LinesState.is_open,
        on_close=LinesState.close,
        subtitle=LinesState.subtitle,
        foot=file_link(tr("sales.download_csv"), LinesState.csv_href),
    )
