from typing import Any

from django.http import HttpResponseRedirect
from drf_spectacular.utils import extend_schema

from adiuva.api import Anyone, ApiView


class ToTheAdmin(ApiView):
    """For who leaves out the last slash."""

    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(exclude=True)
    async def get(self, request: Any) -> Any:
        return HttpResponseRedirect("/admin/")
