"""What the goals' page says of a year, composed from its figures."""

from collections.abc import Sequence
from decimal import Decimal

from crm.goals.grid_rules import GridRow
from crm.goals.queries import Grid
from crm.goals.service import RepeatAllPreview, RepeatPreview
from crm.goals.state.address import EVERY
from crm.goals.state.sheet_rows import sent_id
from crm.goals.state.shown import Allocation, MonthChoice, RepeatShown
from crm.kit.formats import Formatter
from crm.kit.money import ZERO, ratio
from crm.kit.periods import Month
from crm.kit.texts import plural, text
from crm.ui.answers import paragraph, sentence
from crm.ui.card import Span
from crm.ui.filters import Option
from crm.ui.marks import bullet_of

_MOST_NAMES = 4


def answer(grid: Grid, form: Formatter, *, is_own: bool) -> list[Span]:
    """The first line: what the year adds up to and who is missing."""
    if grid.total.target is None:
        return sentence(form.language, "goals.answer_no_targets")
    if is_own:
        return _own(grid, form)
    return paragraph([_sum(grid, form), _missing(grid, form)])


def allocation(grid: Grid, form: Formatter) -> Allocation:
    """The strip: stated, allocated, the families together; in words what each differs by."""
    stated, allocated = grid.goal.stated_total, grid.total.target
    families = grid.families_total
    share = ratio(allocated, stated)
    differs = families is not None and families != allocated
    return Allocation(
        stated="" if stated is None else form.money(stated, 0),
        allocated=form.money(allocated, 0),
        gap=_gap(grid.gap, form),
        gap_tone="warn" if grid.gap else "good",
        share="" if share is None else form.attained(share),
        bullet=bullet_of(allocated or ZERO, scale=max(stated or ZERO, allocated or ZERO)),
        families="" if families is None else form.money(families, 0),
        families_note=_families_note(families, allocated, form),
        families_tone="warn" if differs else "good",
    )


def repeat_shown(preview: RepeatAllPreview, who: str, grid: Grid, form: Formatter) -> RepeatShown:
    """What the form of Repeat Values says of a preview, and what its button does."""
    count = len(preview.values)
    if who == EVERY:
        says, total = preview_all_words(preview, grid, form), _total_of_all(preview, form)
    else:
        (one,) = preview.people.values()
        says, total = (
            preview_words(one, form),
            preview_total(one, repeat_name(who, grid, form), form),
        )
    action = plural(form.language, "goals.fill_months", count)
    return RepeatShown(says=says, total=total, action=action, can=count > 0)


def repeat_name(who: str, grid: Grid, form: Formatter) -> str:
    """For whom values are repeated."""
    return text(form.language, "goals.all_people") if who == EVERY else grid.row(sent_id(who)).name


def preview_all_words(preview: RepeatAllPreview, grid: Grid, form: Formatter) -> str:
    """What an act for everybody will do: how many people and months, the sum, who gets nothing."""
    language, people = form.language, preview.people.values()
    given = sum(1 for one in people if one.values)
    if not given:
        key = "goals.preview_nothing_last_year" if any(one.baseless for one in people) else ""
        return text(language, key or "goals.preview_nothing")
    parts = [
        plural(
            language,
            "goals.preview_all",
            given,
            months=plural(language, "goals.months", len(preview.values)),
            sum=form.money(preview.added),
        )
    ]
    if any(one.kept for one in people):
        parts.append(text(language, "goals.preview_all_kept"))
    parts += _without_base(preview, grid, form)
    if any(one.closed for one in people):
        parts.append(text(language, "goals.preview_closed"))
    return " ".join(parts)


def preview_words(preview: RepeatPreview, form: Formatter) -> str:
    """What an act will do, before it does it."""
    language = form.language
    if not preview.values:
        key = "goals.preview_nothing_last_year" if preview.baseless else "goals.preview_nothing"
        return text(language, key)
    values = set(preview.values.values())
    count = len(preview.values)
    if len(values) == 1:
        each = form.money(values.pop())
        said = plural(
            language, "goals.preview_same", count, value=each, sum=form.money(preview.added)
        )
    else:
        said = plural(language, "goals.preview_each", count, sum=form.money(preview.added))
    parts = [said]
    if preview.kept:
        months = ", ".join(form.month_name(month) for month in preview.kept)
        parts.append(text(language, "goals.preview_kept", months=months))
    if preview.baseless:
        months = ", ".join(form.month_name(month) for month in preview.baseless)
        parts.append(text(language, "goals.preview_baseless", months=months))
    if preview.closed:
        parts.append(text(language, "goals.preview_closed"))
    return " ".join(parts)


def preview_total(preview: RepeatPreview, name: str, form: Formatter) -> str:
    """What the year would add up to, beside what was sold the year before where that is known."""
    total = form.money(preview.total, 0)
    if preview.last_year is None:
        return text(form.language, "goals.preview_total_alone", name=name, total=total)
    last_year = form.money(preview.last_year, 0)
    return text(form.language, "goals.preview_total", name=name, total=total, last_year=last_year)


