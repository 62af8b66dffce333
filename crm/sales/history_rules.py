"""Which months the stored sales know, and which of them others may be held against."""

from dataclasses import dataclass
from datetime import date

from crm.kit.periods import Month, WorkingCalendar


@dataclass(frozen=True, slots=True)
class SalesHistory:
    """The company's `first_day` with sales, the day its data reach, the months with any sale.

    The same for everybody. A month in which the whole company has not a single line is one whose
    file never came: unknown, not zero. `last_sale` lies after the day that the data reach where
    one source is ahead of another.
    """

    first_day: date
    until: date
    months: frozenset[Month]
    last_sale: date = date.min

    @property
    def cut(self) -> date | None:
        """The day after which there are sales that do not count yet; None where all count.

        What one source sold while another has not said anything of those days would be taken for
        what the company sold.
        """
        return self.until if self.last_sale > self.until else None

    def knows(self, month: Month) -> bool:
        """Whether the company sold anything in it."""
        return month in self.months and month.first <= self.until

    def has_begun(self, month: Month, calendar: WorkingCalendar) -> bool:
        """Whether it is known from its first working day on.

        A month whose first days are missing would make any later one look better than it was.
        """
        working = calendar.days(month)
        return self.knows(month) and self.first_day <= (working[0] if working else month.first)

    def is_complete(self, month: Month, calendar: WorkingCalendar) -> bool:
        """Whether it is known from its first working day to its last day of all."""
        return self.has_begun(month, calendar) and self.until >= month.last

    def is_whole(self, month: Month, calendar: WorkingCalendar) -> bool:
        """Whether it is known from its first to its last working day."""
        working = calendar.days(month)
        return self.has_begun(month, calendar) and self.until >= (
            working[-1] if working else month.last
        )
