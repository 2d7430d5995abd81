"""A clock for tests in which no deadline may decide: its time stands still."""

import asyncio


class StillClock:
    """A `CallClock` whose waits never end; only what is awaited itself does."""

    def now_ms(self) -> int:
        return 0

    async def sleep(self, span_ms: int) -> None:
        if span_ms > 0:
            await asyncio.Event().wait()
