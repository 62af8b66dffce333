"""Every colour, size and duration of the screens, stated once.

The stylesheet (`crm.ui.stylesheet`) and the chart template (`crm.ui.plot`) are both
written from here, so a colour cannot differ between a card and a chart.
"""

from typing import Final, NamedTuple


class Shade(NamedTuple):
    """One colour token: its value on light and on dark surfaces."""

    light: str
    dark: str


COLOURS: Final[dict[str, Shade]] = {
    # surfaces, from the page up
    "canvas": Shade("#F7F8FA", "#0F141B"),
    "surface": Shade("#FFFFFF", "#171E27"),
    "raised": Shade("#FFFFFF", "#1E2732"),
    "hover": Shade("#EEF1F5", "#222C38"),
    "selected": Shade("#E3EDFB", "#1D3557"),
    "hairline": Shade("#D9DEE5", "#2D3846"),
    "control-border": Shade("#7F8998", "#66748A"),
    # ink
    "ink": Shade("#16202E", "#EDF1F6"),
    "ink-2": Shade("#4A5667", "#B4C0CE"),
    "ink-3": Shade("#5F6B7C", "#94A2B3"),
    # meaning
    "accent": Shade("#1F5FBF", "#7DB2FF"),
    "accent-hover": Shade("#184E9E", "#A3C9FF"),
    "on-accent": Shade("#FFFFFF", "#0F141B"),
    "good": Shade("#0B6B4F", "#5CD0A4"),
    "good-tint": Shade("#E3F4EC", "#123327"),
    "bad": Shade("#B42318", "#FF9A8F"),
    "bad-tint": Shade("#FDECEA", "#3D1B1A"),
    "warn": Shade("#8A5200", "#F0B650"),
    "warn-tint": Shade("#FFF3DC", "#3A2A0C"),
    # charts: previous year, everything beyond six categories, waterfall steps
    "prev": Shade("#8592A3", "#7A8798"),
    "others": Shade("#5B6777", "#8FA0B3"),
    "bar-good": Shade("#26977A", "#46B38C"),
    "bar-bad": Shade("#D9772F", "#D0703A"),
    "bar-total": Shade("#4A5667", "#8FA0B3"),
}

CATEGORIES: Final[tuple[Shade, ...]] = (
    Shade("#1F5FBF", "#7DB2FF"),
    Shade("#DA7E08", "#E27A3C"),
    Shade("#26977A", "#9BF1D7"),
    Shade("#963B76", "#B64478"),
    Shade("#8D6D29", "#F6CC00"),
    Shade("#9566FA", "#9459E9"),
)

SEQUENTIAL: Final[tuple[Shade, ...]] = (
    Shade("#EAF2FD", "#1A2532"),
    Shade("#C5DCF8", "#1B3557"),
    Shade("#93BDEF", "#214E86"),
    Shade("#5C98DF", "#2F6DBB"),
    Shade("#1F5FBF", "#5C98DF"),
    Shade("#123C7C", "#A3C9FF"),
)

DIVERGING: Final[tuple[Shade, ...]] = (
    Shade("#B3470B", "#E27A3C"),
    Shade("#D9772F", "#A85425"),
    Shade("#F2B48B", "#7C4526"),
    Shade("#FBE3D3", "#452E22"),
    Shade("#EEF1F5", "#222C38"),
    Shade("#C5DCF8", "#1F3654"),
    Shade("#93BDEF", "#285389"),
    Shade("#5C98DF", "#4C86D0"),
    Shade("#1F5FBF", "#7DB2FF"),
)

# Text on each step of the two ramps: whichever of dark ink and white reads better there.
SEQUENTIAL_INK: Final[tuple[Shade, ...]] = (
    Shade("#16202E", "#EDF1F6"),
    Shade("#16202E", "#EDF1F6"),
    Shade("#16202E", "#EDF1F6"),
    Shade("#16202E", "#FFFFFF"),
    Shade("#FFFFFF", "#0F141B"),
    Shade("#FFFFFF", "#0F141B"),
)
DIVERGING_INK: Final[tuple[Shade, ...]] = (
    Shade("#FFFFFF", "#0F141B"),
    Shade("#16202E", "#FFFFFF"),
    Shade("#16202E", "#EDF1F6"),
    Shade("#16202E", "#EDF1F6"),
    Shade("#16202E", "#EDF1F6"),
    Shade("#16202E", "#EDF1F6"),
    Shade("#16202E", "#EDF1F6"),
    Shade("#16202E", "#0F141B"),
    Shade("#FFFFFF", "#0F141B"),
)

FONT: Final = '"Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif'

# Name -> size/line height; the stylesheet writes each as a `font` shorthand.
TYPE: Final[dict[str, str]] = {
    "caption": "12px/16px",
    "table": "13px/20px",
    "body": "14px/20px",
    "lead": "16px/24px",
    "title": "20px/28px",
    "figure": "28px/32px",
    "hero": "36px/40px",
}

SIZES: Final[dict[str, str]] = {
    "s1": "4px",
    "s2": "8px",
    "s3": "12px",
    "s4": "16px",
    "s5": "24px",
    "s6": "32px",
    "s7": "48px",
    "radius": "6px",
    "radius-card": "10px",
    "radius-full": "999px",
    "control": "36px",
    "control-icon": "32px",
    "row": "40px",
    "row-head": "36px",
    "sidebar": "232px",
    "content": "1440px",
    "gutter": "24px",
    "card-pad": "16px",
    "bottom-bar": "56px",
    "motion": "160ms ease-out",
    "z-sticky": "10",
    "z-bar": "20",
    "z-drawer": "30",
    "z-dialog": "40",
    "z-toast": "50",
}

# A finger needs 44 px; applied to coarse pointers and to narrow screens.
TOUCH_SIZES: Final[dict[str, str]] = {"control": "44px", "control-icon": "44px", "row": "48px"}
PHONE_SIZES: Final[dict[str, str]] = {"gutter": "16px"}
WIDE_SIZES: Final[dict[str, str]] = {"card-pad": "20px"}

SHADOW: Final = Shade(
    "0 1px 2px rgb(22 32 46 / .06), 0 8px 28px rgb(22 32 46 / .16)",
    "0 1px 2px rgb(0 0 0 / .4), 0 12px 36px rgb(0 0 0 / .55)",
)
SCRIM: Final = Shade("rgb(22 32 46 / .42)", "rgb(4 7 11 / .62)")
BAND: Final = Shade(".15", ".2")


def theme_variables() -> dict[str, Shade]:
    """All variables that differ between light and dark, by CSS name without the dashes."""
    ramps = {"cat": CATEGORIES, "seq": SEQUENTIAL, "div": DIVERGING}
    ramps |= {"seq-ink": SEQUENTIAL_INK, "div-ink": DIVERGING_INK}
    steps = {
        f"{name}-{step}": shade
        for name, shades in ramps.items()
        for step, shade in enumerate(shades, start=1)
    }
    return {**COLOURS, **steps, "shadow": SHADOW, "scrim": SCRIM, "band": BAND}


def size_variables() -> dict[str, str]:
    """Sizes, fonts and layers by CSS name without the dashes; the same on light and dark."""
    fonts = {f"t-{name}": f"{size} var(--font)" for name, size in TYPE.items()}
    return {"font": FONT, **fonts, **SIZES}


LINEAR_BELOW: Final = 0.04045  # of sRGB's transfer curve


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two `#RRGGBB` colours, 1 to 21, in either order.

    Example: black on white -> 21.
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4
        for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
