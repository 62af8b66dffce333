"""What a screen holds already is neither sent nor drawn again."""

import reflex as rx

from crm.analysis.state import AnalysisState
from crm.ui.chart import Chart


def _page() -> AnalysisState:
    state = rx.State().get_substate(AnalysisState.get_full_name().split("."))
    assert isinstance(state, AnalysisState)
    state.show(month="/analysis?month=2026-03", days=Chart("{}"))
    state._clean()  # noqa: SLF001 - what the framework does once it has sent them
    return state


def test_an_equal_value_is_not_sent_again() -> None:
    page = _page()
    page.show(month="/analysis?month=2026-03", days=Chart("{}"))
    assert page.dirty_vars == set()


def test_what_differs_is_sent() -> None:
    page = _page()
    page.show(month="/analysis?month=2026-04", days=Chart("{}"))
    assert page.dirty_vars == {"month"}
    assert page.month == "/analysis?month=2026-04"
