"""The Channels face of who is asking. What to do with a refusal is for the consumer: only it can close the socket."""

from typing import Any

import structlog
from django.db import OperationalError

from accounts.asking import caller_of_scope
from adiuva.errors import Problem

log = structlog.get_logger("accounts.sockets")


class SocketAuth:
    """Puts `caller` (a Caller or None) and `refusal` (a Problem or None) into the scope."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        caller = refusal = None
        try:
            caller = await caller_of_scope(scope)
        except Problem as problem:
            refusal = problem
        except OperationalError as error:
            log.error("database.unavailable", exc_info=error)  # noqa: TRY400 - structlog takes the error as it is
            refusal = Problem("unavailable", retry_after=5)
        return await self.app({**scope, "caller": caller, "refusal": refusal}, receive, send)
