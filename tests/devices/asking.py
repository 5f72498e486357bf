"""Asking a running server over HTTP while a device stays online in this process."""

import asyncio
from typing import Any

from tests.doubles.device import Device, Records
from tests.doubles.device_store import Store
from tests.e2e.server import Server

APOLLO = "Complete all overdue tasks in Apollo and write a note about it"


def device_of(server: Server, token: str, store: Store | None = None, **options: Any) -> Device:
    return Device(f"ws://127.0.0.1:{server.port}/api/v1/device", token, store, **options)


async def ask(server: Server, token: str, message: str, path: str = "/chat", **fields: Any) -> tuple[int, Any]:
    """Each request is a connection of its own, so any worker may take it."""
    status, _, body = await asyncio.to_thread(server.request, "POST", path, {"message": message, **fields}, token=token)
    return status, body


def answered(records: Records, body: Any) -> dict[str, Any]:
    """What a client does with the requests of a paused run."""
    results = []
    for asked in body["requests"]:
        said = records.answer({"type": "tool.call", **asked}) or {}
        results.append({key: said[key] for key in ("call_id", "result", "error") if key in said})
    return {"state": body["state"], "results": results}


async def go_on(server: Server, token: str, records: Records, body: Any) -> tuple[int, Any]:
    status, _, body = await asyncio.to_thread(
        server.request, "POST", "/chat/continue", answered(records, body), token=token
    )
    return status, body