def _without_base(preview: RepeatAllPreview, grid: Grid, form: Formatter) -> list[str]:
    """Who has nothing to repeat; the months nobody has a base for, and who lacks others."""
    language, said = form.language, []
    if preview.sourceless:
        names = _names(preview.sourceless, grid, form)
        said.append(text(language, "goals.preview_all_sourceless", names=names))
    missing = {who: set(one.baseless) for who, one in preview.people.items()}
    common = set.intersection(*missing.values())
    if common:
        months = ", ".join(form.month_name(month) for month in sorted(common))
        said.append(text(language, "goals.preview_baseless", months=months))
    others = [who for who, months in missing.items() if months - common]
    if others:
        names = _names(others, grid, form)
        said.append(text(language, "goals.preview_all_baseless", names=names))
    return said


def _names(ids: Sequence[int], grid: Grid, form: Formatter) -> str:
    if len(ids) > _MOST_NAMES:
        return plural(form.language, "goals.responsibles", len(ids))
    return ", ".join(grid.row(who).name for who in ids)


def _total_of_all(preview: RepeatAllPreview, form: Formatter) -> str:
    total = form.money(preview.total, 0)
    if preview.last_year is None:
        return text(form.language, "goals.preview_year_alone", total=total)
    last_year = form.money(preview.last_year, 0)
    return text(form.language, "goals.preview_year", total=total, last_year=last_year)


def closeable_months(grid: Grid, form: Formatter) -> list[Option]:
    """The months that the data have reached, newest first, and whether each is closed."""
    reached = [one for one in grid.months if grid.until is not None and one.first <= grid.until]
    return [Option(str(one), _month_state(grid, one, form)) for one in reversed(reached)]


def month_choice(grid: Grid, form: Formatter, month: Month | None = None) -> MonthChoice:
    """What can be done with a month; without one, with the last complete one, open if any is."""
    chosen = month or _last_complete(grid)
    if chosen is None:
        return MonthChoice()
    is_closed = chosen in grid.closed
    key = "goals.reopen_that_month" if is_closed else "goals.close_that_month"
    action = text(form.language, key, month=form.month(chosen))
    return MonthChoice(month=str(chosen), action=action, is_closed=is_closed)


def _last_complete(grid: Grid) -> Month | None:
    if grid.until is None:
        return None
    reached = [month for month in grid.months if month.first <= grid.until]
    complete = [month for month in reached if month.last <= grid.until]
    still_open = [month for month in complete if month not in grid.closed]
    return next((months[-1] for months in (still_open, complete, reached) if months), None)


def _month_state(grid: Grid, month: Month, form: Formatter) -> str:
    key = "goals.month_is_closed" if month in grid.closed else "goals.month_is_open"
    return text(form.language, key, month=form.month(month))


def _sum(grid: Grid, form: Formatter) -> list[Span]:
    total = form.money(grid.total.target, 0)
    change = ratio(grid.total.target, grid.total.last_year)
    # A year that is still being filled in is not less than the one before.
    if change is None or _incomplete(grid):
        return sentence(form.language, "goals.answer_sum", total=total)
    key = "goals.answer_sum_more" if change >= 1 else "goals.answer_sum_less"
    size = form.percent(abs(change - 1))
    return sentence(form.language, key, total=total, change=size)


def _missing(grid: Grid, form: Formatter) -> list[Span]:
    rows = _incomplete(grid)
    if not rows:
        return []
    if len(rows) == 1:
        return _one_missing(rows[0], form)
    who = plural(form.language, "goals.responsibles", len(rows))
    return sentence(
        form.language, "goals.answer_missing_many", who=Span(who, strong=True, tone="warn")
    )


def _incomplete(grid: Grid) -> list[GridRow]:
    """Who lacks months, among those who sell or have targets."""
    return [
        row
        for row in grid.rows
        if row.responsible_id
        and row.empty_months
        and (row.target is not None or row.actual or row.last_year)
    ]


def _one_missing(row: GridRow, form: Formatter) -> list[Span]:
    months = plural(form.language, "goals.months", row.empty_months)
    what = text(form.language, "goals.months_of", months=months, name=row.name)
    form_of = "one" if row.empty_months == 1 else "other"
    span = Span(what, strong=True, tone="bad")
    return sentence(form.language, f"goals.answer_missing.{form_of}", what=span)


def _own(grid: Grid, form: Formatter) -> list[Span]:
    total = form.money(grid.total.target, 0)
    attained = form.attained(ratio(grid.total.actual, grid.total.target))
    until = form.date(grid.until)
    return sentence(
        form.language,
        "goals.answer_own",
        total=total,
        until=Span(until),
        actual=form.money(grid.total.actual, 0),
        attained=attained,
    )


def _gap(gap: Decimal | None, form: Formatter) -> str:
    """What the responsibles' sum differs from the company's total by; "" without a total."""
    if gap is None:
        return ""
    if not gap:
        return text(form.language, "goals.matches_total")
    key = "goals.over_total" if gap > 0 else "goals.short_of_total"
    return text(form.language, key, gap=form.money(abs(gap), 0))


def _families_note(families: Decimal | None, allocated: Decimal | None, form: Formatter) -> str:
    if families is None or allocated is None:
        return ""
    if families == allocated:
        return text(form.language, "goals.families_match")
    key = "goals.families_more" if families > allocated else "goals.families_less"
    return text(form.language, key, gap=form.money(abs(families - allocated), 0))
