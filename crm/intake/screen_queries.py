"""What the screens of the intake read: the files received, one of them, what it refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from crm.kit.errors import NotFound
from crm.kit.periods import Month

LIST_SIZE = 25
REFUSED_SIZE = 50
TOGETHER = timedelta(minutes=1)
"""Files that follow one another within this time were sent as one lot."""
_MASTERS = {
    "client_code": "client",
    "product_code": "product",
    "family": "product_family",
    "seller_code": "seller",
}


class Show(StrEnum):
    """Which of the files the list shows."""

    ALL = "all"
    WAITING = "waiting"
    REFUSED = "refused"
    REJECTED = "rejected"
    UNDONE = "undone"


_CONDITIONS = {
    Show.ALL: "true",
    Show.WAITING: "b.outcome = 'needs_mapping' AND b.undone_at IS NULL",
    Show.REFUSED: "b.refused > 0 AND b.outcome = 'loaded_with_rejects' AND b.undone_at IS NULL",
    Show.REJECTED: "b.outcome = 'rejected'",
    Show.UNDONE: "b.undone_at IS NOT NULL",
}


class ListedImport(NamedTuple):
    """One file received, as the list shows it."""

    id: int
    file_name: str
    way: str
    kind: str | None
    state: str
    outcome: str | None
    accepted: int
    refused: int
    total_amount: Decimal | None
    date_from: date | None
    date_to: date | None
    created_at: datetime
    undone_at: datetime | None
    sender: str | None
    error_key: str | None
    error_params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ImportList:
    """A page of the files, how many each filter holds, and what those of the filter add up to.

    `lines` and `amount` count sales that stand: neither undone nor waiting.
    """

    rows: Sequence[ListedImport]
    counts: Mapping[Show, int]
    lines: int
    amount: Decimal


class RunningImport(NamedTuple):
    """A file that is being worked on, or stands in the queue for it."""

    id: int
    file_name: str
    state: str
    step: str
    progress: int
    progress_total: int
    cancel_requested: bool


class Arrival(NamedTuple):
    """Who sent which file, when and how."""

    id: int
    way: str
    sender_id: int | None
    at: datetime


class RefusedRow(NamedTuple):
    """A row that was not taken: where it is, what it says, and why not."""

    id: int
    row: int
    data_row: int
    column: str
    value: str
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OneImport:
    """Everything known of one file; `fields` are the columns of `import_batch`."""

    fields: Mapping[str, Any]
    sender: str | None
    undone_by: str | None
    profile: str | None
    duplicate_name: str | None
    holds: int

    def __getattr__(self, name: str) -> Any:
        """A column of `import_batch` by its name."""
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None


def import_list(tx: Session, *, show: Show, words: str = "", page: int = 1) -> ImportList:
    """Files received, newest first; `words` are looked for in their names.

    Pages by number: a company receives thousands of files, not millions, and the page needs to
    say which of them it shows.
    """
    params = {"words": words, "limit": LIST_SIZE, "skip": (page - 1) * LIST_SIZE}
    rows = tx.execute(
        text(
            "SELECT b.id, b.file_name, b.way, b.kind, b.state, b.outcome, b.accepted, b.refused,"
            " b.total_amount, b.date_from, b.date_to, b.created_at, b.undone_at, u.name,"
            " b.error_key, b.error_params"
            f" FROM {_FOUND} LEFT JOIN app_user u ON u.id = b.created_by"
            f" WHERE {_NAMED} AND {_CONDITIONS[show]}"
            " ORDER BY b.id DESC LIMIT :limit OFFSET :skip"
        ),
        params,
    )
    return ImportList([ListedImport(*row) for row in rows], *_totals(tx, show, params))


_FOUND = "import_batch b"
_NAMED = "(:words = '' OR position(crm_fold(:words) in crm_fold(b.file_name)) > 0)"
_STANDS = "b.kind = 'sales' AND b.undone_at IS NULL AND b.outcome LIKE 'loaded%'"


def _totals(
    tx: Session, show: Show, params: Mapping[str, object]
) -> tuple[dict[Show, int], int, Decimal]:
    counts = ", ".join(f"count(*) FILTER (WHERE {_CONDITIONS[one]})" for one in Show)
    chosen = f"FILTER (WHERE {_CONDITIONS[show]} AND {_STANDS})"
    row = tx.execute(
        text(
            f"SELECT {counts}, coalesce(sum(b.accepted) {chosen}, 0)::bigint,"
            f" coalesce(sum(b.total_amount) {chosen}, 0) FROM {_FOUND} WHERE {_NAMED}"
        ),
        params,
    ).one()
    return dict(zip(Show, row[: len(Show)], strict=True)), row[-2], row[-1]


def last_arrival(tx: Session) -> list[int]:
    """The file that came last and those sent with it on the screen, in that order; ended ones."""
    rows = tx.execute(
        text(
            "SELECT id, way, created_by, created_at FROM import_batch"
            " WHERE state NOT IN ('queued', 'running') ORDER BY id DESC LIMIT :limit"
        ),
        {"limit": LIST_SIZE},
    )
    return arrived_together([Arrival(*row) for row in rows])


def arrived_together(arrivals: Sequence[Arrival]) -> list[int]:
    """Of files received, newest first: the first and those sent with it, oldest first.

    Sent with it: on the screen, by the same person, none more than a minute before the next.
    """
    kept = list(arrivals[:1])
    for one in arrivals[1:]:
        if not (_on_the_screen(kept[-1], one) and kept[-1].at - one.at <= TOGETHER):
            break
        kept.append(one)
    return [one.id for one in reversed(kept)]


def _on_the_screen(later: Arrival, earlier: Arrival) -> bool:
    same = later.sender_id == earlier.sender_id
    return same and later.way == earlier.way == "upload"


def running_imports(tx: Session) -> list[RunningImport]:
    """The files being worked on and those that wait for their turn, in that order."""
    rows = tx.execute(
        text(
            "SELECT id, file_name, state, step, progress, progress_total, cancel_requested"
            " FROM import_batch WHERE state IN ('queued', 'running') ORDER BY id"
        )
    )
    return [RunningImport(*row) for row in rows]


def waiting_files(tx: Session) -> list[tuple[int, str]]:
    """Number and name of the files that wait for an answer, newest first."""
    rows = tx.execute(
        text(
            f"SELECT b.id, b.file_name FROM {_FOUND} WHERE {_CONDITIONS[Show.WAITING]}"
            " ORDER BY b.id DESC"
        )
    )
    return [(row.id, row.file_name) for row in rows]


def one_import(tx: Session, import_id: int) -> OneImport:
    """One file with everything known of it. Raises NotFound."""
    row = (
        tx.execute(
            text(
                "SELECT b.*, u.name AS sender_name, w.name AS undone_name,"
                " p.name AS profile_name, d.file_name AS duplicate_name"
                " FROM import_batch b LEFT JOIN app_user u ON u.id = b.created_by"
                " LEFT JOIN app_user w ON w.id = b.undone_by"
                " LEFT JOIN mapping_profile p ON p.id = b.profile_id"
                " LEFT JOIN import_batch d ON d.id = b.duplicate_of WHERE b.id = :id"
            ),
            {"id": import_id},
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise NotFound("intake.page_not_found", id=import_id)
    return OneImport(
        fields=dict(row),
        sender=row["sender_name"],
        undone_by=row["undone_name"],
        profile=row["profile_name"],
        duplicate_name=row["duplicate_name"],
        # Lines of a first load cannot be read before it ends, and this page shows its progress.
        holds=_lines_of(tx, import_id) if row["state"] == "loaded" else 0,
    )


def _lines_of(tx: Session, import_id: int) -> int:
    """The sale lines that still stem from the import."""
    found = text("SELECT count(*) FROM sale_line WHERE import_id = :id")
    return tx.execute(found, {"id": import_id}).scalar_one()


def refused_rows(tx: Session, import_id: int, page: int = 1) -> list[RefusedRow]:
    """A page of the rows that a file had refused, in the file's order."""
    rows = tx.execute(
        text(
            "SELECT id, row, data_row, column_name, value, code, params FROM import_reject"
            " WHERE import_id = :id ORDER BY row, id LIMIT :limit OFFSET :skip"
        ),
        {"id": import_id, "limit": REFUSED_SIZE, "skip": (page - 1) * REFUSED_SIZE},
    )
    return [RefusedRow(*row) for row in rows]


def stored_months(tx: Session, months: Iterable[Month]) -> dict[Month, Decimal]:
    """What is stored of these months; a month without sales is not among them."""
    rows = tx.execute(
        text(
            "SELECT month, sum(amount) AS amount FROM month_fact WHERE month = ANY(:months)"
            " GROUP BY month ORDER BY month"
        ),
        {"months": [month.first for month in months]},
    )
    return {Month.of(row.month): row.amount for row in rows}


def unknown_codes(tx: Session, codes: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """How many of the codes of each column are not stored yet.

    `codes` by column of a sales file; a family counts as stored by its code or its name.
    """
    return {
        column: _unknown(tx, _MASTERS[column], sorted(found))
        for column, found in codes.items()
        if column in _MASTERS
    }


def _unknown(tx: Session, table: str, codes: list[str]) -> int:
    by_name = " OR lower(t.name) = lower(c)" if table == "product_family" else ""
    found = text(
        "SELECT count(*) FROM unnest(cast(:codes AS text[])) c WHERE NOT EXISTS"
        f" (SELECT 1 FROM {table} t WHERE t.code = c{by_name})"
    )
    return tx.execute(found, {"codes": codes}).scalar_one()
