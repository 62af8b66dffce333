"""What a run of the bench says: figures, goals and texts."""

import json

import pytest

from crm.bench.browsing import NoBrowser
from crm.bench.goals import MEASURES
from crm.bench.numbers import percentile
from crm.bench.report import Figure, Machine, Report
from crm.kit.texts import LOCALES, Locale, text

MACHINE = Machine(2, 8 << 30, 0.5, "Linux", "3.11.7")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", MEASURES)
def test_every_figure_has_its_words(name: str, locale: Locale) -> None:
    assert text(locale, f"bench.figure.{name}")


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("import_rate", 100_000.0, True),
        ("import_rate", 99_999.0, False),
        ("second_start", 4.0, True),
        ("second_start", 4.1, False),
        ("second_start", None, None),
        ("stop", 1.0, None),
    ],
)
def test_a_figure_says_whether_it_keeps_its_goal(
    name: str, value: float | None, *, holds: bool | None
) -> None:
    assert Figure(name, value).holds is holds


def test_the_table_shows_value_goal_and_verdict_in_the_readers_language() -> None:
    figures = [Figure("second_start", 3.5), Figure("script_weight", 261.0, "/goals")]
    lines = Report(MACHINE, figures).table("es").splitlines()
    assert "3,50" in lines[-2]
    assert lines[-2].endswith("✓")
    assert "/goals" in lines[-1]
    assert lines[-1].endswith("✗")


def test_what_could_not_be_measured_is_said_and_has_no_verdict() -> None:
    report = Report(MACHINE, [Figure("page_memory", None)], [NoBrowser("bench.no_chromium")])
    said = json.loads(report.to_json("en"))
    (figure,) = said["figures"]
    assert (figure["value"], figure["holds"]) == (None, None)
    assert "Chromium" in said["notes"][0]


def test_json_names_unit_and_goal_of_every_figure() -> None:
    said = json.loads(Report(MACHINE, [Figure("choice_p95", 150.04, "month")]).to_json("en"))
    assert said["figures"] == [
        {
            "name": "choice_p95",
            "where": "month",
            "value": 150.04,
            "unit": "ms",
            "goal": 200.0,
            "goal_is": "at_most",
            "holds": True,
        }
    ]


def test_95_of_a_hundred_do_not_exceed_the_percentile() -> None:
    assert percentile([float(number) for number in range(1, 101)], 95) == 95
    assert percentile([7.0], 95) == 7
