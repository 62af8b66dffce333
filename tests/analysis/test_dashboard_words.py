"""The dashboard's sentences follow from its figures, in both languages."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crm.analysis.board_figures import Board
from crm.analysis.board_rules import Aimed, CompanyTime, board
from crm.analysis.state.words import Words
from crm.kit.formats import Formatter
from crm.kit.periods import FiscalYear, WorkingCalendar
from crm.kit.texts import Locale
from crm.kit.undefined import Reason
from tests.analysis.months import ANNE, BERT, MARCH, TIME, a_month, history

MID_MARCH = date(2026, 3, 9)
PARTIAL = Reason.PARTIAL


def _said(shown: Board, language: Locale = "es") -> str:
    words = Words(shown, Formatter(language=language))
    return "".join(span.text for span in words.answer()).replace("\N{NO-BREAK SPACE}", " ")


def test_a_month_on_its_way_says_how_far_it_is_and_where_it_ends() -> None:
    said = _said(board(a_month(target="2500"), TIME))
    assert said == (
        "Marzo de 2026 va al 40,0 % del objetivo con el 45,5 % del mes trabajado. Quedan "
        "12 días laborables para vender 1.500 €; al ritmo actual cerrará en 2.200 €, "
        "300 € por debajo."
    )


def test_the_same_month_in_english() -> None:
    said = _said(board(a_month(target="2000"), TIME), "en")
    assert said.startswith("March 2026 stands at 50,0 % of its target")
    assert said.endswith("at this pace it will end at 2.200 €, 200 € above.")


def test_a_target_already_passed_is_said_first() -> None:
    said = _said(board(a_month(target="900"), TIME))
    assert said.startswith("Marzo de 2026 ya ha superado su objetivo en 100 €.")


def test_without_a_target_only_the_sales_are_told() -> None:
    said = _said(board(a_month(target=None), TIME))
    assert said == "Marzo de 2026 lleva 1.000 €. Al ritmo actual cerrará en 2.200 €."


@pytest.mark.parametrize(
    ("target", "ending"),
    [
        ("2500", "Es el 88,0 % del objetivo: faltaron 300 €."),
        ("2000", "Es el 110,0 % del objetivo: lo superó en 200 €."),
    ],
)
def test_a_finished_month_says_what_was_reached(target: str, ending: str) -> None:
    said = _said(board(a_month(target=target, as_of=date(2026, 4, 2)), TIME))
    assert said == f"Marzo de 2026 cerró en 2.200 €. {ending}"


def test_a_month_that_has_not_begun_says_its_target() -> None:
    material = replace(a_month(as_of=date(2026, 2, 20)), of_families=[], of_responsibles=[])
    said = _said(board(material, TIME))
    assert said == "Marzo de 2026 aún no tiene ventas; su objetivo es 2.200 €."


def test_families_and_people_sum_to_the_month() -> None:
    shown = board(a_month(), TIME)
    assert sum(one.outlook.actual for one in shown.families) == shown.outlook.actual
    assert sum(one.outlook.actual for one in shown.responsibles) == shown.outlook.actual


def test_when_two_are_behind_by_as_much_neither_is_named() -> None:
    aimed = [Aimed(None, who, MARCH, Decimal(9000)) for who in (ANNE, BERT)]
    known = a_month()
    halves = [one._replace(amount=Decimal(50)) for one in known.of_responsibles]
    shown = board(replace(known, aimed=aimed, of_responsibles=halves), TIME)
    assert len(shown.behind) == 2
    assert Words(shown, Formatter()).note() == ""


def test_who_sold_without_a_target_is_told_where_others_have_one() -> None:
    note = Words(board(a_month(target="2500"), TIME), Formatter(language="es")).note()
    assert "1 responsable ha vendido sin tener objetivo este mes" in note


def test_without_any_target_nobody_is_called_behind_or_lacking_one() -> None:
    words = Words(board(a_month(target=None), TIME), Formatter(language="en"))
    assert words.behind_title() == "No targets this month"
    assert "without a target" not in words.note()


def test_what_missed_its_target_in_a_finished_month_is_told_however_little_was_missing() -> None:
    shown = board(a_month(target="2210", as_of=date(2026, 3, 31)), TIME)
    words = Words(shown, Formatter(language="es"))
    assert [one.missing for _, one in shown.behind] == [Decimal(670)]
    assert words.behind_title() == "1 no llegó a su objetivo"
    assert "Anne es a quien más le faltó" in words.note()


def test_a_month_known_from_its_middle_on_is_told_and_not_judged() -> None:
    known = a_month(target="2200")
    begun = [one for one in known.of_families if one.day >= MID_MARCH]
    people = [one for one in known.of_responsibles if one.day >= MID_MARCH]
    material = replace(
        known,
        history=history(MID_MARCH, known.as_of),
        of_families=begun,
        of_responsibles=people,
        by_month={MARCH: sum((one.amount for one in begun), Decimal(0))},
    )
    shown = board(material, TIME)
    assert (shown.outlook.projection.reason, shown.outlook.pace.reason) == (PARTIAL, PARTIAL)
    assert (shown.behind, shown.days[-1].projected) == ([], None)
    assert _said(shown) == "Marzo de 2026 lleva 500 €."
    note = Words(shown, Formatter(language="es")).note()
    assert note.replace("\N{NO-BREAK SPACE}", " ").startswith("Los datos empiezan el 9 mar 2026")


def test_a_running_month_in_which_nobody_works_has_no_projection() -> None:
    idle = CompanyTime(WorkingCalendar(frozenset()), FiscalYear())
    outlook = board(a_month(target="2200"), idle).outlook
    assert outlook.projection.reason is Reason.NOT_APPLICABLE
    assert outlook.low is None
    assert outlook.probability.value is None


def test_as_much_as_last_year_is_called_so() -> None:
    known = a_month(target=None, as_of=date(2026, 3, 31))
    before = [one._replace(day=one.day.replace(year=2025)) for one in known.of_families]
    material = replace(
        known,
        history=history(date(2025, 1, 1), known.as_of),
        of_families=[*known.of_families, *before],
    )
    assert _said(board(material, TIME)).endswith("Es lo mismo que mar 2025.")
