"""Sessions: families of refresh tokens, of which one at most is live."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import msgspec
import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import access_tokens, opaque
from accounts.models import RefreshToken, Session, SessionQuerySet, Ticket, User
from accounts.signals import sessions_revoked
from adiuva.config import config
from adiuva.errors import Problem

log = structlog.get_logger("accounts.sessions")

GRACE = timedelta(seconds=20)  # for a lost answer, and for two windows that refresh at once
MOST_ROTATIONS_IN_GRACE = 100
MOST_SESSIONS = 100
KEPT_WHEN_DEAD = timedelta(days=7)
CLEANED_AT_LOGIN = 20


class Tokens(msgspec.Struct, frozen=True):
    access_token: str
    refresh_token: str
    expires_at: int


def start_session(*, user_id: UUID, password: str, client: str) -> Tokens:
    """`password` is the hash that was compared: when it is another by now, the comparison no longer counts."""
    with transaction.atomic():
        still = User.objects.filter(pk=user_id, password=password, is_active=True)
        if not still.update(last_login=timezone.now()):
            raise Problem("invalid_credentials")
        return begin(user_id=user_id, client=client)


def begin(*, user_id: UUID, client: str) -> Tokens:
    """A session for a user whose row this transaction holds, or has just written."""
    _make_room(user_id)
    token = opaque.fresh()
    session = Session.objects.create(user_id=user_id, client=client, expires_at=_lifetime(timezone.now()))
    _keep(token, session.pk)
    return _tokens(user_id, session.pk, token)


def refresh(*, token: str, client: str) -> Tokens:
    with transaction.atomic():
        answer = _refreshed(token, client)
    if isinstance(answer, Problem):  # raised out here, so that a revocation is committed
        raise answer
    return answer


def revoke_family(*, token: str) -> None:
    """Whatever became of the token: who holds it may end its session."""
    with transaction.atomic():
        revoke(Session.objects.filter(refresh_tokens__hash=opaque.digest(token)))


def revoke_session(*, user_id: UUID, session_id: UUID) -> None:
    with transaction.atomic():
        if not revoke(Session.objects.filter(user=user_id, pk=session_id)):
            raise Problem("not_found")


def revoke(sessions: SessionQuerySet) -> int:
    """Inside a transaction. From its commit on nothing of these sessions is worth anything."""
    ids = list(sessions.live().select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Session.objects.filter(pk__in=ids).update(revoked_at=timezone.now())
    tell_of(ids)
    return len(ids)


def tell_of(session_ids: Iterable[UUID]) -> None:
    if ids := list(session_ids):
        transaction.on_commit(partial(sessions_revoked.send_robust, sender=Session, session_ids=ids))


def issue_ticket(*, session_id: UUID, lifetime: timedelta) -> tuple[str, datetime]:
    ticket, now = opaque.fresh(), timezone.now()
    Ticket.objects.filter(session=session_id, expires_at__lte=now).delete()
    Ticket.objects.create(hash=opaque.digest(ticket), session_id=session_id, expires_at=now + lifetime)
    return ticket, now + lifetime


def clean(*, most: int) -> int:
    """Removes what nobody can use any more, in bites; returns how much there was in this one."""
    now = timezone.now()
    tickets = Ticket.objects.filter(expires_at__lte=now)
    tokens = RefreshToken.objects.filter(expires_at__lte=now, spent_at__isnull=False)
    bites = ((Session, _dead(now)), (RefreshToken, tokens), (Ticket, tickets))
    gone = 0
    for model, rows in bites:
        keys = list(rows.order_by().values_list("pk", flat=True)[:most])
        model.objects.filter(pk__in=keys).delete()
        gone += len(keys)
    return gone


def _refreshed(token: str, client: str) -> Tokens | Problem:
    hash_ = opaque.digest(token)
    # The session's lock makes refreshes of one family follow each other; what is read after it is settled.
    session = (
        Session.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(refresh_tokens__hash=hash_)
        .order_by()
        .first()
    )
    held = RefreshToken.objects.filter(hash=hash_).first()
    if session is None or held is None:
        return _signed_out()
    now = timezone.now()
    if held.spent_at and now - held.spent_at > GRACE:
        return _reused(session)
    if session.revoked_at or not session.user.is_active or held.expires_at <= now:
        return _signed_out()
    heir = opaque.successor(token)
    if held.spent_at:
        return _again(session, heir)
    RefreshToken.objects.filter(pk=hash_).update(spent_at=now)
    Session.objects.filter(pk=session.pk).update(
        client=client or session.client, last_used_at=now, expires_at=_lifetime(now)
    )
    _keep(heir, session.pk)
    return _tokens(session.user_id, session.pk, heir)


def _again(session: Session, heir: str) -> Tokens | Problem:
    """The same successor; or where that was spent within the grace too, the one it led to."""
    live = RefreshToken.objects.filter(session=session, spent_at=None).values_list("hash", flat=True).first()
    for _ in range(MOST_ROTATIONS_IN_GRACE):
        if opaque.digest(heir) == live:
            return _tokens(session.user_id, session.pk, heir)
        heir = opaque.successor(heir)
    return _reused(session)


def _reused(session: Session) -> Problem:
    revoke(Session.objects.filter(pk=session.pk))
    log.warning("refresh.reused", session_id=str(session.pk), user_id=str(session.user_id))
    return Problem("refresh_reused", "This sign-in has ended; sign in again.")


def _signed_out() -> Problem:
    return Problem("unauthenticated", "This refresh token is not valid (any more); sign in again.")


def _keep(token: str, session_id: UUID) -> None:
    now = timezone.now()
    RefreshToken.objects.create(
        hash=opaque.digest(token), session_id=session_id, created_at=now, expires_at=_lifetime(now)
    )


def _tokens(user_id: UUID, session_id: UUID, refresh_token: str) -> Tokens:
    access = access_tokens.issue(user_id=user_id, session_id=session_id)
    return Tokens(access.token, refresh_token, access.expires_at)


def _lifetime(now: datetime) -> datetime:
    return now + timedelta(days=config.jwt_refresh_token_expire_days)


def _dead(now: datetime) -> SessionQuerySet:
    return Session.objects.filter(Q(expires_at__lte=now - KEPT_WHEN_DEAD) | Q(revoked_at__lte=now - KEPT_WHEN_DEAD))


def _make_room(user_id: UUID) -> None:
    """A user's long dead sessions go, and of too many live ones the longest unused are signed out."""
    ours = Session.objects.filter(user=user_id)
    dead = _dead(timezone.now()).filter(user=user_id).order_by().values_list("pk", flat=True)[:CLEANED_AT_LOGIN]
    Session.objects.filter(pk__in=list(dead)).delete()
    surplus = ours.live().order_by("-last_used_at").values_list("pk", flat=True)[MOST_SESSIONS - 1 :]
    if keys := list(surplus):
        revoke(Session.objects.filter(pk__in=keys))
