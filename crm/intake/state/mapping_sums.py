"""Puts what all rows add up to into words: the balance, the months, what is new, what is odd."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from crm.intake.rules import Kind, Policy, ReadSummary
from crm.intake.state.list_words import left_out_words
from crm.intake.state.mapping_parts import BalanceRow, MonthRow, NewRow, OddRow, Verdict
from crm.intake.trial_parts import GridCell, GridRow, Totals
from crm.kit.formats import NOTHING, Formatter
from crm.kit.periods import Month, months_between
from crm.kit.texts import plural, text
from crm.ui.marks import bullet_of

_MANY_MONTHS = 12


class Sums:
    """The words of one file's sums for one reader.

    `stored` is what the company has of the file's months, `unknown` how many codes of each column
    it does not have.
    """

    def __init__(
        self,
        totals: Totals,
        formatter: Formatter,
        *,
        stored: Mapping[Month, Decimal],
        unknown: Mapping[str, int],
        policy: Policy,
    ) -> None:
        self.totals = totals
        self.summary: ReadSummary = totals.summary
        self.formatter = formatter
        self.stored = stored
        self.unknown = unknown
        self.policy = policy

    def verdict(self) -> Verdict:
        """Whether what was read agrees with the file's own total."""
        control, row = self.summary.control_total, self.summary.control_row
        if control is None or row is None:
            title = self._text("page_balance_none")
            return Verdict("info", title, self._text("page_balance_none_note"))
        shown_row = self.formatter.number(row)
        if self.summary.read_agrees:
            note = self._text("page_balance_agrees_note", row=shown_row)
            return Verdict("good", self._text("page_balance_agrees"), note)
        apart = self._read_amount() - control
        note = self._text(
            "page_balance_differs_note", row=shown_row, difference=self.formatter.money(apart)
        )
        return Verdict("bad", self._text("page_balance_differs"), note)

    def balance(self) -> list[BalanceRow]:
        """Loaded + refused + no lines = read, in rows and in money."""
        seen, money = self.summary, self._money
        rows = [
            self._balance_row("accepted", seen.accepted, money(seen.total_amount)),
            self._balance_row("refused", seen.refused, money(seen.refused_amount)),
            self._balance_row("left_out", seen.left_out, NOTHING, self._left_out()),
            self._balance_row("read", seen.lines_read, money(self._read_amount()), tone="sum"),
        ]
        if seen.control_total is not None:
            tone = "sum good" if seen.read_agrees else "sum bad"
            label = self._text("page_balance_control")
            rows.append(BalanceRow(label, "", NOTHING, money(seen.control_total), tone))
        return rows

    def months(self) -> list[MonthRow]:
        """The file's months beside what is stored of them."""
        return [self._month_row(month, amount) for month, _, amount in self.totals.months]

    def months_total(self) -> MonthRow:
        """The sum of `months`."""
        amount = sum((month.amount for month in self.totals.months), Decimal(0))
        stored = sum(self.stored.values(), Decimal(0))
        title = self._text("page_months_total")
        return MonthRow(title, self._plain(amount), self._plain(stored))

    def new_records(self) -> list[NewRow]:
        """How many clients, products, families and salespeople the file would add."""
        return [
            NewRow(
                self.formatter.number(count),
                plural(self.formatter.language, f"intake.page_new_{column}", count),
                self._text(
                    "page_new_of", count=self.formatter.number(len(self.totals.codes[column]))
                ),
            )
            for column, count in self.unknown.items()
            if self.totals.codes[column]
        ]

    def odd(self) -> list[OddRow]:
        """What a person should have seen before loading."""
        return [*self._refused(), *self._warnings(), *self._overlap(), *self._gaps()]

    def load_label(self) -> str:
        """What the button says: how many lines it loads, or that there are none."""
        count = self.summary.accepted
        if not count:
            return self._text("page_load_nothing")
        return self._plural(f"page_load_{self.summary.kind}", count)

    def last_rows(self, shown: int, columns: int, amount_place: int | None) -> list[GridRow]:
        """What follows the `shown` rows of the sample: how many more, and the grand totals."""
        totals = self.totals.totals
        between = self.summary.lines_read - shown - len(totals)
        if between <= 0:
            return []
        words = self._text("page_rows_more_of", count=self.formatter.number(between))
        rows = [GridRow("…", kind="gap", wide=words)]
        for total in totals:
            cells = [GridCell(total.label), *(GridCell("") for _ in range(columns - 1))]
            if amount_place is not None and total.amount is not None:
                cells[amount_place] = GridCell(self._plain(total.amount))
            number, tag = self.formatter.number(total.row), self._text("page_tag_total")
            rows.append(GridRow(number, tag, "good", "total", cells=cells))
        return rows

    def _balance_row(
        self, name: str, rows: int, amount: str, note: str = "", tone: str = ""
    ) -> BalanceRow:
        label = self._text(f"page_balance_{name}")
        return BalanceRow(label, note, self.formatter.number(rows), amount, tone)

    def _left_out(self) -> str:
        return left_out_words(self.summary.left_out_by_reason, self.formatter)

    def _month_row(self, month: Month, amount: Decimal) -> MonthRow:
        stored = self.stored.get(month, Decimal(0))
        values = [one.amount for one in self.totals.months]
        scale = max([*values, *self.stored.values(), Decimal(0)])
        bar = bullet_of(amount, scale=scale, goal=stored or None, label=self._plain(amount))
        name = self.formatter.month(month)
        return MonthRow(name, self._plain(amount), self._plain(stored), bar)

    def _refused(self) -> Iterator[OddRow]:
        count = self.summary.refused
        if count and self.totals.refusals:
            first = self.totals.refusals[0]
            why = text(self.formatter.language, first.key, **first.text_params)
            row = self.formatter.number(first.row)
            note = self._text("page_odd_refused_note", row=row, why=why)
            yield OddRow("error", "bad", self._plural("page_odd_refused", count), note)

    def _warnings(self) -> Iterator[OddRow]:
        for warning in self.summary.warnings:
            count, row = self.formatter.number(warning.count), self.formatter.number(warning.row)
            title = text(self.formatter.language, warning.key, count=count, row=row)
            yield OddRow("alert", "warn", title)

    def _overlap(self) -> Iterator[OddRow]:
        if not self.stored:
            return
        first = min(self.stored)
        title = self._plural(
            "page_odd_overlap", len(self.stored), month=self.formatter.month(first)
        )
        replaces = self.policy is Policy.REPLACE_PERIOD
        note = self._text(
            "page_odd_overlap_replace" if replaces else "page_odd_overlap_append",
            first=self.formatter.date(self.summary.date_from),
            last=self.formatter.date(self.summary.date_to),
        )
        yield OddRow("layers", "warn", title, note)

    def _gaps(self) -> Iterator[OddRow]:
        months = [one.month for one in self.totals.months]
        if not months:
            return
        missing = [one for one in months_between(months[0], months[-1]) if one not in months]
        if missing:
            title = self._text(
                "page_odd_gap",
                first=self.formatter.month(months[0]),
                last=self.formatter.month(months[-1]),
            )
            named = ", ".join(map(self.formatter.month, missing[:_MANY_MONTHS]))
            more = "…" if len(missing) > _MANY_MONTHS else ""
            note = self._text("page_odd_gap_note", months=named + more)
            yield OddRow("calendar", "warn", title, note)

    def _read_amount(self) -> Decimal:
        return self.summary.total_amount + self.summary.refused_amount

    def _money(self, amount: Decimal) -> str:
        return self._plain(amount) if self.summary.kind is Kind.SALES else NOTHING

    def _plain(self, amount: Decimal) -> str:
        return self.formatter.number(amount, 2)

    def _plural(self, name: str, count: int, **params: object) -> str:
        shown = self.formatter.number(count)
        return plural(
            self.formatter.language, f"intake.{name}", count, **{"count": shown, **params}
        )

    def _text(self, name: str, **params: object) -> str:
        return text(self.formatter.language, f"intake.{name}", **params)
