"""The dashboard's cards and lists as they are shown."""

from collections.abc import Sequence
from decimal import Decimal

from crm.analysis.board_figures import Board, Slice
from crm.analysis.state.address import lines_of
from crm.analysis.state.shown import Hero, Late
from crm.analysis.state.slice_words import short_delta
from crm.analysis.state.words import Words, filtered
from crm.kit.formats import Formatter
from crm.kit.money import ZERO
from crm.kit.texts import text
from crm.sales.scope import NO_FAMILY, UNASSIGNED
from crm.ui.marks import NO_BULLET, Bar, Bullet, bullet_of

LIKELY, POSSIBLE = Decimal("0.5"), Decimal("0.2")


def hero(shown: Board, words: Words, form: Formatter) -> Hero:
    """The month's figure with everything said of it."""
    outlook = shown.outlook
    probability = outlook.probability.value
    missing = max(ZERO, (outlook.target or ZERO) - outlook.actual)
    return Hero(
        value=form.money_in_list(outlook.actual),
        exact=form.money(outlook.actual),
        href=lines_of(shown.choice),
        days=_days(shown, form),
        delta=words.delta(shown),
        bullet=_against(outlook.actual, outlook.target, shown.base, _ahead(shown)),
        target=_given(outlook.target, form),
        attainment="" if outlook.target is None else form.attained(outlook.attainment.value),
        pace=_pace(shown, form),
        projection="" if outlook.is_over else form.money_in_list(outlook.projection.value),
        band=_band(shown, form),
        probability=_open_chance(shown, form),
        probability_tone=_tone(probability),
        missing=form.money_in_list(missing) if missing else "",
        required=_required(shown, form),
        per_day=_per_day(shown, form),
        base=_given(shown.base, form),
        year=form.money_in_list(shown.year.actual),
        year_href=lines_of(shown.choice, period=shown.year.period),
        year_delta=words.year_delta(),
        year_bullet=_against(shown.year.actual, shown.year.target, shown.year.last_year),
        year_note=_year_note(shown, form),
    )


def bars(
    shown: Board, kind: str, slices: Sequence[Slice], words: Words, form: Formatter
) -> list[Bar]:
    """Sorted bars with target ticks on one scale; each opens the dashboard narrowed to it."""
    scale = max(
        (max(one.outlook.actual, one.outlook.target or ZERO, one.base or ZERO) for one in slices),
        default=ZERO,
    )
    return [_bar(shown, kind, one, words, form, scale) for one in slices]


def late(shown: Board, form: Formatter) -> list[Late]:
    """What is behind, most money missing first."""
    return [
        Late(
            id=f"{kind}-{one.id}",
            kind=text(form.language, f"analysis.kind_{kind}"),
            name=slice_name(kind, one, form),
            missing=form.money_in_list(one.missing),
            note=_late_note(one, form),
            href=filtered(shown, kind, one.id),
            bullet=_bullet(one, max(one.outlook.target or ZERO, one.outlook.actual), form),
        )
        for kind, one in shown.behind
    ]


def slice_name(kind: str, one: Slice, form: Formatter) -> str:
    """Its name; what has none is named for what it lacks."""
    if one.name:
        return one.name
    if kind == "family":
        key = "sales.no_family" if one.id == NO_FAMILY else "analysis.directly"
        return text(form.language, key)
    return text(form.language, "sales.unassigned")


def _bar(shown: Board, kind: str, one: Slice, words: Words, form: Formatter, scale: Decimal) -> Bar:
    delta = short_delta(one, words, form)
    attained = one.outlook.attainment.value
    return Bar(
        label=slice_name(kind, one, form),
        value=form.money_in_list(one.outlook.actual),
        note="" if attained is None else form.attained(attained),
        href=_leads_to(shown, kind, one),
        delta=delta.text,
        tone=delta.tone,
        bullet=_bullet(one, scale, form),
    )


def _leads_to(shown: Board, kind: str, one: Slice) -> str:
    """Narrower while it can be, then to the lines."""
    chosen = shown.choice.family_id if kind == "family" else shown.choice.responsible_id
    nameless = one.id in (NO_FAMILY, UNASSIGNED)
    if chosen == one.id or nameless:
        if kind == "family":
            # What is sold directly in the chosen family: those below it have bars of their own.
            only = one.id if chosen == one.id else None
            return lines_of(shown.choice, family_id=one.id, only_family_id=only)
        return lines_of(shown.choice, responsible_id=one.id)
    return filtered(shown, kind, one.id)


