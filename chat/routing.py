"""The sockets of this app, under /api/v1."""

from django.urls import URLPattern, path

from chat.consumers.device import DeviceSocket
from chat.consumers.stream import ChatStream

routes: list[URLPattern] = [
    path("api/v1/chat/stream", ChatStream.as_asgi()),
    path("api/v1/device", DeviceSocket.as_asgi()),
]
