from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema

from adiuva.api import Anyone, ApiView
from chat.asyncapi import document

_document = cache(document)


class AsyncApiView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(exclude=True)
    async def get(self, request: Any) -> Any:
        return _document()
