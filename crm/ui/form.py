"""Forms: a field is label above, help below, and an error that takes the help's place.

Inputs are uncontrolled: they start at `value` and keep what is typed; the form's submit hands
all of them over by name. Give `on_change` only where the page must follow every key.
"""

from collections.abc import Iterable
from typing import Any, Literal

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from crm.ui.base import Flag, Handler, Text, children, each, present, when
from crm.ui.icons import icon
from crm.ui.texts import tr

Kind = Literal["text", "email", "search", "url", "date", "tel"]


class PlainForm(BaseHTML):
    """A form the browser itself submits, for routes that answer with a redirect or a file."""

    tag = "form"
    action: rx.Var[str]
    method: rx.Var[str]
    enc_type: rx.Var[str]


def form(*parts: Any, on_submit: Handler, name: str, reset: bool = False) -> rx.Component:
    """A form whose `on_submit` receives a dict of its inputs by name."""
    return rx.el.form(
        *parts, on_submit=on_submit, class_name="form", id=name, reset_on_submit=reset
    )


def form_row(*fields: rx.Component) -> rx.Component:
    """Fields side by side where there is room."""
    return rx.el.div(*fields, class_name="form-row")


def form_actions(*buttons: rx.Component) -> rx.Component:
    """The buttons at the end of a form; the main one last."""
    return rx.el.div(*buttons, class_name="form-actions")


def field(
    name: str, label: Text, control: rx.Component, *, help: Text = "", error: Text = ""
) -> rx.Component:
    """Label, control and what is said below it. The control's id must be `field-<name>`."""
    note = when(
        present(error),
        rx.el.p(icon("error"), error, class_name="error", id=f"note-{name}", role="alert"),
        when(present(help), rx.el.p(help, class_name="help", id=f"note-{name}")),
    )
    return rx.el.div(
        rx.el.label(label, html_for=f"field-{name}", class_name="label"),
        *children(control, note),
        class_name="field",
    )


def text_field(
    name: str,
    label: Text,
    *,
    value: Text = "",
    help: Text = "",
    error: Text = "",
    kind: Kind = "text",
    **props: Any,
) -> rx.Component:
    """One line of text. `kind` is the input's type: text, email, search, url, date, tel."""
    control = rx.el.input(
        type=kind, default_value=value, class_name="input", **_control(name, help, error), **props
    )
    return field(name, label, control, help=help, error=error)


def number_field(
    name: str, label: Text, *, value: Text = "", help: Text = "", error: Text = "", **props: Any
) -> rx.Component:
    """A figure typed as text in the company's style (1.234,5); the server reads it."""
    control = rx.el.input(
        type="text",
        input_mode="decimal",
        default_value=value,
        class_name="input num",
        auto_complete="off",
        **_control(name, help, error),
        **props,
    )
    return field(name, label, control, help=help, error=error)


def password_field(
    name: str, label: Text, *, help: Text = "", error: Text = "", new: bool = False
) -> rx.Component:
    """A password with a button that shows it. `new` asks the browser to propose one."""
    control = rx.el.div(
        rx.el.input(
            type="password",
            class_name="input",
            auto_complete="new-password" if new else "current-password",
            **_control(name, help, error),
        ),
        rx.el.button(
            icon("eye"),
            type="button",
            aria_label=tr("ui.show_password"),
            title=tr("ui.show_password"),
            class_name="btn-icon",
            custom_attrs={"data-reveals": f"field-{name}"},
        ),
        class_name="with-end",
    )
    return field(name, label, control, help=help, error=error)


def textarea_field(
    name: str, label: Text, *, value: Text = "", help: Text = "", error: Text = "", **props: Any
) -> rx.Component:
    """Several lines of text."""
    control = rx.el.textarea(
        default_value=value, class_name="input", **_control(name, help, error), **props
    )
    return field(name, label, control, help=help, error=error)


