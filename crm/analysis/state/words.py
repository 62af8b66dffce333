"""The sentences of the dashboard, composed by rules from the figures it shows."""

from decimal import Decimal

from crm.analysis.board_figures import Board, Slice
from crm.analysis.state.address import lines_of, place
from crm.goals.progress_rules import BEHIND_FROM
from crm.kit.formats import Formatter
from crm.kit.money import ZERO
from crm.kit.texts import Locale, plural, text
from crm.ui.answers import paragraph, sentence
from crm.ui.card import Delta, Span, change


class Words:
    """Words the figures of one board for one reader."""

    def __init__(self, shown: Board, form: Formatter) -> None:
        self._board = shown
        self._form = form
        self._locale: Locale = form.language
        self._outlook = shown.outlook
        self._month = form.month_title(shown.choice.month)

    def answer(self) -> list[Span]:
        """The first line: how the month goes, in one or two sentences."""
        if self._board.as_of < self._board.choice.month.first:
            return self._ahead()
        if self._outlook.is_over:
            return self._finished()
        return self._running()

    def note(self) -> str:
        """What weighs most among what is behind, who lacks a target, what came after closing."""
        heaviest = (self._heaviest("family"), self._heaviest("responsible"))
        told = (self._not_whole(), *heaviest, self._without_target(), self._since_closing())
        return " ".join(filter(None, told))

    def days_title(self) -> str:
        """The finding of the month day by day."""
        outlook = self._outlook
        missing = self._missing_at_end()
        if missing is None:
            return text(self._locale, "analysis.days_title_plain", month=self._month)
        key = "short" if missing > 0 else "over"
        tense = "was" if outlook.is_over else "will"
        amount = self._whole(abs(missing))
        return text(self._locale, f"analysis.days_title_{tense}_{key}", amount=amount)

    def pace_title(self) -> str:
        """How far the data say the month is from the path to its target, or was at its end."""
        outlook = self._outlook
        if outlook.expected.value is None:
            return text(self._locale, "analysis.pace_title_plain")
        distance = outlook.actual - outlook.expected.value
        side = "below" if distance < 0 else "above"
        amount = self._whole(abs(distance))
        if outlook.is_over:
            return text(self._locale, f"analysis.pace_title_was_{side}", amount=amount)
        day = self._form.date(self._board.as_of)
        return text(self._locale, f"analysis.pace_title_{side}", amount=amount, day=day)

    def months_title(self) -> str:
        """The finding of the year month by month: how many reached their target."""
        columns = self._board.columns
        judged = [
            one
            for one in columns
            if one.actual is not None and one.target is not None and one.is_judged
        ]
        if not judged:
            return self._months_against_last_year()
        reached = sum((one.actual or ZERO) >= (one.target or ZERO) for one in judged)
        return plural(
            self._locale, "analysis.months_title", len(judged), reached=self._form.number(reached)
        )

    def behind_title(self) -> str:
        """How many are behind."""
        if not self._board.has_targets:
            return text(self._locale, "analysis.behind_title_no_targets")
        tense = "missed" if self._outlook.is_over else "behind"
        if not self._board.behind:
            return text(self._locale, f"analysis.{tense}_title_none")
        return plural(self._locale, f"analysis.{tense}_title", len(self._board.behind))

    def behind_subtitle(self) -> str:
        """By what rule the list of what is behind was made."""
        if not self._board.has_targets:
            return ""
        if self._outlook.is_over:
            return text(self._locale, "analysis.missed_subtitle")
        pace = self._form.number(BEHIND_FROM, 2)
        return text(self._locale, "analysis.behind_subtitle", pace=pace)

    def behind_empty(self) -> str:
        """Why the list of what is behind is empty: all well, too early, or no target."""
        if not self._board.has_targets:
            return text(self._locale, "analysis.behind_no_targets")
        if not self._outlook.is_over and self._outlook.working_days_done < 5:
            return text(self._locale, "analysis.behind_too_early")
        tense = "missed" if self._outlook.is_over else "behind"
        return text(self._locale, f"analysis.{tense}_none")

    def delta(self, one: Slice | Board) -> Delta:
        """The change against the same days last year, its base named."""
        return self.delta_to(one, self.base_text())

    def delta_to(self, one: Slice | Board, base: str) -> Delta:
        """The change against the same days last year, its base called as given."""
        ratio = one.change.value
        if ratio is None:
            reason = one.change.reason
            return Delta(text="" if reason is None else text(self._locale, reason.key))
        size = self._form.percent(abs(ratio))
        return change(size, (ratio > 0) - (ratio < 0), "up", base)

    def year_delta(self) -> Delta:
        """The fiscal year so far against the same days of the one before."""
        ratio = self._board.year.change.value
        if ratio is None:
            return Delta()
        day = self._form.date(self._board.year.period.same_last_year.last)
        base = text(self._locale, "analysis.vs_until", day=day)
        return change(self._form.percent(abs(ratio)), (ratio > 0) - (ratio < 0), "up", base)

    def base_text(self) -> str:
        """What figures are compared with: the same days, or the whole month, last year."""
        before = self._form.month(self._board.choice.month.year_before)
        if self._outlook.is_over:
            return text(self._locale, "analysis.vs_month", month=before)
        done = self._outlook.working_days_done
        return plural(self._locale, "analysis.vs_same_days", done, month=before)

    def _running(self) -> list[Span]:
        outlook = self._outlook
        if outlook.target is None or outlook.attainment.value is None:
            return paragraph([self._so_far(), self._projected()])
        if outlook.is_reached:
            over = self._whole(outlook.actual - outlook.target)
            reached = sentence(
                self._locale,
                "analysis.answer_reached",
                month=Span(_capital(self._month)),
                over=Span(over, strong=True, tone="good", href=self._lines()),
            )
            return paragraph([reached, self._projected()])
        return paragraph([self._progress(), self._left()])

    def _progress(self) -> list[Span]:
        outlook = self._outlook
        share = Decimal(outlook.working_days_done) / max(1, outlook.working_days)
        return sentence(
            self._locale,
            "analysis.answer_progress",
            month=Span(_capital(self._month)),
            attainment=Span(
                self._form.attained(outlook.attainment.value), strong=True, href=self._lines()
            ),
            worked=self._form.percent(share),
        )

    def _left(self) -> list[Span]:
        outlook = self._outlook
        remaining = outlook.working_days - outlook.working_days_done
        days = plural(self._locale, "analysis.working_days", remaining)
        missing = self._whole((outlook.target or ZERO) - outlook.actual)
        key = "one" if remaining == 1 else "other"
        left = sentence(self._locale, f"analysis.answer_left.{key}", days=days, missing=missing)
        gap = self._missing_at_end()
        if gap is None or outlook.projection.value is None:
            return left
        key = "analysis.answer_projected_short" if gap > 0 else "analysis.answer_projected_over"
        tone = "bad" if gap > 0 else "good"
        ends = sentence(
            self._locale,
            key,
            projection=self._whole(outlook.projection.value),
            gap=Span(self._whole(abs(gap)), strong=True, tone=tone),
        )
        return paragraph([left, ends])

    def _so_far(self) -> list[Span]:
        amount = Span(self._whole(self._outlook.actual), strong=True, href=self._lines())
        ratio = self._board.change.value
        if ratio is None:
            return sentence(
                self._locale,
                "analysis.answer_so_far",
                month=Span(_capital(self._month)),
                amount=amount,
            )
        return sentence(
            self._locale,
            f"analysis.answer_so_far_{self._way(ratio)}",
            month=Span(_capital(self._month)),
            amount=amount,
            change=self._change_span(ratio),
            base=Span(self._form.month(self._board.choice.month.year_before)),
        )

    def _projected(self) -> list[Span]:
        value = self._outlook.projection.value
        if value is None:
            return []
        return sentence(self._locale, "analysis.answer_projected", projection=self._whole(value))

    def _finished(self) -> list[Span]:
        outlook, form = self._outlook, self._form
        amount = Span(self._whole(outlook.actual), strong=True, href=self._lines())
        month = Span(_capital(self._month))
        closed = sentence(self._locale, "analysis.answer_closed", month=month, amount=amount)
        if outlook.target is None or outlook.attainment.value is None:
            return paragraph([closed, self._against_last_year()])
        gap = outlook.target - outlook.actual
        key = "analysis.answer_closed_short" if gap > 0 else "analysis.answer_closed_over"
        held = sentence(
            self._locale,
            key,
            attainment=form.attained(outlook.attainment.value),
            gap=Span(self._whole(abs(gap)), strong=True, tone="bad" if gap > 0 else "good"),
        )
        return paragraph([closed, held])

    def _against_last_year(self) -> list[Span]:
        ratio = self._board.change.value
        if ratio is None:
            return []
        return sentence(
            self._locale,
            f"analysis.answer_{self._way(ratio)}",
            change=self._change_span(ratio),
            base=Span(self._form.month(self._board.choice.month.year_before)),
        )

    def _ahead(self) -> list[Span]:
        target = self._outlook.target
        month = Span(_capital(self._month))
        if target is None:
            return sentence(self._locale, "analysis.answer_ahead", month=month)
        return sentence(
            self._locale,
            "analysis.answer_ahead_target",
            month=month,
            target=self._whole(target),
        )

    def _not_whole(self) -> str:
        """That the month is not known from its beginning on, and so not judged."""
        first = self._board.known_from
        if first is None:
            return ""
        if first not in self._board.choice.month:
            return text(self._locale, "analysis.month_never_came", month=self._month)
        return text(self._locale, "analysis.known_from", day=self._form.date(first))

    def _without_target(self) -> str:
        count = self._board.without_target
        return plural(self._locale, "analysis.without_target", count) if count else ""

    def _since_closing(self) -> str:
        kept = self._board.at_closing
        if kept is None or kept == self._outlook.actual:
            return ""
        return text(
            self._locale,
            "analysis.since_closing",
            amount=self._form.money(kept),
            now=self._form.money(self._outlook.actual),
        )

    def _heaviest(self, kind: str) -> str:
        late = [one for which, one in self._board.behind if which == kind]
        if not late or (len(late) > 1 and late[0].missing == late[1].missing):
            return ""
        return text(
            self._locale,
            f"analysis.heaviest_{kind}{'_over' if self._outlook.is_over else ''}",
            name=late[0].name,
            amount=self._whole(late[0].missing),
        )

    def _months_against_last_year(self) -> str:
        both = [
            one
            for one in self._board.columns
            if one.actual is not None and one.last_year is not None and one.is_judged
        ]
        above = sum((one.actual or ZERO) > (one.last_year or ZERO) for one in both)
        if not both:
            return text(self._locale, "analysis.months_title_plain")
        return plural(
            self._locale,
            "analysis.months_title_last_year",
            len(both),
            above=self._form.number(above),
        )

    def _whole(self, amount: Decimal) -> str:
        """Sentences speak in whole units; the cards beside them are exact."""
        return self._form.money(amount, 0)

    def _missing_at_end(self) -> Decimal | None:
        """Target minus where the month ends, or ended; None without either."""
        outlook = self._outlook
        if outlook.target is None or outlook.projection.value is None:
            return None
        return outlook.target - outlook.projection.value

    def _way(self, ratio: Decimal) -> str:
        """Less, more, or the same as far as the figure beside it can tell."""
        if self._form.percent(abs(ratio)) == self._form.percent(ZERO):
            return "same"
        return "less" if ratio < 0 else "more"

    def _change_span(self, ratio: Decimal) -> Span:
        tone = "bad" if ratio < 0 else "good"
        return Span(self._form.percent(abs(ratio)), strong=True, tone=tone)

    def _lines(self) -> str:
        return lines_of(self._board.choice)


def scope_words(shown: Board, family: str, responsible: str, form: Formatter) -> str:
    """What the figures are about, for subtitles: family, responsible, month."""
    parts = [family, responsible, form.month_title(shown.choice.month)]
    return " · ".join(filter(None, parts))


def filtered(shown: Board, kind: str, key: int) -> str:
    """The dashboard narrowed to a family or responsible of it."""
    if kind == "family":
        return place(shown.choice._replace(family_id=key))
    return place(shown.choice._replace(responsible_id=key))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
