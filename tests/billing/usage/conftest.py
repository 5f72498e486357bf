import pytest
from asgiref.sync import async_to_sync


@pytest.fixture
def run():
    async def wait(awaitable):
        return await awaitable

    return async_to_sync(wait)
