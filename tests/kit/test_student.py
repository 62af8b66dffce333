"""Student's t against published values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kit.student import t_cdf, t_quantile


@pytest.mark.parametrize(
    ("p", "df", "t"),
    [
        (0.9, 1, 3.077683537),
        (0.9, 2, 1.885618083),
        (0.9, 3, 1.637744354),
        (0.9, 5, 1.475884049),
        (0.9, 7, 1.414923928),
        (0.9, 30, 1.310415025),
        (0.975, 1, 12.70620474),
        (0.975, 10, 2.228138852),
        (0.995, 100, 2.625890521),
        (0.5, 4, 0.0),
    ],
)
def test_quantiles_are_those_of_the_tables(p: float, df: int, t: float) -> None:
    assert t_quantile(p, df) == pytest.approx(t, abs=5e-9)


@given(p=st.floats(0.0005, 0.9995), df=st.integers(1, 200))
def test_the_distribution_gives_back_the_probability_of_a_quantile(p: float, df: int) -> None:
    assert t_cdf(t_quantile(p, df), df) == pytest.approx(p, abs=1e-13)


@given(t=st.floats(-50, 50), more=st.floats(0, 10), df=st.integers(1, 200))
def test_the_distribution_never_falls_and_is_symmetric(t: float, more: float, df: int) -> None:
    assert t_cdf(t + more, df) >= t_cdf(t, df) - 1e-15
    assert t_cdf(-t, df) == pytest.approx(1 - t_cdf(t, df), abs=1e-15)


def test_there_is_no_distribution_without_freedom_and_no_quantile_of_certainty() -> None:
    with pytest.raises(ValueError, match="degree of freedom"):
        t_cdf(1.0, 0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        t_quantile(1.0, 5)
