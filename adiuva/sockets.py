"""Every WebSocket route, and what answers where there is none."""

from typing import Any

from channels.routing import URLRouter
from django.urls import URLPattern, re_path

from chat import routing as chat

NO_SUCH_SOCKET = 4404


async def _nowhere(scope: Any, receive: Any, send: Any) -> None:
    """Accepted and closed, so that a browser can read the code."""
    await receive()
    offered = scope.get("subprotocols") or [None]
    await send({"type": "websocket.accept", "subprotocol": offered[0]})
    await send({"type": "websocket.close", "code": NO_SUCH_SOCKET, "reason": "no such socket"})


routes: list[URLPattern] = [*chat.routes, re_path(r"", _nowhere)]  # type: ignore[arg-type]  # Channels routes to ASGI applications
sockets = URLRouter(routes)
