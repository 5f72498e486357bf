"""Serves the application with uvicorn, as script/server and the container do.

python -m adiuva.serve [--migrate] [--worker]
"""

import os
import shutil
import socket
import subprocess
import sys

from adiuva import cores, light
from adiuva.config import BASE_DIR, config

with light.hidden("watchfiles", "yaml"):  # for reloading, and for settings in a file
    import uvicorn

MAX_FRAME = 2 * 1024 * 1024


def say(text: str) -> None:
    sys.stderr.write(f"→ {text}\n")
    sys.stderr.flush()


def must_be_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except socket.gaierror:
            sys.exit(f"HOST is {host!r}, which no address is known for. Try HOST=127.0.0.1")
        except OSError as error:
            sys.exit(
                f"Port {port} on {host} cannot be had: {error.strerror}. Name another: PORT={port + 1} script/server"
            )


def migrate() -> None:
    """In a child that is forked off and gone again: what migrating needs in memory, serving does not."""
    say("bringing the database up to date")
    child = os.fork()
    if child == 0:
        os._exit(_migrated())
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        sys.exit("The database could not be brought up to date; the lines above say why.")


def _migrated() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adiuva.settings")
    import django
    from django.core.management import call_command
    from django.db import OperationalError, connection

    django.setup()
    connection.settings_dict["OPTIONS"].pop("pool", None)  # all it says is that time was up
    try:
        connection.ensure_connection()
    except OperationalError as error:
        say(f"the database that DATABASE_URL names does not answer: {str(error).partition(chr(10))[0]}")
        return 1
    call_command("migrate", verbosity=0, skip_checks=True)
    return 0


def serve() -> None:
    if config.web_workers > 1:
        from adiuva.observability.metrics import MULTIPROCESS_DIR

        shutil.rmtree(MULTIPROCESS_DIR, ignore_errors=True)  # figures of workers long gone
        MULTIPROCESS_DIR.mkdir(parents=True)
    uvicorn.run(
        "adiuva.asgi:application",
        host=config.host,
        port=config.port,
        workers=config.web_workers,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(config.trusted_proxies),
        forwarded_allow_ips=config.trusted_proxies or None,
        http="adiuva.uvicorn_http:HttpProtocol",
        ws="adiuva.uvicorn_sockets:SocketProtocol",
        ws_max_size=MAX_FRAME,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=15,
        lifespan="on",
    )


def start_worker() -> "subprocess.Popen[bytes] | None":
    """The process that runs batches, where this one does not: with Redis. It ends when its input does, so with us."""
    if not config.redis_url:
        return None
    say("starting the worker that runs batches")
    command = [sys.executable, "manage.py", "run_worker", "--with-input"]
    return subprocess.Popen(command, cwd=BASE_DIR, stdin=subprocess.PIPE)  # noqa: S603 - all of it ours


def main() -> None:
    cores.leave_none()
    must_be_free(config.host, config.port)
    if "--migrate" in sys.argv[1:]:
        if config.web_workers == 1:
            import adiuva.asgi  # noqa: F401 - this process serves it: loaded once for it and for the child
        migrate()
    where = f"http://{config.host}:{config.port}"
    reference = "" if config.is_prod else f"reference: {where}/api/v1/docs; "
    say(f"serving on {where} ({reference}stop with Ctrl-C)")
    say(f"the first administrator is made with: {sys.executable} manage.py createsuperuser")
    beside = start_worker() if "--worker" in sys.argv[1:] else None
    serve()
    del beside  # kept until here, for with it goes the worker's input


if __name__ == "__main__":
    main()
