"""What is said over and in the lists of families and responsibles."""

from collections.abc import Sequence

from crm.analysis.board_figures import Slice
from crm.analysis.state.words import Words
from crm.kit.formats import Formatter
from crm.kit.money import ZERO
from crm.kit.texts import plural, text
from crm.kit.undefined import Reason
from crm.ui.card import Delta, change

NAMED = 2
"""Up to so many are called by name; of more only their number is told."""


def list_title(kind: str, slices: Sequence[Slice], form: Formatter) -> str:
    """The finding of a list: who falls, and that all others rise where they do.

    `kind` is "families", "subfamilies" or "responsibles". All of them are spoken of only where all
    of them can be compared.
    """
    named = [one for one in slices if one.name]
    known = [(one, one.difference) for one in named if one.difference is not None]
    falling = [one for one, difference in known if difference < 0]
    rising = [one for one, difference in known if difference > 0]
    language = form.language
    if not known:
        return text(language, f"analysis.{kind}_title_plain")
    if not falling:
        every = "all_up" if len(rising) == len(named) else "none_down"
        return text(language, f"analysis.{kind}_title_{every}")
    if len(falling) == len(named):
        return plural(language, f"analysis.{kind}_title_all_down", len(named))
    if len(falling) > NAMED:
        total = form.number(len(named))
        return plural(language, f"analysis.{kind}_title_falling", len(falling), total=total)
    names = text(language, "analysis.and").join(one.name for one in falling)
    rest_rises = len(falling) + len(rising) == len(named)
    key = f"analysis.slices_title_{'falling' if rest_rises else 'fall'}"
    return plural(language, key, len(falling), names=names)


def marks_subtitle(slices: Sequence[Slice], words: Words, form: Formatter) -> str:
    """What the marks of a list of bars are, and what its changes are against."""
    target = any(one.outlook.target is not None for one in slices)
    base = any(one.base is not None for one in slices)
    known = {(True, True): "", (False, True): "_no_target", (True, False): "_no_base"}
    key = f"analysis.bars_subtitle{known.get((target, base), '_plain')}"
    return text(form.language, key, **({"base": words.base_text()} if base else {}))


def short_delta(one: Slice, words: Words, form: Formatter) -> Delta:
    """A change without its base, for lists whose subtitle names it.

    What cannot be compared at all leaves its place empty: the subtitle says so.
    """
    if one.change.reason is Reason.ZERO_BASE:
        is_new = one.outlook.actual > 0
        return Delta(text=text(form.language, "analysis.new") if is_new else "–")
    if one.change.reason is Reason.NEG_BASE:
        differs = one.outlook.actual - (one.base or ZERO)
        size = form.money_in_list(abs(differs))
        return change(size, (differs > 0) - (differs < 0), "up")
    return Delta() if one.change.value is None else words.delta_to(one, "")
