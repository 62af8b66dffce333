"""Facts: monthly and daily sums of sale lines, added up again for the months that were touched.

One rule for every way in which lines change: the facts of a month are deleted and summed from its
lines, in the same transaction. What is stored can therefore be compared with its lines at any time.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

NO_SELLER = NO_OWNER = NO_FAMILY = 0
"""Keys that stand for "unassigned", "without owner" and "without family" in the facts."""

_LINES_OF_MONTHS = """
    FROM unnest(CAST(:months AS date[])) AS touched(month)
    JOIN sale_line l
      ON l.date >= touched.month AND l.date < (touched.month + interval '1 month')::date
"""

_CLIENT_MONTHS = f"""
    INSERT INTO client_month
        (client_id, month, amount, quantity, orders, lines, first_date, last_date)
    SELECT client_id, month, sum(amount), sum(quantity), count(*), sum(lines),
        min(first_date), max(last_date)
    FROM (
        SELECT touched.month, l.client_id, sum(l.amount) AS amount, sum(l.quantity) AS quantity,
            count(*) AS lines, min(l.date) AS first_date, max(l.date) AS last_date
        {_LINES_OF_MONTHS}
        GROUP BY touched.month, l.client_id, l.doc_no, l.series, l.doc_type, l.source
    ) AS document
    GROUP BY client_id, month
"""

_MONTH_FACTS = f"""
    INSERT INTO month_fact
        (month, family_id, seller_id, owner_id, amount, quantity, cost, lines, orders)
    SELECT month, family_id, seller_id, owner_id,
        sum(amount), sum(quantity), sum(cost), sum(lines), count(*)
    FROM (
        SELECT touched.month,
            coalesce(l.family_id, {NO_FAMILY}) AS family_id,
            coalesce(l.credited_id, {NO_SELLER}) AS seller_id,
            coalesce(c.owner_id, {NO_OWNER}) AS owner_id,
            sum(l.amount) AS amount, sum(l.quantity) AS quantity,
            coalesce(sum(l.cost), 0) AS cost, count(*) AS lines
        {_LINES_OF_MONTHS}
        LEFT JOIN client c ON c.id = l.client_id
        GROUP BY touched.month, 2, 3, 4, l.doc_no, l.series, l.doc_type, l.source
    ) AS document
    GROUP BY month, family_id, seller_id, owner_id
"""

_DAY_FACTS = f"""
    INSERT INTO day_fact (date, seller_id, owner_id, amount, quantity, lines)
    SELECT l.date, coalesce(l.credited_id, {NO_SELLER}), coalesce(c.owner_id, {NO_OWNER}),
        sum(l.amount), sum(l.quantity), count(*)
    {_LINES_OF_MONTHS}
    LEFT JOIN client c ON c.id = l.client_id
    GROUP BY 1, 2, 3
"""

_FORGET = (
    "DELETE FROM client_month WHERE month = ANY (:months)",
    "DELETE FROM month_fact WHERE month = ANY (:months)",
    "DELETE FROM day_fact d USING unnest(CAST(:months AS date[])) AS touched(month)"
    " WHERE d.date >= touched.month AND d.date < (touched.month + interval '1 month')::date",
)

_SUMS = f"""
    SELECT 'sale_line', coalesce(sum(l.amount), 0), coalesce(sum(l.quantity), 0), count(*)
    {_LINES_OF_MONTHS}
    UNION ALL
    SELECT 'client_month', coalesce(sum(amount), 0), coalesce(sum(quantity), 0),
        coalesce(sum(lines), 0)
    FROM client_month WHERE month = ANY (:months)
    UNION ALL
    SELECT 'month_fact', coalesce(sum(amount), 0), coalesce(sum(quantity), 0),
        coalesce(sum(lines), 0)
    FROM month_fact WHERE month = ANY (:months)
    UNION ALL
    SELECT 'day_fact', coalesce(sum(d.amount), 0), coalesce(sum(d.quantity), 0),
        coalesce(sum(d.lines), 0)
    FROM unnest(CAST(:months AS date[])) AS touched(month)
    JOIN day_fact d
      ON d.date >= touched.month AND d.date < (touched.month + interval '1 month')::date
"""


class FactsDiffer(RuntimeError):
    """Facts that are not the sum of their lines: a fault of ours, the transaction must not end."""


class MonthAmount(NamedTuple):
    """What the stored lines of a month sum to."""

    month: date
    amount: Decimal
    lines: int


def rebuild_months(tx: Session, months: Collection[date]) -> None:
    """Sum the facts of these months (their first days) from their lines again.

    Needs the transaction of an import. Raises FactsDiffer where the sums do not agree afterwards.
    """
    if not months:
        return
    touched = {"months": sorted(months)}
    for forget in _FORGET:
        tx.execute(text(forget), touched)
    for fact in (_CLIENT_MONTHS, _MONTH_FACTS, _DAY_FACTS):
        tx.execute(text(fact), touched)
    check_months(tx, months)


def check_months(tx: Session, months: Collection[date]) -> None:
    """Raise FactsDiffer unless amount, quantity and number of lines agree in every table."""
    rows = tx.execute(text(_SUMS), {"months": sorted(months)}).all()
    if len({tuple(row[1:]) for row in rows}) > 1:
        message = "; ".join(f"{name}: {tuple(map(str, sums))}" for name, *sums in rows)
        raise FactsDiffer(message)


def month_amounts(tx: Session, months: Collection[date]) -> list[MonthAmount]:
    """What each of these months sums to, by the facts; a month without lines is not named."""
    rows = tx.execute(
        text(
            "SELECT month, sum(amount), sum(lines) FROM month_fact WHERE month = ANY (:months)"
            " GROUP BY month ORDER BY month"
        ),
        {"months": sorted(months)},
    )
    return [MonthAmount(month, amount, int(lines)) for month, amount, lines in rows]
