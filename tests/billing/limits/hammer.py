"""One of several processes that ask for the same user as fast as they can; prints what passed, as JSON."""

import asyncio
import json
import sys
import time

from redis.exceptions import RedisError

from billing.limits.shared import SharedWindow


async def hammer(url: str, key: str, limit: int, window: float, seconds: float) -> None:
    shared, passed, asked = SharedWindow(url, window), [], 0
    begin = time.time()
    while time.time() < begin + seconds:
        sent = time.time()
        try:
            decision = await shared.decide(key, limit)
        except (RedisError, OSError):  # a busy machine; whatever Redis did, nothing passed here
            continue
        asked += 1
        if decision.allowed:
            passed.append((sent, time.time()))
    await shared.close()
    print(json.dumps({"asked": asked, "passed": passed}))


if __name__ == "__main__":
    url, key, limit, window, seconds = sys.argv[1:]
    print("ready", flush=True)
    sys.stdin.readline()
    asyncio.run(hammer(url, key, int(limit), float(window), float(seconds)))