def select_field(
    name: str,
    label: Text,
    options: Any,
    *,
    value: Text = "",
    help: Text = "",
    error: Text = "",
    **props: Any,
) -> rx.Component:
    """A choice of one. `options`: pairs (value, label), or a Var of `Option`."""
    control = rx.el.select(
        *option_items(options),
        default_value=value,
        class_name="input",
        key=value if isinstance(value, rx.Var) else None,
        **_control(name, help, error),
        **props,
    )
    return field(name, label, control, help=help, error=error)


def option_items(options: Any) -> list[Any]:
    """`<option>` elements of pairs (value, label), or of a Var of `Option`."""
    if isinstance(options, rx.Var):
        return each(options, lambda one: rx.el.option(one.label, value=one.value))
    return [rx.el.option(label, value=value) for value, label in options]


def checkbox(name: str, label: Text, *, checked: Flag = False, **props: Any) -> rx.Component:
    """One box with its label beside it."""
    box = rx.el.input(type="checkbox", name=name, default_checked=checked, **props)
    return rx.el.label(box, rx.el.span(label), class_name="check")


def checkbox_group(
    label: Text, options: Iterable[tuple[str, Text]], *, checked: Iterable[str] = ()
) -> rx.Component:
    """Several boxes under one label; `options`: pairs (name, label), `checked`: names."""
    chosen = set(checked)
    boxes = [checkbox(name, text, checked=name in chosen) for name, text in options]
    return _group(label, rx.el.div(*boxes, class_name="checks"))


def day_picker(
    label: Text, days: Iterable[tuple[str, Text, Text]], *, checked: Iterable[str] = ()
) -> rx.Component:
    """Days of the week as toggles; `days`: (name, letter, whole name)."""
    chosen = set(checked)
    toggles = [
        rx.el.label(
            rx.el.input(
                type="checkbox", name=name, default_checked=name in chosen, aria_label=whole
            ),
            letter,
            class_name="day",
        )
        for name, letter, whole in days
    ]
    return _group(label, rx.el.div(*toggles, class_name="days"))


def radio_cards(
    name: str,
    label: Text,
    options: Iterable[tuple[str, Text, Text]],
    *,
    value: Text = "",
    on_change: Handler = None,
    side_by_side: bool = False,
) -> rx.Component:
    """A choice of one with room to explain; `options`: (value, title, explanation)."""
    cards = [_radio_card(name, one, value, on_change) for one in options]
    return _group(
        label, rx.el.div(*cards, class_name="options side" if side_by_side else "options")
    )


def segmented(
    name: str,
    label: Text,
    options: Iterable[tuple[str, Text]],
    *,
    value: Text = "",
    on_change: Handler = None,
) -> rx.Component:
    """A short choice of one inside a form, all options in view; `options`: (value, label)."""
    choices = [
        rx.el.label(_radio(name, option, value, on_change), text) for option, text in options
    ]
    return _group(label, rx.el.div(*choices, class_name="seg even"))


def _group(label: Text, choices: rx.Component) -> rx.Component:
    return rx.el.fieldset(rx.el.legend(label, class_name="label"), choices, class_name="field")


def _radio_card(
    name: str, option: tuple[str, Text, Text], value: Text, on_change: Handler
) -> rx.Component:
    choice, title, why = option
    text = rx.el.span(rx.el.b(title), when(present(why), rx.el.small(why)))
    return rx.el.label(_radio(name, choice, value, on_change), text, class_name="option")


def _radio(name: str, option: str, value: Text, on_change: Handler) -> rx.Component:
    props: dict[str, Any] = {"on_change": on_change} if on_change is not None else {}
    chosen = value == option
    return rx.el.input(type="radio", name=name, value=option, default_checked=chosen, **props)


def _control(name: str, help: Text, error: Text) -> dict[str, Any]:
    noted = bool(isinstance(help, rx.Var) or help or isinstance(error, rx.Var) or error)
    invalid = present(error)
    return {
        "id": f"field-{name}",
        "name": name,
        "aria_invalid": invalid,
        "aria_describedby": f"note-{name}" if noted else None,
    }
