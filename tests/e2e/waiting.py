"""The application with one more view, which waits: what a view does while a model thinks."""

import asyncio
import os

import uvicorn

from adiuva.asgi import application  # sets Django up, so it comes first

from django.urls import path  # isort: skip

from adiuva import urls  # isort: skip
from adiuva.api import Anyone, ApiView  # isort: skip


class Waiting(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    async def get(self, request):
        await asyncio.sleep(2)
        return {"waited": True}


urls.urlpatterns.append(path("api/v1/wait", Waiting.as_view()))

if __name__ == "__main__":
    uvicorn.run(application, host="127.0.0.1", port=int(os.environ["PORT"]), log_config=None, access_log=False)
