"""A POST that may be sent again: the same `Idempotency-Key` gives the same answer, done once.

@router.post("/goals", status_code=201)
def create(body: GoalIn, tx: Tx, actor: CurrentActor, once: Once) -> GoalOut:
return once(lambda: shown(service.create_goal(tx, actor, ...)))
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Header, Request
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel
from sqlalchemy import text
from sqlmodel import Session

from crm.api.access import CurrentActor, Tx
from crm.db import Actor
from crm.kit.errors import Invalid

LONGEST_KEY: Final = 200
Answer = TypeVar("Answer", bound=BaseModel)


class KeyReused(Invalid):
    """The key came before with another request."""


@dataclass(frozen=True, slots=True)
class Again:
    """Runs the work of a request unless its key has an answer already."""

    tx: Session
    actor: Actor
    key: str | None
    request_hash: str

    def __call__(self, work: Callable[[], Answer]) -> Answer:
        """The answer of `work`, or the kept one. Raises KeyReused.

        Of fifty requests at the same moment the first inserts the key and works; the others
        wait at the key's unique index until it commits, then read its answer.
        """
        if self.key is None:
            return work()
        if self._claimed():
            answer = work()
            self._keep(answer)
            return answer
        return self._kept()

    def _claimed(self) -> bool:
        found = self.tx.execute(
            text(
                "INSERT INTO idempotency_key (user_id, key, request_hash)"
                " VALUES (:user_id, :key, :hash) ON CONFLICT DO NOTHING RETURNING true"
            ),
            self._named() | {"hash": self.request_hash},
        )
        return bool(found.scalar())

    def _keep(self, answer: BaseModel) -> None:
        self.tx.execute(
            text(
                "UPDATE idempotency_key SET answer = cast(:answer AS jsonb)"
                " WHERE user_id = :user_id AND key = :key"
            ),
            self._named() | {"answer": json.dumps(jsonable_encoder(answer))},
        )

    def _kept(self) -> Any:
        row = self.tx.execute(
            text(
                "SELECT request_hash, answer FROM idempotency_key"
                " WHERE user_id = :user_id AND key = :key"
            ),
            self._named(),
        ).one()
        if row.request_hash != self.request_hash:
            raise KeyReused("api.errors.key_reused")
        return row.answer

    def _named(self) -> dict[str, Any]:
        return {"user_id": self.actor.user_id, "key": self.key}


async def _again(
    request: Request,
    tx: Tx,
    actor: CurrentActor,
    idempotency_key: Annotated[
        str | None,
        Header(max_length=LONGEST_KEY, description="Any unique word: repeating it is harmless"),
    ] = None,
) -> Again:
    target = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    digest = sha256(target + await request.body()).hexdigest()
    return Again(tx, actor, idempotency_key, digest)


Once = Annotated[Again, Depends(_again, scope="function")]
