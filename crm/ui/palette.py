"""The command palette: goes to a page or a client by a few letters."""

import reflex as rx


class CommandPalette(rx.Component):
    """A dialog opened by Ctrl or Command K, or by a button with `opens_dialog(name)`.

    `places`: a Var of dicts with `href`, `label` and `note` (its keys). Clients are asked of the
    API as the person in this browser, so the wall decides who is found. `labels`: `title`, `ask`,
    `list`, `nothing`. Children stand beside the field: what closes it by touch.
    """

    library = "$/public/ui/palette.js"
    tag = "CommandPalette"

    name: rx.Var[str]
    places: rx.Var[list[dict[str, str]]]
    labels: rx.Var[dict[str, str]]


class PalettePanel(rx.Component):
    """What the palette shows inside, without doing anything: for looking at its states.

    `rows` are what was found, as the palette's places; `chosen` the place of the marked one.
    """

    library = "$/public/ui/palette-panel.js"
    tag = "PalettePanel"

    name: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    words: rx.Var[str]
    rows: rx.Var[list[dict[str, str]]]
    chosen: rx.Var[int]
    nothing: rx.Var[bool]
