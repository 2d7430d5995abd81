"""What deleted worlds have left behind is removed by whoever serves the town, a batch at a time."""

from __future__ import annotations

import asyncio

from engine.store import Store

PAUSE_S = 0.05
"""Between two batches, so that others come in between."""
LOOK_S = 10.0


async def remove_deleted_worlds(store: Store) -> None:
    """Remove them until cancelled. Several at work are no harm. Raises `StoreUnavailable`."""
    while True:
        more = await store.remove_some()
        await asyncio.sleep(PAUSE_S if more else LOOK_S)
