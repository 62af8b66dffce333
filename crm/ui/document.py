"""What belongs to the document and not to any part of it: its language, title and keys."""

import reflex as rx
from reflex.event import no_args_event_spec


class Document(rx.Component):
    """Keeps `<html lang>` and the window's title as the page shows them, and the theme.

    `theme` is the one kept with the person; "" while nobody is known.
    """

    library = "$/public/ui/document.js"
    tag = "PageMarks"

    language: rx.Var[str]
    title: rx.Var[str]
    theme: rx.Var[str]


class Live(rx.Component):
    """Sends `on_news` when `news` differs, but from a hidden tab only once it is shown again.

    Tints the figures that differ after `changes` has risen, for two seconds.
    """

    library = "$/public/ui/live.js"
    tag = "Live"

    news: rx.Var[int]
    changes: rx.Var[int]
    on_news: rx.EventHandler[no_args_event_spec]


class Keys(rx.Component):
    """Single keys: `g` and a letter goes to a place, `/` searches, `?` lists the keys.

    Anything with `aria-keyshortcuts` is pressed by that key. Silent in fields and when
    switched off.
    """

    library = "$/public/ui/document.js"
    tag = "Keys"

    places: rx.Var[dict[str, str]]
