import asyncio
import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from adiuva import cores, lifespan
from adiuva.config import config
from adiuva.observability import logs
from agents.batches.clockwork import CLOCKWORK


class Command(BaseCommand):
    help = "Runs batches, beside the web process. Needs Redis, through which it reaches the devices of all web workers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--with-input", action="store_true", help="stop when the standard input is closed")

    def handle(self, *args: Any, **options: Any) -> None:
        if not config.redis_url:
            raise CommandError(
                "Without REDIS_URL the web process runs the batches itself: only it reaches its sockets."
            )
        cores.leave_none()
        logs.configure(config.log_level)
        asyncio.run(_work(options["with_input"]))


async def _work(with_input: bool) -> None:
    stopped = asyncio.Event()
    for how in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(how, stopped.set)
    if with_input:
        _stop_with_input(stopped)
    await lifespan.begin()
    await CLOCKWORK.start()
    await stopped.wait()
    await CLOCKWORK.stop()
    await lifespan.end()


def _stop_with_input(stopped: asyncio.Event) -> None:
    loop, stdin = asyncio.get_running_loop(), sys.stdin.fileno()

    def closed() -> None:
        loop.remove_reader(stdin)  # at its end it is ready for ever
        stopped.set()

    loop.add_reader(stdin, closed)
