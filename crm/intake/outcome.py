"""What is told of an import: the one object that the command line and the API answer with."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field

from crm.intake.models import ImportBatch, ImportReject
from crm.kit.texts import Locale, text


class RefusedRowOut(BaseModel):
    """A row that was not taken: where it stands, and how to mend it."""

    row: int = Field(description="Row of the file, as a spreadsheet counts, from 1")
    data_row: int = Field(description="Row below the header, from 1")
    column: str = Field(description="Header of the column; empty when the whole row is meant")
    value: str = Field(description="The cell as sent")
    code: str
    message: str


class QuestionOut(BaseModel):
    """Something that only a person can say before the file is loaded."""

    about: str = Field(description="Member of the mapping, or meaning without a column")
    message: str
    options: list[str]
    proposed: str | None


class MonthChangeOut(BaseModel):
    """What the sales of a month summed to before and after the import."""

    month: str = Field(description="For example 1997-01")
    before: Decimal
    after: Decimal
    closed: bool = Field(default=False, description="Whether the month had been closed")


class ImportOut(BaseModel):
    """One import. Amounts are decimal strings; null where the file has none."""

    import_id: int
    file: str
    kind: str | None = Field(description="sales, clients, products or sellers")
    state: str
    outcome: str | None = Field(
        description="loaded, loaded_with_rejects, needs_mapping, rejected or duplicate"
    )
    message: str | None = Field(description="Why it was rejected, in the reader's language")
    duplicate_of: int | None
    lines_read: int
    accepted: int
    refused: int
    left_out: int
    total_amount: Decimal | None
    total_quantity: Decimal | None
    date_from: date | None
    date_to: date | None
    control_total: Decimal | None
    control_agrees: bool | None
    new_lines: int
    replaced_lines: int
    removed_lines: int
    unchanged_lines: int
    new_clients: int
    new_products: int
    new_families: int
    new_sellers: int
    months: list[MonthChangeOut]
    warnings: list[str]
    refused_rows: list[RefusedRowOut]
    questions: list[QuestionOut]
    mapping: dict[str, Any] | None
    progress: int
    progress_total: int
    step: str
    created_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None


_NEW = ("new_clients", "new_products", "new_families", "new_sellers")
_FIGURES = (
    "kind",
    "state",
    "outcome",
    "duplicate_of",
    "lines_read",
    "accepted",
    "refused",
    "left_out",
    "total_amount",
    "total_quantity",
    "date_from",
    "date_to",
    "control_total",
    "control_agrees",
    "new_lines",
    "replaced_lines",
    "removed_lines",
    "unchanged_lines",
    "mapping",
    "progress",
    "progress_total",
    "step",
    "created_at",
    "finished_at",
    "undone_at",
)


def import_out(batch: ImportBatch, refused: Sequence[ImportReject], locale: Locale) -> ImportOut:
    """An import with these of its refused rows, its sentences in the reader's language."""
    changes = batch.changes
    return ImportOut(
        import_id=batch.id,
        file=batch.file_name,
        message=_message(batch, locale),
        months=[MonthChangeOut(**month) for month in changes.get("months", [])],
        warnings=[
            text(locale, f"intake.read_{warning['code']}", **warning)
            for warning in changes.get("warnings", [])
        ],
        refused_rows=[refused_out(row, locale) for row in refused],
        questions=[
            _question(asked, locale) for asked in (batch.inspection or {}).get("questions", [])
        ],
        **{name: changes.get(name, 0) for name in _NEW},
        **{name: getattr(batch, name) for name in _FIGURES},
    )


def refused_out(row: ImportReject, locale: Locale) -> RefusedRowOut:
    """A refused row with its sentence."""
    return RefusedRowOut(
        row=row.row,
        data_row=row.data_row,
        column=row.column_name,
        value=row.value,
        code=row.code,
        message=reason_of(row, locale),
    )


def reason_of(row: ImportReject, locale: Locale) -> str:
    """Why a row was refused and how to mend it, in the reader's language."""
    params: dict[str, object] = {"row": row.row, "column": row.column_name, "value": row.value}
    return text(locale, f"intake.refusal_{row.code}", **{**params, **row.params})


def _message(batch: ImportBatch, locale: Locale) -> str | None:
    if batch.error_key is None:
        return None
    return text(locale, batch.error_key, **batch.error_params)


def _question(asked: Mapping[str, Any], locale: Locale) -> QuestionOut:
    return QuestionOut(
        about=asked["about"],
        message=text(locale, asked["key"], **asked["params"]),
        options=asked["options"],
        proposed=asked["proposed"],
    )
