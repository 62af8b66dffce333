"""Who still uses a record that an undone import had created."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading.records import CLIENT, FAMILY, PRODUCT, SELLER, RecordKind

_LINES = "SELECT {0}, import_id FROM sale_line WHERE {0} = ANY (:ids)"
_IMAGES = (
    "SELECT CAST(prior ->> '{0}' AS bigint), prior_import_id FROM import_change"
    " WHERE subject = 'line' AND CAST(prior ->> '{0}' AS bigint) = ANY (:ids)"
)
_PRIOR = (
    "SELECT CAST(prior ->> '{1}' AS bigint), import_id FROM import_change"
    " WHERE subject = '{0}' AND CAST(prior ->> '{1}' AS bigint) = ANY (:ids)"
)
_ROWS = "SELECT {1}, CAST(NULL AS bigint) FROM {0} WHERE {1} = ANY (:ids)"
_RECORDS = "SELECT {1}, import_id FROM {0} WHERE {1} = ANY (:ids)"

_USES: dict[str, tuple[str, ...]] = {
    CLIENT.subject: (_LINES.format("client_id"), _IMAGES.format("client_id")),
    PRODUCT.subject: (_LINES.format("product_id"), _IMAGES.format("product_id")),
    FAMILY.subject: (
        _LINES.format("line_family_id"),
        _IMAGES.format("line_family_id"),
        _RECORDS.format("product", "family_id"),
        _RECORDS.format("product_family", "parent_id"),
        _PRIOR.format("product", "family_id"),
        _PRIOR.format("family", "parent_id"),
        _ROWS.format("goal", "family_id"),
        _ROWS.format("closed_figure", "family_id"),
    ),
    SELLER.subject: (
        _LINES.format("seller_id"),
        _LINES.format("credited_id"),
        _IMAGES.format("seller_id"),
        _IMAGES.format("credited_id"),
        _RECORDS.format("client", "owner_id"),
        _RECORDS.format("client_owner", "seller_id"),
        _PRIOR.format("owner", "seller_id"),
        _ROWS.format("monthly_target", "seller_id"),
        _ROWS.format("target_change", "seller_id"),
        _ROWS.format("closed_figure", "seller_id"),
        "SELECT id, CAST(NULL AS bigint) FROM seller WHERE user_id IS NOT NULL AND id = ANY (:ids)",
    ),
}


class Use(NamedTuple):
    """The oldest import whose lines or records use a record; None when only people do."""

    import_id: int | None


def users_of(tx: Session, kind: RecordKind, codes: Collection[str]) -> dict[str, Use]:
    """Of these records those that something refers to, by code."""
    uses = " UNION ALL ".join(_USES[kind.subject])
    rows = tx.execute(
        text(
            f"SELECT r.code, min(u.import_id) FROM ({uses}) AS u(id, import_id)"
            f" JOIN {kind.table} r ON r.id = u.id GROUP BY r.code"
        ),
        {"ids": _ids(tx, kind, codes)},
    )
    return {code: Use(import_id) for code, import_id in rows}


def _ids(tx: Session, kind: RecordKind, codes: Collection[str]) -> list[int]:
    statement = text(f"SELECT id FROM {kind.table} WHERE code = ANY (:codes)")
    return list(tx.execute(statement, {"codes": list(codes)}).scalars())
