"""Mapping profiles: how a layout was read once, so that its next file loads by itself."""

import json
from dataclasses import replace

from sqlalchemy import text
from sqlmodel import Session

from crm.intake.columns import Mapping
from crm.intake.inspecting import Inspection
from crm.intake.rules import Kind, layout_fingerprint
from crm.intake.vocabulary import normalised

_FIND = "SELECT mapping FROM mapping_profile WHERE fingerprint = :fingerprint"
_KEEP = """
    INSERT INTO mapping_profile (name, kind, fingerprint, mapping, uses, used_at, created_by)
    VALUES (:name, :kind, :fingerprint, CAST(:mapping AS jsonb), 1, now(), :by)
    ON CONFLICT (fingerprint) DO UPDATE
    SET mapping = excluded.mapping, uses = mapping_profile.uses + 1, used_at = now(),
        version = mapping_profile.version
            + CASE WHEN mapping_profile.mapping = excluded.mapping THEN 0 ELSE 1 END
    RETURNING id
"""


def known_mapping(tx: Session, inspection: Inspection) -> Mapping | None:
    """The mapping with which a file of this layout was loaded last; None for a new layout.

    What belongs to one file and not to its layout (place of the header, period) is left open.
    """
    likely = inspection.mapping.kind
    for kind in (likely, *(other for other in Kind if other is not likely)):
        fingerprint = layout_fingerprint(kind, map(normalised, inspection.headers))
        kept = tx.execute(text(_FIND), {"fingerprint": fingerprint}).scalar()
        if kept is not None:
            mapping = Mapping.from_json(kept)
            sheet = mapping.sheet if mapping.sheet in inspection.sheets else None
            return replace(mapping, sheet=sheet)
    return None


def keep_profile(
    tx: Session, name: str, inspection: Inspection, mapping: Mapping, by: int | None
) -> int:
    """Keep how this layout was read; returns the profile's id."""
    layout = replace(
        mapping,
        header_row=None,
        encoding=None,
        delimiter=None,
        period_from=None,
        period_to=None,
        removal_confirmed=False,
    )
    return tx.execute(
        text(_KEEP),
        {
            "name": name,
            "kind": mapping.kind,
            "fingerprint": layout_fingerprint(mapping.kind, map(normalised, inspection.headers)),
            "mapping": json.dumps(layout.to_json()),
            "by": by,
        },
    ).scalar_one()
