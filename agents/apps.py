from importlib import import_module

from django.apps import AppConfig

from adiuva import lifespan
from adiuva.config import config


class AgentsConfig(AppConfig):
    name = "agents"

    def ready(self) -> None:
        from accounts.roles import support_may
        from agents.llm import warm
        from agents.registry import discover

        support_may(self, "view_runrow", "view_ownagent", "view_batch")
        discover()
        for module in ("agents.own.export", "agents.batches.export", "agents.rows.noting"):
            import_module(module)  # registers what it has
        lifespan.on_start(warm.begin)
        if not config.redis_url:  # without it only this process reaches its sockets
            clockwork = import_module("agents.batches.clockwork").CLOCKWORK
            lifespan.on_start(clockwork.start)
            lifespan.on_stop(clockwork.stop)
