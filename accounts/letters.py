"""Letters to users, written and sent on threads of their own: no answer waits for a mail server, or tells of one."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context

import structlog
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts import mailed_tokens
from accounts.mailed_tokens import Purpose
from accounts.models import User
from adiuva.lifespan import on_stop

log = structlog.get_logger("accounts.letters")

MOST_WAITING = 1000
LAST_COLLECTION = 10  # seconds a stopping worker gives to letters that still wait

_pool = ThreadPoolExecutor(2, thread_name_prefix="letters")
_waiting: set[Future[None]] = set()


def post(purpose: Purpose, user: User | None) -> None:
    """After the commit of what it speaks of. A letter to nobody costs the caller what any letter does.

    One that cannot be sent is logged and gone: its reader asks for another.
    """
    if len(_waiting) >= MOST_WAITING:
        log.error("letter.dropped", letter=purpose.name)
        return
    sending = _pool.submit(copy_context().run, _send, purpose, user)
    _waiting.add(sending)
    sending.add_done_callback(_waiting.discard)


def collect(seconds: float = LAST_COLLECTION) -> None:
    wait(set(_waiting), seconds)


def _send(purpose: Purpose, user: User | None) -> None:
    if user is None:
        return
    try:
        words = {"token": mailed_tokens.write(purpose, user), "valid_for": purpose.words}
        subject, _, text = render_to_string(f"accounts/letters/{purpose.name}.txt", words).partition("\n")
        EmailMessage(subject, text.lstrip("\n"), to=[user.email]).send()
    except Exception as error:  # a mail server fails in many ways, none of which concerns the user
        log.error("letter.failed", letter=purpose.name, exc_info=error)  # noqa: TRY400 - structlog takes it as it is
    else:
        log.info("letter.sent", letter=purpose.name)


@on_stop
async def _last_collection() -> None:
    await asyncio.to_thread(collect)
