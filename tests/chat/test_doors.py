"""Who gets in, who is sent away with which code, and what ends a socket."""

import asyncio

import pytest
from websockets.exceptions import ConnectionClosed

from tests.chat.talk import AG_UI, talk
from tests.doubles.upstream import answer


@pytest.mark.parametrize("header", [True, False])
async def test_a_token_in_the_header_or_the_query(running, token, routed, header):
    routed.play(answer("Hello."))
    async with talk(running, token, header=header) as chat:
        await chat.asks()
        assert (await chat.answer())[0] == "Hello."


async def test_a_ticket_opens_one_socket(running, token, routed):
    _, _, made = running.request("POST", "/auth/ticket", token=token)
    routed.play(answer("Hello."))
    async with talk(running, ticket=made["ticket"]) as chat:
        await chat.asks()
        assert (await chat.answer())[0] == "Hello."
    async with talk(running, ticket=made["ticket"]) as chat:
        assert await chat.closed_with() == 4401


@pytest.mark.parametrize("speech", ["", AG_UI])
@pytest.mark.parametrize("wrong", ["", "nonsense", "a.b.c"])
async def test_nobody_is_sent_away_after_an_accept_that_a_browser_can_read(running, wrong, speech):
    async with talk(running, wrong, speech=speech) as chat:
        assert chat.socket.subprotocol == (speech or None)
        assert await chat.closed_with() == 4401


async def test_the_header_decides_where_both_are_there(running, token):
    headers = {"Authorization": "Bearer nonsense"}
    async with talk(running, token, headers=headers) as chat:
        assert await chat.closed_with() == 4401


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        ("http://localhost:3000", None),
        ("app://.", None),
        ("http://localhost:3001", 4403),
        ("app://evil", 4403),
        ("http://localhost:3000.evil.example", 4403),
        ("null", 4403),
    ],
)
async def test_origins_are_compared_as_whole_strings(running, token, routed, origin, code):
    routed.play(answer("Hello."))
    async with talk(running, token, origin=origin) as chat:
        if code:
            assert await chat.closed_with() == code
        else:
            await chat.asks()
            assert (await chat.answer())[0] == "Hello."


async def test_a_subprotocol_nobody_has_is_not_taken(running, token):
    from websockets.asyncio.client import connect

    url = f"ws://127.0.0.1:{running.port}/api/v1/chat/stream?token={token}"
    async with connect(url, subprotocols=["nonsense.v1", AG_UI], proxy=None) as socket:
        assert socket.subprotocol == AG_UI
    async with connect(url, subprotocols=["nonsense.v1"], proxy=None) as socket:
        assert socket.subprotocol is None


async def test_there_is_no_such_socket(running, token):
    async with talk(running, token, path="/api/v1/chat/elsewhere") as chat:
        assert await chat.closed_with() == 4404


async def test_a_frame_that_is_too_large(running, token):
    async with talk(running, token) as chat:
        with pytest.raises(ConnectionClosed):
            await chat.says("x" * (2 * 1024 * 1024 + 1))
            await chat.hears()
        assert await chat.closed_with() == 1009


async def test_a_frame_of_just_under_two_mebibytes_is_read(running, token):
    async with talk(running, token) as chat:
        await chat.asks("Hi", context={"more": "x" * (2 * 1024 * 1024 - 100)})
        assert (await chat.answer())[1]["error"]["code"] == "too_large"


async def test_ten_sockets_a_user(running, token, routed):
    from contextlib import AsyncExitStack

    other = running.register()["access_token"]
    async with AsyncExitStack() as open_:
        chats = [await open_.enter_async_context(talk(running, token)) for _ in range(10)]
        async with talk(running, token) as chat:
            assert await chat.closed_with() == 4409
        routed.play(answer("Hello."), answer("Hello."))
        async with talk(running, other) as chat:
            await chat.asks()
            assert (await chat.answer())[0] == "Hello."
        await chats[0].socket.close()
        await asyncio.sleep(0.2)
        async with talk(running, token) as chat:
            await chat.asks()
            assert (await chat.answer())[0] == "Hello."


async def test_a_session_that_ends_takes_its_sockets_along(running, routed):
    here, there = running.register(), None
    credentials = {"email": here["email"], "password": here["password"]}
    _, _, there = running.request("POST", "/auth/login", credentials)
    async with (
        talk(running, here["access_token"]) as one,
        talk(running, here["access_token"]) as two,
        talk(running, there["access_token"]) as other,
    ):
        await asyncio.to_thread(running.request, "POST", "/auth/logout", {"refresh_token": here["refresh_token"]})
        assert [await chat.closed_with(3) for chat in (one, two)] == [4401, 4401]
        routed.play(answer("Still here."))
        await other.asks()
        assert (await other.answer())[0] == "Still here."


async def test_an_account_that_is_erased_takes_its_sockets_along(running):
    gone = running.register()
    async with talk(running, gone["access_token"]) as chat:
        status, _, _ = await asyncio.to_thread(
            running.request, "DELETE", "/auth/me", {"password": gone["password"]}, token=gone["access_token"]
        )
        assert status == 204
        assert await chat.closed_with(3) == 4401


async def test_signing_in_again_on_an_open_socket(running, routed):
    person = running.register()
    async with talk(running, person["access_token"]) as chat:
        _, _, fresh = running.request("POST", "/auth/refresh", {"refresh_token": person["refresh_token"]})
        await chat.says({"type": "auth", "access_token": fresh["access_token"]})
        assert await chat.hears() == {"type": "auth.ok", "expires_at": fresh["expires_at"]}
        for token, code in (("nonsense", "unauthenticated"), (running.register()["access_token"], "forbidden")):
            await chat.says({"type": "auth", "access_token": token})
            refused = await chat.hears()
            assert (refused["type"], refused["error"]["code"]) == ("error", code)
        routed.play(answer("Hello."))
        await chat.asks()
        assert (await chat.answer())[0] == "Hello."


async def test_no_token_is_ever_logged(running, token):
    async with talk(running, token) as chat:
        await chat.says({"type": "auth", "access_token": token})
        await chat.hears()
    _, _, made = running.request("POST", "/auth/ticket", token=token)
    async with talk(running, ticket=made["ticket"]):
        pass
    await asyncio.sleep(0.2)
    assert token not in running.log()
    assert made["ticket"] not in running.log()
