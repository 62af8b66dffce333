"""The rows that were refused, kept with where and why, and as they were sent."""

import json
from collections.abc import Iterable

from sqlalchemy import text
from sqlmodel import Session

from crm.intake.loading.changes import chunks
from crm.intake.rules import Refusal

_KEEP = """
    INSERT INTO import_reject (import_id, row, data_row, column_name, value, code, params, cells)
    SELECT :import_id, r.row, r.data_row, r.column_name, r.value, r.code, r.params, r.cells
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
        row bigint, data_row bigint, column_name text, value text, code text,
        params jsonb, cells jsonb)
"""


def keep_refusals(tx: Session, import_id: int, refusals: Iterable[Refusal]) -> None:
    """Store refusals in the order given."""
    for chunk in chunks(refusals):
        rows = [
            {
                "row": refusal.row,
                "data_row": refusal.data_row,
                "column_name": refusal.column,
                "value": refusal.value,
                "code": str(refusal.code),
                "params": dict(refusal.params),
                "cells": dict(refusal.cells),
            }
            for refusal in chunk
        ]
        # PostgreSQL's texts cannot hold the null character.
        written = json.dumps(rows).replace("\\u0000", "")
        tx.execute(text(_KEEP), {"import_id": import_id, "rows": written})
