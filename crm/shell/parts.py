"""What a screen hands to its frame."""

from dataclasses import dataclass
from typing import Any

from crm.ui.base import Child, Text


@dataclass(frozen=True)
class Page:
    """The parts of a screen that the frame places, see `page`."""

    body: tuple[Any, ...]
    title: Text | None = None
    crumbs: Child = None
    filters: Child = None
    actions: Child = None
    on_undo: Any = None


def page(
    *body: Any,
    title: Text | None = None,
    crumbs: Child = None,
    filters: Child = None,
    actions: Child = None,
    on_undo: Any = None,
) -> Page:
    """A screen's content: `body` down the page, the rest in the top bar.

    `title` replaces the registered one (a client's name); `crumbs` replaces the title in the
    bar. On a phone `filters` scroll sideways under the title and `actions` stand above the
    bottom bar, so give at most two. `on_undo(undo)` serves the Undo of this screen's toasts.
    """
    return Page(body, title, crumbs, filters, actions, on_undo)
