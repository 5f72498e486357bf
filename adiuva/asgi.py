"""The one ASGI application: the edge, and behind it the API, the admin and the sockets."""

import os
import warnings
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adiuva.settings")

from adiuva import light  # noqa: I001 - before anything else is imported
import django
from django.urls import get_resolver

from adiuva.config import config
from adiuva.observability import logs, metrics  # noqa: F401 - it chooses where figures go, before any is made

logs.configure(config.log_level)
# WhiteNoise hands over files as Django's stock handler would for any server; that they are read in a thread is known.
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators")
with light.hidden(*light.of_absent_services()):
    django.setup()
    _ = get_resolver().url_patterns  # imports every view now, and not on the loop under the first request

from django.core.handlers.asgi import ASGIHandler  # noqa: E402 - needs the apps

import adiuva.garbage  # noqa: E402, F401 - the last to start: what others load it takes as given
from adiuva.edge import Edge  # noqa: E402
from adiuva.handler import ApiHandler  # noqa: E402
from adiuva.lifespan import Lifespan  # noqa: E402
from adiuva.sockets import sockets  # noqa: E402

ADMIN_PATHS = ("/admin/", "/static/")

_api, _admin, _lifespan = ApiHandler(), ASGIHandler(), Lifespan()


async def _doors(scope: Any, receive: Any, send: Any) -> None:
    match scope["type"]:
        case "http":
            await (_admin if scope["path"].startswith(ADMIN_PATHS) else _api)(scope, receive, send)
        case "websocket":
            await sockets(scope, receive, send)
        case "lifespan":
            await _lifespan(scope, receive, send)


application = Edge(_doors)
