"""What a choice of sale lines is about, in words: when, of what, by whom, to whom."""

from sqlalchemy import text as sql
from sqlmodel import Session

from crm.kit.formats import Formatter
from crm.kit.periods import Month, Period
from crm.kit.texts import text
from crm.sales.scope import NO_FAMILY, UNASSIGNED, SaleScope


def scope_words(tx: Session, scope: SaleScope, form: Formatter) -> str:
    """`mar 2026 · Bebidas · Marta Ferrer`; "" for every line. Names only what the person may see.

    Who looks learns no name from an address: one that is not theirs is left out.
    """
    names = tx.execute(
        sql(
            "SELECT (SELECT name FROM product_family WHERE id = :family_id),"
            " (SELECT name FROM responsible WHERE seller_id = :responsible_id),"
            " (SELECT coalesce(nullif(name, ''), code) FROM seller WHERE id = :seller_id),"
            " (SELECT name FROM client WHERE id = :client_id)"
        ),
        {
            "family_id": scope.family_id if scope.only_family_id is None else scope.only_family_id,
            "responsible_id": scope.responsible_id,
            "seller_id": scope.seller_id,
            "client_id": scope.client_id,
        },
    ).one()
    family = text(form.language, "sales.no_family") if scope.family_id == NO_FAMILY else names[0]
    nobody = text(form.language, "sales.unassigned")
    who = nobody if scope.responsible_id == UNASSIGNED else names[1]
    when = "" if scope.period is None else _days(scope.period, form)
    number = scope.import_id
    file = "" if number is None else text(form.language, "sales.of_import", number=number)
    return " · ".join(one for one in (when, family, who, *names[2:], file) if one)


def _days(period: Period, form: Formatter) -> str:
    month = Month.of(period.start)
    if (month.first, month.last) == (period.start, period.last):
        return form.month(month)
    if period.start == period.last:
        return form.date(period.start)
    return f"{form.date(period.start)} – {form.date(period.last)}"
