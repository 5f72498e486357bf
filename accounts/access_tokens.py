"""Access tokens: JWTs by simplejwt that say which user and session, and nothing personal."""

from typing import Any, NamedTuple
from uuid import UUID

from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from adiuva.errors import Problem

CHALLENGE = {"WWW-Authenticate": 'Bearer error="invalid_token"'}


class Claims(NamedTuple):
    user_id: UUID
    session_id: UUID
    expires_at: float


class Issued(NamedTuple):
    token: str
    expires_at: int


class AccessToken(Token):
    token_type = "access"  # noqa: S105 - the name of a kind
    lifetime = api_settings.ACCESS_TOKEN_LIFETIME


def issue(*, user_id: UUID, session_id: UUID) -> Issued:
    token = AccessToken()
    token["sub"], token["sid"] = str(user_id), str(session_id)
    return Issued(str(token), token["exp"])


def claims_of(token: str) -> Claims:
    given: Any = token
    try:
        payload = AccessToken(given).payload
        return Claims(UUID(payload["sub"]), UUID(payload["sid"]), payload["exp"])
    except ExpiredTokenError:
        raise Problem("token_expired", headers=CHALLENGE) from None
    except (TokenError, KeyError, ValueError, TypeError, AttributeError):
        raise Problem("unauthenticated", headers=CHALLENGE) from None
