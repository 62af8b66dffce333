"""Who did what: written in the transaction of the deed, so that one is not without the other."""

from typing import Any

from sqlmodel import Session

from crm.accounts.models import AuditEvent


def record(
    tx: Session,
    actor_id: int | None,
    verb: str,
    subject: str,
    subject_id: int | None = None,
    **detail: Any,
) -> int:
    """Keeps one event and returns its id.

    `verb` is what was done ("create", "sign_in"), `subject` the table of the thing. Secrets
    never belong in `detail`. `actor_id` None: nobody was signed in.
    """
    event = AuditEvent(
        actor_id=actor_id or None,
        verb=verb,
        subject=subject,
        subject_id=subject_id,
        detail=detail,
    )
    tx.add(event)
    tx.flush()
    return event.id
