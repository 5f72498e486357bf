"""The least a token-by-token server can do: one WebSocket, one upstream, nothing else."""

import json
import os

import aiohttp
import uvicorn

UPSTREAM = os.environ["OPENAI_API_BASE"]


def _asked(model: str, message: str, *, stream: bool) -> dict[str, object]:
    return {"model": model, "stream": stream, "messages": [{"role": "user", "content": message}]}


async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})
        return
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    url = f"{UPSTREAM}/chat/completions"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        while (message := await receive())["type"] == "websocket.receive":
            said = json.loads(message["text"])["message"]
            async with session.post(url, json=_asked(os.environ["LLM_ROUTER_MODEL"], said, stream=False)) as reply:
                await reply.json()
            parts = []
            async with session.post(url, json=_asked(os.environ["LLM_MODEL"], said, stream=True)) as reply:
                async for line in reply.content:
                    if line.startswith(b"data: {"):
                        choices = json.loads(line[6:])["choices"]
                        if text := choices and choices[0]["delta"] and choices[0]["delta"].get("content"):
                            parts.append(text)
                            await send({"type": "websocket.send", "text": text})
            done = json.dumps({"done": True, "response": "".join(parts), "actions": []})
            await send({"type": "websocket.send", "text": done})


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="error", ws_per_message_deflate=False)
