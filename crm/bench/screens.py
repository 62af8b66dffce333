"""The screens of the sample company, as a browser meets them."""

from collections.abc import Callable
from pathlib import Path

from crm.bench.browsing import NoBrowser, signed_in
from crm.bench.following import measure_following
from crm.bench.interaction import NoDashboard, measure_choices
from crm.bench.report import Figure
from crm.bench.site import served
from crm.bench.weights import measure_weights
from crm.kit.errors import UserError
from crm.settings import Settings


def measure_screens(
    settings: Settings, folder: Path, step: Callable[[str], None]
) -> tuple[list[Figure], list[UserError]]:
    """Weights, times of choices, how soon open pages follow; what cannot be measured is said."""
    figures: list[Figure] = []
    notes: list[UserError] = []
    step("step_first_start")
    with served(settings, "demo") as site:
        try:
            with signed_in(site) as browsing:
                step("step_weights")
                figures += measure_weights(browsing)
                step("step_choices")
                figures += measure_choices(browsing)
                step("step_following")
                figures += measure_following(settings, browsing, folder)
        except (NoBrowser, NoDashboard) as missing:
            notes.append(missing)
    return figures, notes
