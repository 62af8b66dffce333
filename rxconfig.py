"""Reflex's configuration: no theme of its own, state in memory, one process."""

import reflex as rx

config = rx.Config(
    app_name="crm",
    plugins=[],
    disable_plugins=[rx.plugins.SitemapPlugin],
    state_manager_mode="memory",
    show_built_with_reflex=False,
    telemetry_enabled=False,
    cors_allowed_origins=[],
)
