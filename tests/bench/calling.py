"""The application with two more views for tests.bench.devices: one calls the caller's device, one makes people."""

import os
import time
from uuid import uuid4

import msgspec
import uvicorn

from adiuva.asgi import application  # sets Django up, so it comes first

from django.contrib.auth.hashers import make_password  # isort: skip
from django.urls import path  # isort: skip

from accounts.access_tokens import issue  # isort: skip
from accounts.models import User  # isort: skip
from adiuva import urls  # isort: skip
from adiuva.api import Anyone, ApiView, SignedIn  # isort: skip
from adiuva.database import in_database  # isort: skip
from agents.devices import switchboard  # isort: skip
from agents.devices.errands import Call  # isort: skip
from tests.accounts.worlds import make_session  # isort: skip

CALLS = 500


class CallsView(ApiView):
    permission_classes = (SignedIn,)

    async def post(self, request):
        device = await switchboard.choose(request.caller.user_id)
        times = []
        for _ in range(CALLS):
            began = time.perf_counter()
            await switchboard.ask(device, Call(uuid4().hex, "run", "list_all_projects", msgspec.Raw(b"{}")))
            times.append(time.perf_counter() - began)
        return {"here": device.worker == switchboard.address, "times": times}


def make_people(number):
    password = make_password(None)
    users = [User.objects.create(email=f"{uuid4().hex}@example.org", password=password) for _ in range(number)]
    return [issue(user_id=user.pk, session_id=make_session(user).pk).token for user in users]


class PeopleView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    async def post(self, request):
        return await in_database(make_people, 200)


urls.urlpatterns += [path("api/v1/bench/calls", CallsView.as_view()), path("api/v1/bench/people", PeopleView.as_view())]

if __name__ == "__main__":
    uvicorn.run(
        "tests.bench.calling:application",
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        workers=int(os.environ["WEB_WORKERS"]),
        ws="adiuva.uvicorn_sockets:SocketProtocol",
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        lifespan="on",
    )
__all__ = ["application"]
