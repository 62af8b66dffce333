"""The colours keep the contrasts that make every text readable, on light and on dark."""

import re
from collections.abc import Sequence

import pytest

from crm.ui import tokens
from crm.ui.stylesheet import TARGET, stylesheet
from crm.ui.tokens import CATEGORIES, COLOURS, contrast

SURFACES = ("canvas", "surface", "hover", "selected")
SIDES = ("light", "dark")

# Lowest contrast of a text over the four surfaces, as published with the colours.
PUBLISHED = [
    ("ink", 13.9, 10.9),
    ("ink-2", 6.3, 6.7),
    ("ink-3", 4.6, 4.75),
    ("accent", 5.2, 5.7),
    ("good", 5.5, 6.5),
    ("bad", 5.6, 6.0),
    ("warn", 5.4, 6.8),
]


def lowest(name: str, side: str) -> float:
    return min(
        contrast(getattr(COLOURS[name], side), getattr(COLOURS[surface], side))
        for surface in SURFACES
    )


def test_contrast_runs_from_one_to_twenty_one() -> None:
    assert contrast("#FFFFFF", "#FFFFFF") == 1
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)


@pytest.mark.parametrize(("name", "light", "dark"), PUBLISHED)
def test_each_ink_keeps_its_published_contrast(name: str, light: float, dark: float) -> None:
    assert lowest(name, "light") == pytest.approx(light, abs=0.06)
    assert lowest(name, "dark") == pytest.approx(dark, abs=0.06)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", [name for name, _, _ in PUBLISHED])
def test_every_text_colour_reads_on_every_surface(name: str, side: str) -> None:
    assert lowest(name, side) >= 4.5


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("tone", ["good", "bad", "warn"])
def test_a_badge_reads_on_its_tint(tone: str, side: str) -> None:
    tint = getattr(COLOURS[f"{tone}-tint"], side)
    assert contrast(getattr(COLOURS[tone], side), tint) >= 5.25


@pytest.mark.parametrize("side", SIDES)
def test_text_on_the_accent_reads(side: str) -> None:
    on_accent = getattr(COLOURS["on-accent"], side)
    assert contrast(getattr(COLOURS["accent"], side), on_accent) >= 6
    assert contrast(getattr(COLOURS["accent-hover"], side), on_accent) >= 6


@pytest.mark.parametrize("side", SIDES)
def test_a_control_stands_out_from_the_page(side: str) -> None:
    border = getattr(COLOURS["control-border"], side)
    assert contrast(border, getattr(COLOURS["canvas"], side)) >= 3
    assert contrast(border, getattr(COLOURS["surface"], side)) >= 3


@pytest.mark.parametrize("side", SIDES)
def test_every_category_stands_out_on_a_card(side: str) -> None:
    surface = getattr(COLOURS["surface"], side)
    assert [one for one in CATEGORIES if contrast(getattr(one, side), surface) < 3] == []


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("ramp", "inks"),
    [
        (tokens.SEQUENTIAL, tokens.SEQUENTIAL_INK),
        (tokens.DIVERGING, tokens.DIVERGING_INK),
    ],
    ids=["sequential", "diverging"],
)
def test_figures_read_on_every_step_of_a_ramp(
    ramp: Sequence[tokens.Shade], inks: Sequence[tokens.Shade], side: str
) -> None:
    pairs = zip(ramp, inks, strict=True)
    assert [
        one for one, ink in pairs if contrast(getattr(one, side), getattr(ink, side)) < 4.5
    ] == []


def test_the_written_stylesheet_is_the_one_the_sources_give() -> None:
    assert TARGET.read_text("utf-8") == stylesheet()


def test_the_stylesheet_uses_no_variable_that_is_not_a_token() -> None:
    declared = re.findall(r"@property --([\w-]+)", stylesheet())
    known = {*tokens.theme_variables(), *tokens.size_variables(), *declared}
    used = set(re.findall(r"var\(--([\w-]+)", stylesheet()))
    assert used - known == set()
