"""What a user may read of himself."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from accounts.export import exporter
from accounts.models import AuditEntry, Session, User


class Known(NamedTuple):
    id: UUID
    password: str


def known_by(email: str) -> Known | None:
    row = User.objects.with_email(email).order_by().values_list("pk", "password").first()
    return Known(*row) if row else None


def password_of(user_id: UUID) -> str:
    return User.objects.filter(pk=user_id).values_list("password", flat=True).first() or ""


def sessions_of(user_id: UUID, *, current: UUID) -> list[dict[str, Any]]:
    return [_session(session) | {"current": session.pk == current} for session in _live_of(user_id)]


def _live_of(user_id: UUID) -> list[Session]:
    return list(Session.objects.live().filter(user=user_id))


def _session(session: Session) -> dict[str, Any]:
    return {
        "id": session.pk,
        "created_at": unix(session.created_at),
        "last_used_at": unix(session.last_used_at),
        "client": session.client,
    }


def unix(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


@exporter("account")
def _account(user_id: UUID) -> dict[str, Any]:
    user = User.objects.get(pk=user_id)
    return {
        "id": user.pk,
        "email": user.email,
        "email_verified_at": unix(user.email_verified_at),
        "created_at": unix(user.created_at),
        "last_login": unix(user.last_login),
        "is_staff": user.is_staff,
    }


@exporter("sessions")
def _sessions(user_id: UUID) -> list[dict[str, Any]]:
    return [
        _session(session) | {"expires_at": unix(session.expires_at), "revoked_at": unix(session.revoked_at)}
        for session in Session.objects.filter(user=user_id)
    ]


@exporter("changes_by_staff")
def _changes(user_id: UUID) -> list[dict[str, Any]]:
    return [
        {"at": unix(entry.at), "action": entry.action, "changes": entry.changes}
        for entry in AuditEntry.objects.filter(target_type="accounts.user", target_id=str(user_id))
    ]
