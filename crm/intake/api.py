"""Imports over the API: send a file, follow it, answer, cancel, undo, download."""

import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from fastapi import (
    APIRouter,
    BackgroundTasks,
    Body,
    Depends,
    File,
    Form,
    Path,
    Query,
    Request,
    UploadFile,
)
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from crm.accounts.company import company
from crm.api.access import CurrentActor, Style, Tx, asks_for
from crm.api.paging import Cursor, Limit, PageOut, page_out
from crm.db import Actor, as_actor
from crm.intake import queries, service
from crm.intake.columns import Mapping, MappingRefused
from crm.intake.outcome import ImportOut, RefusedRowOut, import_out, refused_out
from crm.intake.receiving import Way, Wish, original_parts, receive
from crm.intake.refusals import refusals_as_csv
from crm.intake.rules import Kind
from crm.intake.runner import runner
from crm.intake.states import State
from crm.kit.files import CsvStyle, attachment
from crm.kit.texts import locale_named, text

router = APIRouter(prefix="/imports", tags=["imports"], dependencies=[asks_for("supervisor")])

SHOWN_REFUSED = 50
ImportId = Annotated[int, Path(ge=1, le=2**31 - 1)]


class UndoneOut(BaseModel):
    """What undoing did. `kept` names records it had created that others use, by kind."""

    import_id: int
    lines_removed: int
    lines_restored: int
    months: list[str]
    records_removed: dict[str, int]
    kept: dict[str, list[str]]


def what_is_said(
    mapping: Annotated[str | None, Form(description="JSON, as `mapping` of an import")] = None,
    kind: Annotated[Kind | None, Form(description="What its rows are, where known")] = None,
    source: Annotated[
        str | None, Form(max_length=80, description="Where its lines come from")
    ] = None,
) -> dict[str, Any] | None:
    """What the sender says of how the file is read. Raises MappingRefused."""
    if mapping:
        return Mapping.from_json(_parsed(mapping)).to_json()
    wishes = {Wish.KIND: kind and str(kind), Wish.SOURCE: source}
    return {str(wish): value for wish, value in wishes.items() if value} or None


def way_of(request: Request) -> Way:
    """A page of ours comes with the session's cookie, a program with a token."""
    return "api" if "authorization" in request.headers else "upload"


@router.post("", status_code=202, summary="Send a file")
def send(
    tx: Tx,
    actor: CurrentActor,
    later: BackgroundTasks,
    file: Annotated[UploadFile, File(description="CSV or XLSX")],
    said: Annotated[dict[str, Any] | None, Depends(what_is_said)],
    way: Annotated[Way, Depends(way_of)],
) -> ImportOut:
    """The file is kept and waits for its turn; follow it by its `import_id`."""
    got = receive(tx, actor, file.filename or "", file.file, way=way, mapping=said)
    later.add_task(runner.wake)
    return _shown(tx, actor, got.import_id)


@router.get("", summary="Files received")
def listed(
    tx: Tx,
    actor: CurrentActor,
    state: Annotated[State | None, Query(description="Only those in this state")] = None,
    cursor: Cursor = None,
    limit: Limit = queries.PAGE_SIZE,
) -> PageOut[ImportOut]:
    """Newest first, without their refused rows."""
    page = queries.imports(tx, state=state, cursor=cursor, limit=limit)
    return page_out(page, lambda batch: import_out(batch, (), locale_named(actor.locale)))


@router.get("/{import_id}", summary="One import")
def one(import_id: ImportId, tx: Tx, actor: CurrentActor) -> ImportOut:
    """Its state, figures, changes, open questions, and its first refused rows."""
    return _shown(tx, actor, import_id)


@router.get("/{import_id}/refusals", summary="The rows that were refused")
def refusals(
    import_id: ImportId,
    tx: Tx,
    actor: CurrentActor,
    cursor: Cursor = None,
    limit: Limit = queries.PAGE_SIZE,
) -> PageOut[RefusedRowOut]:
    """In the file's order."""
    queries.one_import(tx, import_id)
    page = queries.refused_rows(tx, import_id, cursor=cursor, limit=limit)
    return page_out(page, lambda row: refused_out(row, locale_named(actor.locale)))


@router.get(
    "/{import_id}/refusals.csv",
    summary="The refused rows as a file",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {}}}},
)
def refusals_file(
    import_id: ImportId, tx: Tx, actor: CurrentActor, style: Style = "plain"
) -> StreamingResponse:
    """With the reason of each and the row as it was sent."""
    batch = queries.one_import(tx, import_id)
    what = text(locale_named(actor.locale), "intake.refusals_file", number=import_id)
    name = f"{batch.file_name.rpartition('.')[0] or batch.file_name}-{what}.csv"
    written = company(tx).csv_style(style)
    parts = (part.encode() for part in _refusal_parts(actor, import_id, written))
    return _download(parts, name, "text/csv; charset=utf-8")


@router.get(
    "/{import_id}/original",
    summary="The file as it was received",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def original(import_id: ImportId, tx: Tx, actor: CurrentActor) -> StreamingResponse:
    """Byte by byte."""
    batch = queries.one_import(tx, import_id)
    return _download(_original_parts(actor, import_id), batch.file_name, "application/octet-stream")


@router.post("/{import_id}/mapping", summary="Answer how a file is to be read")
def answer(
    import_id: ImportId,
    mapping: Annotated[dict[str, Any], Body(description="As `mapping` of the import, edited")],
    tx: Tx,
    actor: CurrentActor,
    later: BackgroundTasks,
) -> ImportOut:
    """The file goes back to the queue."""
    service.confirm_mapping(tx, actor, import_id, mapping)
    later.add_task(runner.wake)
    return _shown(tx, actor, import_id)


@router.post("/{import_id}/cancel", summary="Stop an import")
def cancel(import_id: ImportId, tx: Tx, actor: CurrentActor) -> ImportOut:
    """Nothing of it is kept; possible until it is stored."""
    service.cancel(tx, actor, import_id)
    return _shown(tx, actor, import_id)


@router.post("/{import_id}/undo", summary="Undo an import")
def undo(import_id: ImportId, actor: CurrentActor) -> UndoneOut:
    """What it changed becomes as it would be without it, also under later imports."""
    done = service.undo(actor, import_id)
    return UndoneOut(
        import_id=import_id,
        lines_removed=done.lines_removed,
        lines_restored=done.lines_restored,
        months=[month.isoformat()[:7] for month in sorted(done.months)],
        records_removed=done.records_removed,
        kept=done.kept,
    )


def _shown(tx: Tx, actor: Actor, import_id: int) -> ImportOut:
    batch = queries.one_import(tx, import_id)
    refused = queries.refused_rows(tx, import_id, limit=SHOWN_REFUSED).rows
    return import_out(batch, refused, locale_named(actor.locale))


def _parsed(mapping: str) -> object:
    try:
        return json.loads(mapping)
    except ValueError:
        raise MappingRefused("intake.mapping_not_an_object") from None


def _refusal_parts(actor: Actor, import_id: int, style: CsvStyle) -> Iterator[str]:
    with as_actor(actor) as tx:
        yield from refusals_as_csv(tx, import_id, locale_named(actor.locale), style)


def _original_parts(actor: Actor, import_id: int) -> Iterator[bytes]:
    with as_actor(actor) as tx:
        yield from original_parts(tx, import_id)


def _download(parts: Iterable[bytes], name: str, media_type: str) -> StreamingResponse:
    return StreamingResponse(parts, media_type=media_type, headers=attachment(name))
