"""What every component shares: the types of props, class names, choices, links."""

from collections.abc import Callable, Iterable
from typing import Any

import reflex as rx

Text = str | rx.Var
Flag = bool | rx.Var
Number = int | float | rx.Var
Child = rx.Component | str | rx.Var | None
Handler = Any  # an event handler, an event, or a list of them: Reflex takes all three


def classes(*names: Text | None) -> Text:
    """Class names joined by spaces; None and "" drop out."""
    kept = [name for name in names if name is not None and not _is_blank(name)]
    known = [name for name in kept if isinstance(name, str)]
    if len(known) == len(kept):
        return " ".join(known)
    joined = rx.Var.create("")
    for name in kept:
        joined = joined + rx.Var.create(name).to(str) + " "
    return joined


def when(condition: Flag, shown: Any, otherwise: Any = None) -> Any:
    """`shown` if the condition holds; decided now for a value, in the page for a Var."""
    if isinstance(condition, rx.Var):
        return rx.cond(condition, shown, rx.fragment() if otherwise is None else otherwise)
    return shown if condition else otherwise


def placed(**sizes: Text) -> dict[str, Any]:
    """Props that set CSS properties on the element itself, where they win over any class.

    Reflex turns its own `style` into a class, which the stylesheet's longer selectors beat.
    """
    return {"custom_attrs": {"style": rx.Var.create(sizes)}}


def present(value: Any) -> Flag:
    """Whether a text is there: not None and not empty."""
    if isinstance(value, rx.Var):
        return value.to(str) != ""
    return value is not None and value != ""


def children(*parts: Child) -> list[Any]:
    """The parts without None, for passing on to an element."""
    return [part for part in parts if part is not None]


def if_present(text: Any, then: Any) -> Any:
    """`then` for an attribute if the text is there; else the attribute is left out."""
    if isinstance(text, rx.Var):
        return rx.cond(text.to(str) != "", then, rx.Var("undefined"))
    return then if text else None


def any_of(rows: Any) -> Flag:
    """Whether a list, or a Var of one, has anything in it."""
    return rows.to(list).length() > 0 if isinstance(rows, rx.Var) else bool(rows)


def each(rows: Iterable[Any] | rx.Var, render: Callable[[Any], rx.Component]) -> list[Any]:
    """One component per row; a loop for a Python list, a loop in the page for a Var."""
    if isinstance(rows, rx.Var):
        # One argument only: a loop would hand its index to a second parameter.
        return [rx.foreach(rows, lambda row: render(row))]  # noqa: PLW0108
    return [render(row) for row in rows]


def _is_blank(name: Text) -> bool:
    return isinstance(name, str) and not name
