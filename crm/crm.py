"""The app: its frame, its pages."""

import os

import reflex as rx

from crm.shell.layout import add_screens, document_head

if os.environ.get("CRM_DEV") == "1":
    import crm.gallery.page  # noqa: F401  # registers /gallery

app = rx.App(
    stylesheets=["/crm.css"],
    head_components=document_head(),
    html_lang="es",
    toaster=None,
    reset_style=False,
)
add_screens(app)
