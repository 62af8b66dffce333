"""Pages written on the server, for people who are not signed in: no socket, no state.

`el` escapes every text; only what `el` made goes in unescaped.
"""

from html import escape
from typing import Any, Final

from crm.kit.texts import Locale, text
from crm.ui.icon_paths import PATHS

VOID: Final = frozenset({"input", "link", "meta", "br"})


class Html(str):
    """A piece of HTML that is safe to place."""

    __slots__ = ()


def el(name: str, /, *children: "Html | str | None", **attributes: Any) -> Html:
    """An element. `class_` is class, other underscores are dashes; None and False drop out."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: "Html | str | None") -> Html:
    """The pieces one after another, texts escaped."""
    return Html("".join(one if isinstance(one, Html) else escape(one) for one in children if one))


def icon(name: str) -> Html:
    """An icon by its meaning; decorative."""
    path = el("path", d=PATHS[name])
    return el("svg", path, viewBox="0 0 24 24", class_="ico", aria_hidden="true")


def field(name: str, label: str, control: Html, *, help: str = "", error: str = "") -> Html:
    """Label, control and what is said below it; the control's id is `field-<name>`."""
    return el(
        "div",
        el("label", label, for_=f"field-{name}", class_="label"),
        control,
        note(name, help=help, error=error),
        class_="field",
    )


def note(name: str, *, help: str = "", error: str = "") -> Html | None:
    """What is said below a control: the error in the help's place."""
    if error:
        return el("p", icon("error"), error, class_="error", id=f"note-{name}", role="alert")
    return el("p", help, class_="help", id=f"note-{name}") if help else None


def input_(name: str, *, kind: str = "text", error: str = "", **attributes: Any) -> Html:
    """One line to type in."""
    return el(
        "input",
        type=kind,
        name=name,
        id=f"field-{name}",
        class_="input",
        aria_invalid="true" if error else None,
        aria_describedby=f"note-{name}" if error else None,
        **attributes,
    )


def select(name: str, options: "list[tuple[str, str]]", chosen: str, **attributes: Any) -> Html:
    """A choice of one; `options`: (value, label)."""
    items = _options(options, chosen)
    return el("select", *items, name=name, id=f"field-{name}", class_="input", **attributes)


def grouped_select(
    name: str, groups: "list[tuple[str, list[tuple[str, str]]]]", chosen: str, **attributes: Any
) -> Html:
    """The same with its options under headings; `groups`: (heading, options)."""
    items = [
        el("optgroup", *_options(options, chosen), label=heading) for heading, options in groups
    ]
    return el("select", *items, name=name, id=f"field-{name}", class_="input", **attributes)


def password(
    name: str, show: str, *, new: bool = False, error: str = "", autofocus: bool = False
) -> Html:
    """A password with a button that shows it."""
    complete = "new-password" if new else "current-password"
    eye = el(
        "button",
        icon("eye"),
        type="button",
        class_="btn-icon",
        aria_label=show,
        title=show,
        data_reveals=f"field-{name}",
    )
    control = input_(
        name,
        kind="password",
        error=error,
        autocomplete=complete,
        autofocus=autofocus,
        required=True,
    )
    return el("div", control, eye, class_="with-end")


def document(language: Locale, title: str, body: str) -> str:
    """A whole page with the product's styles; the theme is set before the first paint."""
    head = joined(
        el("meta", charset="utf-8"),
        el(
            "meta",
            name="viewport",
            content="width=device-width, initial-scale=1, viewport-fit=cover",
        ),
        el("meta", name="robots", content="noindex"),
        el("title", title),
        el("script", src="/entry.js"),
        el("link", rel="stylesheet", href="/crm.css"),
        el("link", rel="icon", href="/favicon.svg", type="image/svg+xml"),
        el("script", src="/crm.js", defer=True),
    )
    whole = el("html", el("head", head), el("body", Html(body)), lang=language)
    return f"<!doctype html>{whole}"


def away_page(language: Locale) -> str:
    """That the database does not answer; needs none itself."""
    title = text(language, "api.away_title")
    body = el("main", el("h1", title), el("p", text(language, "api.away_text")), class_="empty")
    return document(language, title, body)


def _options(options: "list[tuple[str, str]]", chosen: str) -> "list[Html]":
    return [el("option", label, value=value, selected=value == chosen) for value, label in options]


def _attribute(key: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
