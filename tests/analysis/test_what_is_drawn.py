"""The dashboard names and compares what there is: legends, subtitles of bars, changes."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm.analysis.board_figures import Slice
from crm.analysis.board_rules import board
from crm.analysis.change_rules import change
from crm.analysis.rules import month_outlook
from crm.analysis.state.charts import days_chart, months_chart
from crm.analysis.state.slice_words import list_title, marks_subtitle, short_delta
from crm.analysis.state.words import Words
from crm.kit.formats import Formatter
from crm.kit.periods import Month
from crm.ui.chart import Chart
from crm.ui.marks import Mark
from tests.analysis.months import TIME, a_month

FORM = Formatter(language="es")
WORDS = Words(board(a_month(), TIME), FORM)


def _slice(actual: str, base: str | None, name: str = "Bebidas") -> Slice:
    """A family of March 2026 against March 2025."""
    sold = Decimal(actual)
    known = None if base is None else Decimal(base)
    month = Month(2026, 3)
    outlook = month_outlook(
        [(month.first, sold)],
        month=month,
        target=None,
        calendar=TIME.calendar,
        as_of=month.last,
    )
    return Slice(1, name, outlook, known, change(sold, known))


@pytest.mark.parametrize(
    ("actual", "base", "shown"),
    [
        ("110", "100", "▲ 10,0 %"),
        ("50", "0", "nuevo"),
        ("0", "0", "–"),
        ("50", "-10", "▲ 60,00 €"),
        ("50", None, ""),
    ],
)
def test_a_bar_without_a_base_says_what_it_is_instead(
    actual: str, base: str | None, shown: str
) -> None:
    said = short_delta(_slice(actual, base), WORDS, FORM).text
    assert said.replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(
    ("sold", "said"),
    [
        ([("2", "1"), ("3", "2")], "Todas las familias crecen"),
        ([("2", "1"), ("900", "0")], "Todas las familias crecen"),
        ([("1", "2"), ("2", "3")], "Las 2 familias retroceden"),
        ([("100", "200"), ("900", "0")], "A retrocede; el resto crece"),
        ([("100", "200"), ("5", "5")], "A retrocede"),
        ([("5", "5"), ("6", "5")], "Ninguna familia retrocede"),
        ([("5", "5"), ("6", None)], "Ninguna familia retrocede"),
        ([("5", None), ("6", None)], "Ventas por familia"),
        ([("1", "2"), ("1", "2"), ("1", "2"), ("6", "-9")], "3 familias de 4 retroceden"),
    ],
)
def test_a_list_is_called_by_what_is_true_of_all_of_it(
    sold: list[tuple[str, str | None]], said: str
) -> None:
    slices = [_slice(*figures, name) for figures, name in zip(sold, "ABCD", strict=False)]
    assert list_title("families", slices, FORM) == said


def test_the_subtitle_of_bars_names_neither_ticks_nor_circles_that_are_not_drawn() -> None:
    assert "objetivo;" not in marks_subtitle([_slice("5", "4")], WORDS, FORM)
    assert "írculo" not in marks_subtitle([_slice("5", None)], WORDS, FORM)


def test_the_subtitle_of_bars_names_the_target_where_one_is_drawn() -> None:
    one = _slice("5", "4")
    aimed = replace(one, outlook=replace(one.outlook, target=Decimal(9)))
    assert marks_subtitle([aimed], WORDS, FORM).startswith("Raya = objetivo;")


def test_a_month_with_a_target_and_no_year_before_names_just_those() -> None:
    named = days_chart(board(a_month(target="2200"), TIME), FORM).legend
    assert [one.words for one in named] == [
        "Real",
        "Ritmo del objetivo",
        "Proyección, banda del 80 %",
    ]


def test_a_month_ahead_of_the_data_is_drawn_as_what_it_is_held_against() -> None:
    ahead = replace(a_month(as_of=date(2026, 2, 20)), of_families=[], of_responsibles=[])
    drawn = days_chart(board(ahead, TIME), FORM)
    assert "Ritmo del objetivo" in drawn.drawn
    assert "Real" not in drawn.drawn


def test_a_finished_month_is_not_said_to_be_behind_today() -> None:
    words = Words(board(a_month(target="2500", as_of=date(2026, 4, 2)), TIME), FORM)
    said = words.pace_title().replace("\N{NO-BREAK SPACE}", " ")
    assert said == "El mes acabó 300 € por debajo de su objetivo"


def test_a_running_month_is_as_far_as_its_data_say_and_not_as_today() -> None:
    words = Words(board(a_month(target="2500", as_of=date(2026, 3, 12)), TIME), FORM)
    said = words.pace_title().replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("A 12 mar 2026, ")


def test_without_targets_no_legend_names_one() -> None:
    shown = board(a_month(target=None), TIME)
    named = [*days_chart(shown, FORM).legend, *months_chart(shown, FORM).legend]
    assert not [one for one in named if "bjetivo" in one.words]


def test_the_year_names_its_columns_and_its_sum() -> None:
    shown = board(a_month(target=None), TIME)
    assert months_chart(shown, FORM).legend == [
        Mark("box", "Real"),
        Mark("outline", "Proyección"),
        Mark("sum", "Acumulado del ejercicio"),
    ]


def _read(drawn: Chart) -> dict[str, dict[str, Any]]:
    """How each thing drawn is read, by its mark."""
    return {one["mark"]: one for one in json.loads(drawn.drawn)["reads"]}


def _plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def test_lines_that_reach_the_end_of_the_month_are_named_there() -> None:
    running = _read(days_chart(board(a_month(target="2200"), TIME), FORM))
    assert _plain(running["goal"]["end"]) == "Objetivo 2.200,00 €"
    assert running["forecast"]["end"].startswith("Proyección")
    whole = _read(days_chart(board(a_month(as_of=date(2026, 4, 2)), TIME), FORM))
    assert _plain(whole[""]["end"]) == "Real 2.200,00 €"


def test_each_day_and_month_is_named_in_full_for_who_points_at_it() -> None:
    shown = board(a_month(), TIME)
    days, months = (json.loads(of(shown, FORM).drawn) for of in (days_chart, months_chart))
    assert _plain(days["heads"][0]) == "2 mar 2026"
    assert months["heads"][2] == "marzo de 2026"


def test_a_projection_is_not_told_of_the_day_up_to_which_the_data_go() -> None:
    drawn = json.loads(days_chart(board(a_month(), TIME), FORM).drawn)
    until, words = drawn["until"]
    projected = _read(days_chart(board(a_month(), TIME), FORM))["forecast"]
    assert _plain(words) == "Datos hasta el 13 mar 2026"
    assert [bool(one) for one in projected["texts"][until : until + 2]] == [False, True]


def test_a_running_month_stands_in_the_outline_of_what_it_is_to_come_to() -> None:
    drawn = json.loads(months_chart(board(a_month(), TIME), FORM).drawn)
    outline = next(one for one in drawn["traces"] if one["type"] == "outline")
    assert (outline["base"][2], outline["y"][2]) == (1000, 2200)


def test_a_finished_month_has_no_outline() -> None:
    over = board(a_month(as_of=date(2026, 4, 2)), TIME)
    assert "outline" not in _read(months_chart(over, FORM))
