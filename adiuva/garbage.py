"""What a worker loaded at its start stays: the collector need not look at it again, which took 200 ms each time."""

import asyncio
import gc

from adiuva.lifespan import on_start

WARM_AFTER = 5.0  # libraries that load beside the start are in by then
THRESHOLDS = (10_000, 20, 50)


@on_start
async def settle() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    asyncio.get_running_loop().call_later(WARM_AFTER, gc.freeze)
