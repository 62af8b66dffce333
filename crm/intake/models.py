"""Every file ever received, what became of it, and what it changed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Column, Identity, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from crm.db.columns import document, flag, instant, key, maybe_ref, money, now, number, ref, words

_LOADED_SALES = (
    "kind = 'sales' AND undone_at IS NULL AND outcome IN ('loaded', 'loaded_with_rejects')"
)


class MappingProfile(SQLModel, table=True):
    """How files of one layout are read, so that the next of its kind loads by itself."""

    __tablename__ = "mapping_profile"  # pyright: ignore[reportAssignmentType]

    id: int = key()
    name: str = words()
    kind: str = words()
    fingerprint: str = Field(unique=True)
    mapping: dict[str, Any] = document()
    version: int = number(1)
    uses: int = number()
    used_at: datetime | None = instant()
    created_at: datetime = now()
    created_by: int | None = maybe_ref("app_user.id")


class ImportBatch(SQLModel, table=True):
    """One file received: its state, its outcome and its figures.

    `source` is where its lines come from. `period_end` is the last day of the period that the file
    or its mapping declares, where that was over when it came; `as_of` the day up to which it
    speaks: that, or its latest document's date.
    """

    __tablename__ = "import_batch"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("import_batch_sha256", "sha256"),
        Index(
            "import_batch_waiting",
            "id",
            postgresql_where=text("state IN ('queued', 'running')"),
        ),
        # Who asks how far the data reach (`crm_data_state`).
        Index("import_batch_reach", "source", "as_of", postgresql_where=text(_LOADED_SALES)),
    )

    id: int = key()
    way: str = words("upload")
    file_name: str = words()
    sha256: str = words()
    size: int = number()
    format: str = words()
    kind: str | None = words(None)
    source: str = words()
    state: str = words("queued")
    outcome: str | None = words(None)
    mapping: dict[str, Any] | None = document(None)
    profile_id: int | None = maybe_ref("mapping_profile.id")
    duplicate_of: int | None = maybe_ref("import_batch.id")
    error_key: str | None = words(None)
    error_params: dict[str, Any] = document()
    inspection: dict[str, Any] | None = document(None)
    lines_read: int = number()
    accepted: int = number()
    refused: int = number()
    left_out: int = number()
    new_lines: int = number()
    replaced_lines: int = number()
    removed_lines: int = number()
    unchanged_lines: int = number()
    total_amount: Decimal | None = money(None)
    total_quantity: Decimal | None = money(None)
    control_total: Decimal | None = money(None)
    control_agrees: bool | None = Field(default=None, nullable=True)
    date_from: date | None = Field(default=None, nullable=True)
    date_to: date | None = Field(default=None, nullable=True)
    period_end: date | None = Field(default=None, nullable=True)
    as_of: date | None = Field(default=None, nullable=True)
    changes: dict[str, Any] = document()
    progress: int = number()
    progress_total: int = number()
    step: str = words()
    cancel_requested: bool = flag(default=False)
    attempts: int = number()
    created_at: datetime = now()
    created_by: int | None = maybe_ref("app_user.id")
    started_at: datetime | None = instant()
    finished_at: datetime | None = instant()
    undone_at: datetime | None = instant()
    undone_by: int | None = maybe_ref("app_user.id")


class ImportFile(SQLModel, table=True):
    """The original bytes of a file, in parts, so that memory stays flat (`crm.intake.packing`)."""

    __tablename__ = "import_file"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("import_file_plain", "import_id", "part", postgresql_where=text("NOT is_packed")),
    )

    import_id: int = Field(
        primary_key=True, sa_type=BigInteger, foreign_key="import_batch.id", ondelete="CASCADE"
    )
    part: int = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    is_packed: bool = flag(default=False)


class ImportReject(SQLModel, table=True):
    """One row that was refused, with where and why."""

    __tablename__ = "import_reject"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("import_reject_import", "import_id", "row", "id"),)

    id: int = key()
    import_id: int = ref("import_batch.id", ondelete="CASCADE")
    row: int = number()
    data_row: int = number()
    column_name: str = words()
    value: str = words()
    code: str = words()
    params: dict[str, Any] = document()
    cells: dict[str, Any] = document()


class ImportChange(SQLModel, table=True):
    """What an import did to one line or master record, and what was there before; undo reads it.

    Lines: `prior` is the whole line as it was (null: there was none) and `prior_import_id` the
    import that had written it. Master records: `stated` are the fields that the file gave a value,
    `prior` what those fields held. `id` tells the order of loading.
    """

    __tablename__ = "import_change"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "import_change_prior",
            "prior_import_id",
            postgresql_where=text("prior_import_id IS NOT NULL"),
        ),
        Index("import_change_record", "subject", "key", postgresql_where=text("subject <> 'line'")),
        Index("import_change_removed", "key", postgresql_where=text("action = 'removed'")),
    )

    # No foreign key: a million rows in one statement.
    import_id: int = Field(sa_type=BigInteger, primary_key=True)
    subject: str = Field(sa_type=Text, primary_key=True)
    key: str = Field(sa_column=Column(Text(collation="C"), primary_key=True, nullable=False))
    id: int = Field(default=None, sa_column=Column(BigInteger, Identity(), nullable=False))
    action: str = words()
    prior_import_id: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    prior: dict[str, Any] | None = document(None)
    stated: dict[str, Any] | None = document(None)


class ImportConfirmed(SQLModel, table=True):
    """Lines of `holder_id` that the file of `import_id` said again, by their keys.

    A row holds some thousands of them, its first key is the least; no key is in two rows of the
    same two imports. `digest` is the same for the same keys, in whatever order they lie.
    """

    __tablename__ = "import_confirmed"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("import_confirmed_holder", "holder_id"),)

    # No foreign keys, as `import_change` has none.
    import_id: int = Field(sa_type=BigInteger, primary_key=True)
    holder_id: int = Field(sa_type=BigInteger, primary_key=True)
    first_key: str = Field(sa_column=Column(Text(collation="C"), primary_key=True, nullable=False))
    keys: list[str] = Field(sa_column=Column(ARRAY(Text(collation="C")), nullable=False))
    digest: int = Field(sa_type=BigInteger)
