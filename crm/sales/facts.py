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

from crm.kit.periods import Month

NO_SELLER = NO_OWNER = NO_FAMILY = 0
"""Keys that stand for "unassigned", "without owner" and "without family" in the facts."""

# The range lets the index by date help; the month itself is compared because months may be far
# apart. A join to the list of months would be a loop over the lines for each of them.
_MONTH = "date_trunc('month', l.date::timestamp)::date"
_LINES_OF_MONTHS = f"""
    FROM sale_line l
    WHERE l.date >= :first AND l.date < :after AND {_MONTH} = ANY (:months)
"""

_CLIENT_MONTHS = f"""
    INSERT INTO client_month
        (client_id, month, amount, quantity, orders, lines, first_date, last_date)
    SELECT client_id, month, sum(amount), sum(quantity), count(*), sum(lines),
        min(first_date), max(last_date)
    FROM (
        SELECT {_MONTH} AS month, l.client_id, sum(l.amount) AS amount,
            sum(l.quantity) AS quantity, count(*) AS lines,
            min(l.date) AS first_date, max(l.date) AS last_date
        {_LINES_OF_MONTHS}
        GROUP BY 1, l.client_id, l.doc_no, l.series, l.doc_type, l.source
    ) AS document
    GROUP BY client_id, month
"""

_MONTH_LINES = f"""
    SELECT line.*, coalesce(c.owner_id, {NO_OWNER}) AS owner_id
    FROM (
        SELECT {_MONTH} AS month, coalesce(l.family_id, {NO_FAMILY}) AS family_id,
            coalesce(l.credited_id, {NO_SELLER}) AS seller_id, l.client_id,
            l.doc_no, l.series, l.doc_type, l.source, l.amount, l.quantity, l.cost
        {_LINES_OF_MONTHS}
    ) AS line
    LEFT JOIN client c ON c.id = line.client_id
"""
# Sums and documents apart: sums of numerics by document would need ten times the memory.
_MONTH_FACTS = f"""
    INSERT INTO month_fact
        (month, family_id, seller_id, owner_id, amount, quantity, cost, lines, orders)
    SELECT month, family_id, seller_id, owner_id,
        sums.amount, sums.quantity, sums.cost, sums.lines, documents.orders
    FROM (
        SELECT month, family_id, seller_id, owner_id, sum(amount) AS amount,
            sum(quantity) AS quantity, coalesce(sum(cost), 0) AS cost, count(*) AS lines
        FROM ({_MONTH_LINES}) AS line
        GROUP BY month, family_id, seller_id, owner_id
    ) AS sums
    JOIN (
        SELECT month, family_id, seller_id, owner_id, count(*) AS orders
        FROM (
            SELECT DISTINCT month, family_id, seller_id, owner_id,
                doc_no, series, doc_type, source
            FROM ({_MONTH_LINES}) AS line
        ) AS document
        GROUP BY month, family_id, seller_id, owner_id
    ) AS documents USING (month, family_id, seller_id, owner_id)
"""

_DAY_FACTS = f"""
    INSERT INTO day_fact (date, seller_id, owner_id, amount, quantity, lines)
    SELECT line.date, line.seller_id, coalesce(c.owner_id, {NO_OWNER}),
        sum(line.amount), sum(line.quantity), sum(line.lines)
    FROM (
        SELECT l.date, l.client_id, coalesce(l.credited_id, {NO_SELLER}) AS seller_id,
            sum(l.amount) AS amount, sum(l.quantity) AS quantity, count(*) AS lines
        {_LINES_OF_MONTHS}
        GROUP BY 1, 2, 3
    ) AS line
    LEFT JOIN client c ON c.id = line.client_id
    GROUP BY 1, 2, 3
"""

_SOURCE_MONTHS = f"""
    INSERT INTO source_month (source, month, last_date)
    SELECT l.source, {_MONTH}, max(l.date) {_LINES_OF_MONTHS} GROUP BY 1, 2
"""
_ONE_SOURCE = """
    INSERT INTO source_month (source, month, last_date)
    SELECT :source, month, max(last_date) FROM client_month
    WHERE month = ANY (:months) GROUP BY month
"""

_DAYS_OF_MONTHS = _LINES_OF_MONTHS.replace("sale_line", "day_fact")
_FORGET = (
    "DELETE FROM client_month WHERE month = ANY (:months)",
    "DELETE FROM month_fact WHERE month = ANY (:months)",
    "DELETE FROM source_month WHERE month = ANY (:months)",
    f"DELETE {_DAYS_OF_MONTHS}",
)

_TOTALS = "coalesce(sum(l.amount), 0), coalesce(sum(l.quantity), 0)"
_SUMS = f"""
    SELECT 'sale_line', {_TOTALS}, count(*) {_LINES_OF_MONTHS}
    UNION ALL
    SELECT 'client_month', {_TOTALS}, coalesce(sum(l.lines), 0)
    FROM client_month l WHERE month = ANY (:months)
    UNION ALL
    SELECT 'month_fact', {_TOTALS}, coalesce(sum(l.lines), 0)
    FROM month_fact l WHERE month = ANY (:months)
    UNION ALL
    SELECT 'day_fact', {_TOTALS}, coalesce(sum(l.lines), 0) {_DAYS_OF_MONTHS}
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
    touched = _touched(months)
    for forget in _FORGET:
        tx.execute(text(forget), touched)
    for fact in (_CLIENT_MONTHS, _MONTH_FACTS, _DAY_FACTS, _SOURCE_MONTHS):
        tx.execute(text(fact), touched)
    check_months(tx, months)


def keep_source(tx: Session, source: str, months: Collection[date]) -> None:
    """Note the last days of months whose lines are all of one source, from their other facts."""
    tx.execute(text(_ONE_SOURCE), {"source": source, "months": sorted(months)})


def check_months(tx: Session, months: Collection[date]) -> None:
    """Raise FactsDiffer unless amount, quantity and number of lines agree in every table."""
    rows = tx.execute(text(_SUMS), _touched(months)).all()
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


def _touched(months: Collection[date]) -> dict[str, object]:
    after = Month.of(max(months)).next.first
    return {"months": sorted(months), "first": min(months), "after": after}
