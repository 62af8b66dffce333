"""Writes `assets/crm.css` from the tokens and the sources in `crm/ui/css`.

Run `python -m crm.ui.stylesheet` after changing either; a test compares the file with what
would be written.
"""

import re
from pathlib import Path

from crm.ui import tokens

SOURCES = Path(__file__).parent / "css"
TOUCH = "(max-width: 767px), (pointer: coarse)"
TARGET = Path(__file__).parents[2] / "assets" / "crm.css"


def stylesheet() -> str:
    """The whole stylesheet as text: tokens first, then every source by file name."""
    sources = (path.read_text("utf-8") for path in sorted(SOURCES.glob("*.css")))
    return _without_comments("\n".join([_variables(), *sources]))


def write_stylesheet(path: Path = TARGET) -> Path:
    """Writes the stylesheet to `path` and returns it."""
    path.write_text(stylesheet(), "utf-8")
    return path


def _variables() -> str:
    shades = tokens.theme_variables()
    light = {name: shade.light for name, shade in shades.items()}
    dark = _block({name: shade.dark for name, shade in shades.items()}, scheme="dark")
    return "\n".join(
        [
            f":root {_block({**tokens.size_variables(), **light}, scheme='light')}",
            # The class is set before the first paint; the query serves pages without scripts.
            f"html.dark {dark}",
            f"@media (prefers-color-scheme: dark) {{ html:not(.light, .dark) {dark} }}",
            f"@media (min-width: 1280px) {{ :root {_block(tokens.WIDE_SIZES)} }}",
            f"@media {TOUCH} {{ :root {_block(tokens.TOUCH_SIZES)} }}",
            f"@media (max-width: 767px) {{ :root {_block(tokens.PHONE_SIZES)} }}",
        ]
    )


def _block(values: dict[str, str], scheme: str | None = None) -> str:
    lines = [f"--{name}: {value};" for name, value in values.items()]
    if scheme:
        lines.append(f"color-scheme: {scheme};")
    return "{ " + " ".join(lines) + " }"


def _without_comments(text: str) -> str:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"


if __name__ == "__main__":
    write_stylesheet()
