"""Tokens of API clients, and who one is."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from crm.accounts import service, tokens
from crm.accounts.rules import LONGEST_PASSWORD
from crm.api.access import CurrentActor, Tx
from crm.db import Role

LONGEST_EMAIL = 320
LONGEST_BODY_NAME = 1000
"""Before blanks are taken out; what is kept is shorter."""

router = APIRouter(tags=["accounts"])


class Credentials(BaseModel):
    """What a person signs in with."""

    email: Annotated[str, Field(max_length=LONGEST_EMAIL)]
    password: Annotated[str, Field(max_length=LONGEST_PASSWORD)]


class Refresh(BaseModel):
    """A refresh token: it works once."""

    refresh_token: Annotated[str, Field(max_length=4096)]


class TokensOut(BaseModel):
    """An access token for `Authorization: Bearer …`, and what renews it."""

    access_token: str
    refresh_token: str
    token_type: str = "bearer"  # noqa: S105 - a scheme's name
    expires_in: int


class Me(BaseModel):
    """The person the token stands for."""

    id: int
    name: str
    email: str
    role: Role
    locale: str
    theme: str


class MeIn(BaseModel):
    """What a person changes of themselves; what is left out stays."""

    name: Annotated[str | None, Field(max_length=LONGEST_BODY_NAME)] = None
    locale: str | None = None
    theme: str | None = None


def client_address(request: Request) -> str:
    """Where a request comes from, as far as the socket tells."""
    return request.client.host if request.client else ""


@router.post("/auth/token", summary="Sign in and receive tokens")
def token(
    body: Credentials, address: Annotated[str, Depends(client_address)], response: Response
) -> TokensOut:
    """The access token lasts 15 minutes; renew it with `/auth/refresh`. 429 asks to wait."""
    response.headers["Cache-Control"] = "no-store"
    return _out(tokens.issue(body.email, body.password, address=address))


@router.post("/auth/refresh", summary="Renew the tokens")
def refresh(body: Refresh, response: Response) -> TokensOut:
    """Each refresh token works once. A second use later on revokes the whole chain."""
    response.headers["Cache-Control"] = "no-store"
    return _out(tokens.rotate(body.refresh_token))


@router.post("/auth/sign-out", status_code=204, summary="End a chain of tokens")
def sign_out(body: Refresh) -> None:
    """The access tokens of the chain stop working too. Unknown tokens are not an error."""
    tokens.revoke(body.refresh_token)


@router.get("/me", summary="Who am I")
def me(actor: CurrentActor) -> Me:
    """The person whose token or session this is."""
    return Me(
        id=actor.user_id,
        name=actor.name,
        email=actor.email,
        role=actor.role,
        locale=actor.locale,
        theme=actor.theme,
    )


@router.patch("/me", summary="Change one's own name, language or theme")
def change_me(tx: Tx, actor: CurrentActor, body: MeIn) -> Me:
    """The e-mail and the role are an administrator's to change."""
    name = actor.name if body.name is None else service.rename(tx, actor, body.name)
    if body.locale is not None:
        service.choose_language(tx, actor, body.locale)
    if body.theme is not None:
        service.choose_theme(tx, actor, body.theme)
    changed = replace(
        actor, name=name, locale=body.locale or actor.locale, theme=body.theme or actor.theme
    )
    return me(changed)


def _out(issued: tokens.Tokens) -> TokensOut:
    return TokensOut(
        access_token=issued.access_token,
        refresh_token=issued.refresh_token,
        expires_in=issued.expires_in,
    )
