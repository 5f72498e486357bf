"""Sockets go with their session, on whichever worker they are."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from accounts.signals import sessions_revoked
from adiuva.workers import workers
from chat.open_sockets import open_sockets

KIND = "sessions.ended"


def on_revoked(*, session_ids: Iterable[UUID], **_: Any) -> None:
    open_sockets.end_sessions(session_ids)
    workers.tell_all(KIND, ids=[str(session_id) for session_id in session_ids])


@workers.hears(KIND)
def on_told(_: str, word: dict[str, Any]) -> None:
    open_sockets.end_sessions(UUID(session_id) for session_id in word["ids"])


sessions_revoked.connect(on_revoked, dispatch_uid="chat.ended_sessions")
