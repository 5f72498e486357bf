"""Who is asking, on every door: a token becomes a user, a session and a tier in one query."""

import time
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import msgspec
from django.db.models import Expression, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils import timezone

from accounts import tiers
from accounts.access_tokens import CHALLENGE, Claims, claims_of
from accounts.models import Ticket, User
from accounts.opaque import digest
from adiuva.config import config
from adiuva.database import in_database
from adiuva.errors import Problem
from adiuva.observability import context
from adiuva.prepared import Prepared

# The query of the tier expression in use.
_prepared: list[tuple[Expression | Combinable, Prepared]] = []


class Caller(msgspec.Struct, frozen=True):
    user_id: UUID
    email: str
    tier: str
    session_id: UUID
    email_verified: bool
    expires_at: float = 0  # of what he showed, as Unix time


def who_is_asking(token: str) -> Caller:
    return _behind(claims_of(token))


def who_holds(ticket: str) -> Caller:
    """The caller a ticket was made for; it is spent by this, whoever else holds it."""
    ours = Q(sessions__tickets__hash=digest(ticket), sessions__tickets__expires_at__gt=timezone.now())
    caller = _made_of(_rows(ours).first(), time.time() + 60 * config.jwt_access_token_expire_minutes)
    spent, _ = Ticket.objects.filter(hash=digest(ticket)).delete()
    if not spent:
        raise _nobody()
    return caller


def must_be_verified(caller: Caller) -> None:
    if config.require_verified_email and not caller.email_verified:
        raise Problem("email_unverified")


async def caller_of(request: HttpRequest) -> Caller | None:
    """Asked as often as one likes, answered by one query a request; None for who does not say."""
    kept = vars(request)
    if "_caller" not in kept:
        try:
            kept["_caller"] = await _from_header(request.META.get("HTTP_AUTHORIZATION", ""))
        except Problem as refusal:
            kept["_caller"] = refusal
    caller: Caller | Problem | None = kept["_caller"]
    if isinstance(caller, Problem):
        raise caller
    return caller


async def caller_of_scope(scope: Any) -> Caller:
    """Of a socket: by its header, its ticket or its token; the first that is there decides."""
    caller = await _from_header(dict(scope["headers"]).get(b"authorization", b"").decode("latin-1"))
    if caller:
        return caller
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    if "ticket" in query:
        return _noted(await in_database(who_holds, query["ticket"][0]))
    if "token" in query:
        return await _asking(query["token"][0])
    raise _nobody()


async def caller_of_token(token: str) -> Caller:
    return await _asking(token)


async def caller_now(caller: Caller) -> Caller:
    """Who a caller is by now: the tier may have changed since a socket was opened, and the session may be over."""
    return await in_database(_behind, Claims(caller.user_id, caller.session_id, caller.expires_at))


async def _from_header(header: str) -> Caller | None:
    if not header:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise _nobody()
    return await _asking(token.strip())


async def _asking(token: str) -> Caller:
    return _noted(await in_database(_behind, claims_of(token)))


def _noted(caller: Caller) -> Caller:
    context.current().user_id = str(caller.user_id)
    return caller


def _behind(claims: Claims) -> Caller:
    return _made_of(_signed_in().first(claims.user_id, claims.session_id), claims.expires_at)


def _signed_in() -> Prepared:
    tier = tiers.expression()
    if not _prepared or _prepared[0][0] is not tier:
        _prepared[:] = [(tier, Prepared(lambda user, session: _rows(Q(pk=user, sessions__pk=session)), keys=2))]
    return _prepared[0][1]


def _rows(which: Q) -> QuerySet[User, tuple[Any, ...]]:
    live = Q(is_active=True, sessions__revoked_at=None, sessions__expires_at__gt=Now())
    rows = User.objects.filter(which & live).order_by()
    return rows.values_list("pk", "email", tiers.expression(), "sessions__pk", "email_verified_at")


def _made_of(row: tuple[Any, ...] | None, expires_at: float) -> Caller:
    if row is None:
        raise _nobody()
    user_id, email, tier, session_id, verified_at = row
    return Caller(user_id, email, tier, session_id, verified_at is not None, expires_at)


def _nobody() -> Problem:
    return Problem("unauthenticated", headers=CHALLENGE)