def _bullet(one: Slice, scale: Decimal, form: Formatter) -> Bullet:
    outlook = one.outlook
    attained = form.attained(outlook.attainment.value) if outlook.target is not None else ""
    return bullet_of(
        outlook.actual,
        scale=scale,
        goal=outlook.target,
        before=one.base,
        label=f"{form.money_in_list(outlook.actual)} {attained}".strip(),
        tone="bad" if one.is_behind else "",
    )


def _against(
    actual: Decimal, target: Decimal | None, base: Decimal | None, projection: Decimal | None = None
) -> Bullet:
    """A figure drawn beside what it is held against; the words around it say the same."""
    if target is None and base is None and projection is None:
        return NO_BULLET
    scale = max(actual, target or ZERO, base or ZERO, projection or ZERO)
    return bullet_of(actual, scale=scale, goal=target, before=base, outlook=projection)


def _ahead(shown: Board) -> Decimal | None:
    return None if shown.outlook.is_over else shown.outlook.projection.value


def _year_note(shown: Board, form: Formatter) -> str:
    attained = shown.year.attainment.value
    if attained is None:
        return ""
    return text(
        form.language,
        "analysis.year_attained",
        share=form.attained(attained),
        target=form.money_in_list(shown.year.target),
    )


def _late_note(one: Slice, form: Formatter) -> str:
    outlook = one.outlook
    parts = [
        text(form.language, "analysis.late_attained", share=form.attained(outlook.attainment.value))
    ]
    if not outlook.is_over and outlook.pace.value is not None:
        parts.append(
            text(form.language, "analysis.late_pace", pace=form.number(outlook.pace.value, 2))
        )
    if not outlook.is_over and outlook.probability.value is not None:
        parts.append(
            text(
                form.language,
                "analysis.late_chance",
                chance=_chance(outlook.probability.value, form),
            )
        )
    return " · ".join(parts)


def _days(shown: Board, form: Formatter) -> str:
    outlook = shown.outlook
    if outlook.is_over:
        return text(form.language, "analysis.whole_month")
    return text(
        form.language,
        "analysis.days_of",
        done=outlook.working_days_done,
        total=outlook.working_days,
    )


def _given(value: Decimal | None, form: Formatter) -> str:
    return "" if value is None else form.money_in_list(value)


def _pace(shown: Board, form: Formatter) -> str:
    pace = shown.outlook.pace.value
    if pace is None or shown.outlook.is_over:
        return ""
    return text(form.language, "analysis.pace", pace=form.number(pace, 2))


def _band(shown: Board, form: Formatter) -> str:
    outlook = shown.outlook
    if outlook.is_over or outlook.low is None or outlook.high is None:
        return ""
    low, high = form.money_in_list(outlook.low), form.money_in_list(outlook.high)
    return text(form.language, "analysis.band", low=low, high=high)


def _open_chance(shown: Board, form: Formatter) -> str:
    """The chance while it is open: of a target already passed it would only confuse."""
    outlook, probability = shown.outlook, shown.outlook.probability.value
    if probability is None or outlook.is_over or outlook.is_reached:
        return ""
    return _chance(probability, form)


def _chance(probability: Decimal, form: Formatter) -> str:
    """A chance in whole percent; what rounds to none or all is not called so."""
    if probability < Decimal("0.01"):
        return f"<\u00a0{form.percent(Decimal('0.01'), 0)}"
    if probability > Decimal("0.99"):
        return f"> {form.percent(Decimal('0.99'), 0)}"
    return form.percent(probability, 0)


def _tone(probability: Decimal | None) -> str:
    if probability is None:
        return ""
    if probability >= LIKELY:
        return "good"
    return "warn" if probability >= POSSIBLE else "bad"


def _required(shown: Board, form: Formatter) -> str:
    required = shown.outlook.required_per_day.value
    return "" if not required or shown.outlook.is_over else form.money_in_list(required)


def _per_day(shown: Board, form: Formatter) -> str:
    outlook = shown.outlook
    if outlook.is_over or not outlook.working_days_done:
        return ""
    average = outlook.actual / outlook.working_days_done
    return text(form.language, "analysis.so_far_per_day", amount=form.money_in_list(average))
