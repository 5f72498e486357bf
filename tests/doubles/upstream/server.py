import asyncio
import hashlib
import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiohttp import web

from tests.doubles.upstream.anthropic import AnthropicPlayer
from tests.doubles.upstream.models import Received, script_for
from tests.doubles.upstream.player import Player, error_of
from tests.doubles.upstream.steps import Script, Status


class Upstream:
    """Everything it heard, and the state of its connections, is open to tests; it runs on a thread of its own."""

    def __init__(self) -> None:
        self.requests: list[Received] | deque[Received] = []
        self.playbook: Callable[[Received], Script | None] | None = None
        self.vector_length = 0
        self.running = 0
        self.aborted = 0
        self._queue: deque[Script] = deque()
        self._changed = threading.Condition()

    def forget(self) -> None:
        self.requests.clear()
        self._queue.clear()
        self.playbook, self.vector_length, self.aborted = None, 0, 0

    def play(self, *scripts: Script) -> None:
        self._queue.extend(scripts)

    def wait_until(self, true: Callable[["Upstream"], bool], timeout: float = 5) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: true(self), timeout)

    async def until(self, true: Callable[["Upstream"], bool], timeout: float = 5) -> bool:
        return await asyncio.to_thread(self.wait_until, true, timeout)

    @contextmanager
    def run(self, port: int = 0) -> Iterator[None]:
        started, stop = threading.Event(), asyncio.Event()
        loop = asyncio.new_event_loop()

        async def serve() -> None:
            app = web.Application(client_max_size=64 << 20)
            app.router.add_post("/v1/chat/completions", self._chat)
            app.router.add_post("/v1/messages", self._chat)
            app.router.add_post("/v1/embeddings", self._embed)
            app.router.add_get("/", lambda _: _ok())
            runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
            self.port = runner.addresses[0][1]
            started.set()
            await stop.wait()
            await runner.cleanup()

        thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
        thread.start()
        started.wait(10)
        try:
            yield
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(10)
            loop.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def _count(self, **by: int) -> None:
        with self._changed:
            for name, n in by.items():
                setattr(self, name, getattr(self, name) + n)
            self._changed.notify_all()

    async def _receive(self, http: web.Request) -> Received:
        body = json.loads(await http.read() or b"{}")
        request = Received(http.path, {k.lower(): v for k, v in http.headers.items()}, body, _port(http))
        self.requests.append(request)
        return request

    async def _chat(self, http: web.Request) -> web.StreamResponse:
        request = await self._receive(http)
        script = (self.playbook and self.playbook(request)) or None
        if script is None:
            script = self._queue.popleft() if self._queue else script_for(request)
        self._count(running=1)
        try:
            player = AnthropicPlayer if http.path.endswith("/messages") else Player
            return await player(http, request).play(script)
        except (asyncio.CancelledError, ConnectionError):
            self._count(aborted=1)
            raise
        finally:
            self._count(running=-1)

    async def _embed(self, http: web.Request) -> web.StreamResponse:
        request = await self._receive(http)
        if self._queue and isinstance(status := self._queue.popleft()[0], Status):
            return error_of(status)
        texts = request.body["input"]
        texts = [texts] if isinstance(texts, str) else texts
        length = self.vector_length or request.body.get("dimensions") or 1536
        data = [{"object": "embedding", "index": n, "embedding": _vector(t, length)} for n, t in enumerate(texts)]
        used = sum(len(t.split()) for t in texts)
        usage = {"prompt_tokens": used, "total_tokens": used}
        return web.json_response({"object": "list", "model": request.model, "data": data, "usage": usage})


def _port(http: web.Request) -> int:
    return http.transport.get_extra_info("peername")[1] if http.transport else 0


async def _ok() -> web.Response:
    return web.Response(text="ok")


def _vector(text: str, length: int) -> list[float]:
    seed = hashlib.sha256(text.encode()).digest()
    return [(seed[n % 32] - 127.5) / 128 for n in range(length)]
