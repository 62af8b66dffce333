"""Puts the files that came last into the card that leads on from them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from crm.accounts.company import Company
from crm.intake.rules import Kind
from crm.intake.screen_queries import OneImport
from crm.intake.state.address import import_address, mapping_address
from crm.intake.state.import_parts import Change
from crm.intake.state.import_words import DIFFERENCES, NEW, ImportWords
from crm.intake.state.list_words import first_sentence
from crm.intake.state.result_parts import NextSteps, Result, ResultFile
from crm.intake.states import State
from crm.kit.periods import Month
from crm.kit.texts import Locale, plural, text
from crm.ui.card import Figure


class ResultWords:
    """The words of some files for one reader; `unlinked` salespeople are nobody's yet."""

    def __init__(
        self, found: Sequence[OneImport], company: Company, language: Locale, unlinked: int = 0
    ) -> None:
        self.found = found
        self.each = [ImportWords(one, company, language) for one in found]
        self.sales = [one for one in self.each if one.is_loaded and one.found.kind == Kind.SALES]
        self.unlinked = unlinked
        self.language: Locale = language
        self.formatter = company.formatter(language)

    def result(self) -> Result:
        """The card; an empty one while no file has ended."""
        if not self.each:
            return Result()
        return self._one(self.each[0]) if len(self.each) == 1 else self._several()

    def steps(self) -> NextSteps:
        """The month that the sales reach, and the salespeople who are nobody's yet."""
        days = [one.found.date_to for one in self.sales if one.found.date_to]
        if not days:
            return NextSteps()
        month = Month.of(max(days))
        title = self.formatter.month_title(month)
        waiting = self._plural("page_unlinked", self.unlinked) if self.unlinked else ""
        return NextSteps(
            self._text("page_see_sales", month=title), f"/analysis?month={month}", waiting
        )

    def _one(self, words: ImportWords) -> Result:
        found = words.found
        badge, tone = words.badge()
        waits = found.state == State.NEEDS_MAPPING
        return Result(
            title=found.file_name,
            subtitle=words.subtitle(),
            badge=badge,
            tone=tone,
            said="" if words.is_loaded else words.said(),
            error=words.error(),
            answer_href=mapping_address(found.id) if waits else "",
            page_href=import_address(found.id),
            figures=self._figures("/imports") if words.is_loaded else [],
            verdict=words.verdict(),
            months=self._months(),
            changed=words.changed() if words.is_loaded else [],
            steps=self.steps(),
        )

    def _several(self) -> Result:
        first, last = self.found[0], self.found[-1]
        return Result(
            title=self._plural("page_files_came", len(self.each)),
            subtitle=self._text("page_numbers", first=first.id, last=last.id),
            figures=self._figures("") if self.sales else [],
            files=[self._file(one) for one in self.each],
            months=self._months(),
            changed=[*self._lines_changed(), *self._records_new()],
            steps=self.steps(),
        )

    def _file(self, words: ImportWords) -> ResultFile:
        found = words.found
        badge, tone = words.badge()
        waits = found.state == State.NEEDS_MAPPING
        href = mapping_address(found.id) if waits else import_address(found.id)
        note = words.count() or first_sentence(words.error())
        return ResultFile(found.file_name, href, note, badge, tone)

    def _figures(self, lines_page: str) -> list[Figure]:
        """Lines, amount, refused; those of one file open its lines on `lines_page`."""
        if not self.sales:
            return [one for words in self.each for one in words.counts()]
        if lines_page:
            return self.sales[0].counts(lines_page)
        amount = sum((one.found.total_amount or Decimal(0) for one in self.sales), Decimal(0))
        return [
            Figure(self._text("page_label_sales"), self._sum("accepted")),
            Figure(self._text("page_column_amount"), self.formatter.money(amount)),
            Figure(self._text("page_refused"), self._sum("refused")),
        ]

    def _months(self) -> str:
        """Which months of sales are other than before, and by how much."""
        touched = [month for one in self.sales for month in one.found.changes.get("months", ())]
        if not touched:
            return ""
        months = sorted(Month.parse(one["month"]) for one in touched)
        change = sum(
            (Decimal(one["after"]) - Decimal(one["before"]) for one in touched), Decimal(0)
        )
        return self._text(
            "page_months_moved",
            months=self.each[0].list_words.months(months[0], months[-1]),
            change=self.formatter.signed_money(change),
        )

    def _lines_changed(self) -> Iterator[Change]:
        for name in DIFFERENCES:
            count = sum(one.found.fields[f"{name}_lines"] for one in self.sales)
            if count:
                words = plural(self.language, f"intake.page_changed_{name}_lines", count)
                yield Change(self.formatter.number(count), words)

    def _records_new(self) -> Iterator[Change]:
        for name in NEW:
            count = sum(int(one.found.changes.get(f"new_{name}", 0)) for one in self.each)
            if count:
                words = plural(self.language, f"intake.page_changed_new_{name}", count)
                yield Change(self.formatter.number(count), words)

    def _sum(self, column: str) -> str:
        return self.formatter.number(sum(one.found.fields[column] for one in self.sales))

    def _plural(self, name: str, count: int) -> str:
        shown = self.formatter.number(count)
        return plural(self.language, f"intake.{name}", count, count=shown)

    def _text(self, name: str, **params: object) -> str:
        return text(self.language, f"intake.{name}", **params)
