"""What closed months came to when they were closed, beside what they come to today."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import text
from sqlmodel import Session

from crm.accounts.company import working_calendar
from crm.kit.money import ZERO
from crm.kit.periods import Month
from crm.sales.queries import data_state, sales_history
from crm.sales.scope import FAMILY_TREE, NO_FAMILY


def closed_months(tx: Session, months: Sequence[Month]) -> frozenset[Month]:
    """Those of the months whose targets, credit and figures are kept as they were."""
    rows = tx.execute(
        text("SELECT month FROM closed_month WHERE month BETWEEN :first AND :last"),
        {"first": months[0].first, "last": months[-1].first},
    )
    return frozenset(Month.of(row.month) for row in rows)


def closable_months(tx: Session, today: date, after_days: int) -> list[Month]:
    """Months that have been complete for `after_days` and were neither closed nor reopened.

    A month is complete when it is known from its first working day on and every source of sales
    has spoken up to its last day; so many days must lie after its end, after an import that speaks
    so far and after any that changed its sales or was undone. What was reopened by hand stays open.
    """
    history, calendar = sales_history(tx, data_state(tx).until), working_calendar(tx)
    rows = tx.execute(text(_REST), {"today": today, "days": after_days})
    months = [Month.of(row.month) for row in rows]
    return [month for month in months if history.is_complete(month, calendar)]


def figures_at_closing(
    tx: Session, months: Sequence[Month], family_id: int | None
) -> Mapping[tuple[int, Month], Decimal]:
    """By responsible and closed month; 0 is what nobody was credited.

    A code counts for whom it counts today, as in the figures these stand beside: they differ where
    sales came later, not where a code was linked later. `family_id` with those below it, None for
    all, 0 for none.
    """
    rows = tx.execute(
        text(
            "SELECT coalesce(r.responsible_id, 0) AS who, f.month, sum(f.amount)"
            " FROM closed_figure f LEFT JOIN responsible r ON r.seller_id = f.seller_id"
            f" WHERE f.month BETWEEN :first AND :last AND {_within(family_id)}"
            " GROUP BY who, f.month"
        ),
        {"first": months[0].first, "last": months[-1].first, "family_id": family_id},
    )
    return {(row[0], Month.of(row[1])): row[2] for row in rows}


def figure_at_closing(
    tx: Session, month: Month, family_id: int | None, responsible_id: int | None
) -> Decimal | None:
    """What one scope came to when the month was closed; None while it is open."""
    if not closed_months(tx, [month]):
        return None
    kept = figures_at_closing(tx, [month], family_id)
    return sum((kept[key] for key in kept if responsible_id in (None, key[0])), ZERO)


# Of what each import changed its batch keeps a note: a history that is sent whole every night
# touches only the months in which it says something new.
_REST = """
    WITH touched AS (
        SELECT DISTINCT m.change ->> 'month' AS month
        FROM import_batch b, jsonb_array_elements(b.changes -> 'months') AS m(change)
        WHERE b.kind = 'sales' AND b.state IN ('loaded', 'undone')
          AND greatest(b.finished_at, b.undone_at) > now() - make_interval(days => :days)
    )
    SELECT DISTINCT f.month FROM month_fact f
    WHERE (f.month + interval '1 month')::date + :days <= :today
      AND NOT EXISTS (SELECT FROM closed_month c WHERE c.month = f.month)
      AND NOT EXISTS (
          SELECT FROM audit_event a
          WHERE a.verb = 'reopen_month' AND a.detail ->> 'month' = to_char(f.month, 'YYYY-MM'))
      AND NOT EXISTS (SELECT FROM touched t WHERE t.month = to_char(f.month, 'YYYY-MM'))
      AND EXISTS (
          SELECT FROM import_batch b
          WHERE b.state = 'loaded' AND b.kind = 'sales'
            AND b.as_of >= (f.month + interval '1 month - 1 day')::date
            AND b.finished_at <= now() - make_interval(days => :days))
    ORDER BY f.month
"""


def _within(family_id: int | None) -> str:
    if family_id is None:
        return "true"
    return (
        "f.family_id = 0" if family_id == NO_FAMILY else f"f.family_id = ANY (ARRAY({FAMILY_TREE}))"
    )
