"""Access tokens: what opens the API, and everything that must not."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from crm import secrets as keys
from crm.accounts import service, tokens
from crm.db import as_actor
from crm.kit.clock import FixedClock
from tests.api.conftest import Api
from tests.builders import PASSWORD

ME = "/api/v1/me"


def status(api: Api, token: str) -> int:
    """How the API answers that token."""
    return api.client.get(ME, headers={"Authorization": f"Bearer {token}"}).status_code


def claims_of(token: str) -> dict[str, Any]:
    """The content of a token, unchecked."""
    return jwt.decode(token, options={"verify_signature": False})


def signed(claims: dict[str, Any], key: str = "", **header: Any) -> str:
    """A token of these claims, signed with the product's key unless another is given."""
    return jwt.encode(claims, key or keys.current().jwt_key, "HS256", {**tokens.HEADER, **header})


def unsigned(claims: dict[str, Any], algorithm: str) -> str:
    """A token that claims to need no signature."""
    parts = [{**tokens.HEADER, "alg": algorithm}, claims]
    packed = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return (b".".join(packed) + b".").decode()


def hmac_signed(claims: dict[str, Any], key: bytes) -> str:
    """An HS256 token made by hand, for keys that libraries refuse."""
    head = unsigned(claims, "HS256").rstrip(".")
    digest = hmac.new(key, head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


PUBLIC_KEY = (
    b"-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----"
)
LATER = timedelta(hours=1)

FORGERIES: dict[str, Callable[[dict[str, Any]], str]] = {
    "alg none": lambda claims: unsigned(claims, "none"),
    "alg None": lambda claims: unsigned(claims, "None"),
    "alg nOnE": lambda claims: unsigned(claims, "nOnE"),
    "signed with a public key": lambda claims: hmac_signed(claims, PUBLIC_KEY),
    "signed with another key": lambda claims: signed(claims, "x" * 43),
    "signed with no key": lambda claims: hmac_signed(claims, b""),
    "expired": lambda claims: signed(claims | {"exp": datetime.now(UTC) - LATER}),
    "not yet": lambda claims: signed(claims | {"nbf": datetime.now(UTC) + LATER}),
    "another audience": lambda claims: signed(claims | {"aud": "another"}),
    "another issuer": lambda claims: signed(claims | {"iss": "another"}),
    "kid with a path": lambda claims: signed(claims, kid="../../../../dev/null"),
    "kid with SQL": lambda claims: signed(claims, kid="x' UNION SELECT 'key"),
    "jku": lambda claims: signed(claims, jku="https://evil.example/keys"),
    "jwk": lambda claims: signed(claims, jwk={"kty": "oct", "k": "eA"}),
    "no family": lambda claims: signed({k: v for k, v in claims.items() if k != "fam"}),
    "another's family": lambda claims: signed(claims | {"fam": "unknown"}),
    "another role": lambda claims: signed(claims | {"role": "admin"}),
    "another person": lambda claims: signed(claims | {"sub": "1"}),
    "a person who is no number": lambda claims: signed(claims | {"sub": "1 OR 1=1"}),
}


def test_a_token_opens_the_api_as_its_person(api: Api) -> None:
    answer = api.client.get(ME, headers=api.bearer(api.people.carla))

    assert answer.json()["name"] == "Carla"
    assert answer.json()["role"] == "sales"


@pytest.mark.parametrize("forgery", sorted(FORGERIES))
def test_a_forged_token_is_refused(api: Api, forgery: str) -> None:
    real = api.tokens(api.people.carla)["access_token"]

    assert status(api, FORGERIES[forgery](claims_of(real))) == 401


def test_a_changed_payload_is_refused(api: Api) -> None:
    head, _, signature = api.tokens(api.people.carla)["access_token"].split(".")
    claims = claims_of(api.tokens(api.people.carla)["access_token"]) | {"role": "admin"}
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()

    assert status(api, f"{head}.{body}.{signature}") == 401


def test_a_refresh_token_is_no_access_token(api: Api) -> None:
    assert status(api, api.tokens(api.people.carla)["refresh_token"]) == 401


def test_an_access_token_is_no_refresh_token(api: Api) -> None:
    access = api.tokens(api.people.carla)["access_token"]

    answer = api.client.post("/api/v1/auth/refresh", json={"refresh_token": access})

    assert answer.status_code == 401


def test_a_token_ends_with_the_sign_out(api: Api) -> None:
    found = api.tokens(api.people.carla)

    api.client.post("/api/v1/auth/sign-out", json={"refresh_token": found["refresh_token"]})

    assert status(api, found["access_token"]) == 401


def test_a_token_ends_with_a_new_password(api: Api) -> None:
    token = api.tokens(api.people.carla)["access_token"]

    service.change_password(api.people.carla, PASSWORD, "another long sentence")

    assert status(api, token) == 401


def test_a_token_ends_with_a_new_role(api: Api) -> None:
    token = api.tokens(api.people.carla)["access_token"]

    with as_actor(api.people.ana) as tx:
        service.set_role(tx, api.people.ana, api.people.carla.user_id, "supervisor")

    assert status(api, token) == 401


def test_a_token_ends_with_its_persons_account(api: Api) -> None:
    token = api.tokens(api.people.carla)["access_token"]

    with as_actor(api.people.ana) as tx:
        service.deactivate(tx, api.people.ana, api.people.carla.user_id)

    assert status(api, token) == 401


def test_a_token_ends_with_signing_out_everywhere(api: Api) -> None:
    token = api.tokens(api.people.carla)["access_token"]

    service.sign_out_everywhere(api.people.carla.user_id)

    assert status(api, token) == 401


def test_a_refresh_renews_both_tokens(api: Api) -> None:
    first = api.tokens(api.people.carla)

    second = tokens.rotate(first["refresh_token"])

    assert second.refresh_token != first["refresh_token"]
    assert status(api, second.access_token) == 200


def test_two_tabs_may_refresh_at_once(api: Api) -> None:
    first = api.tokens(api.people.carla)

    one, other = (tokens.rotate(first["refresh_token"]) for _ in range(2))

    assert status(api, one.access_token) == status(api, other.access_token) == 200
    assert tokens.rotate(one.refresh_token)
    assert tokens.rotate(other.refresh_token)


def test_a_used_refresh_token_revokes_its_family_and_leaves_an_event(api: Api) -> None:
    first = api.tokens(api.people.carla)
    second = tokens.rotate(first["refresh_token"])
    later = FixedClock(datetime.now(UTC) + tokens.GRACE + timedelta(seconds=1))

    with pytest.raises(tokens.BadToken):
        tokens.rotate(first["refresh_token"], clock=later)

    assert status(api, second.access_token) == 401
    with pytest.raises(tokens.BadToken):
        tokens.rotate(second.refresh_token)
    assert events(api, "refresh_token_reused") == 1


def test_a_refresh_token_ends_after_its_days(api: Api) -> None:
    first = api.tokens(api.people.carla)
    later = FixedClock(datetime.now(UTC) + tokens.REFRESH_LIFE + timedelta(seconds=1))

    with pytest.raises(tokens.BadToken):
        tokens.rotate(first["refresh_token"], clock=later)


def events(api: Api, verb: str) -> int:
    """How many events of that kind the audit holds."""
    from sqlalchemy import text

    with as_actor(api.people.ana) as tx:
        statement = text("SELECT count(*) FROM audit_event WHERE verb = :verb")
        return tx.execute(statement, {"verb": verb}).scalar_one()
