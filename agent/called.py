"""arq's worker, which looks into its queue when it is called rather than many times a second.

It still looks by itself now and then: for a call that was lost, a job whose time has come, or one that another worker
has let go of.
"""

from __future__ import annotations

import asyncio
from typing import Any

from arq.worker import Worker
from redis.asyncio import Redis
from redis.exceptions import RedisError

from engine.supervision import Backoff, running_beside
from records.queue import calling_channel

HEALTH_CHECK_S = 30
"""A line to Redis that says nothing for so long is tried."""
AGAIN = Backoff(first_s=0.5, longest_s=2.0)


class CalledWorker(Worker):
    """See `arq.worker.Worker`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._called = asyncio.Event()

    def call(self) -> None:
        """Look into the queue now."""
        self._called.set()

    async def main(self) -> None:
        """See `arq.worker.Worker`."""
        async with running_beside(f"looking into {self.queue_name}", self._look_when_called, AGAIN):
            await super().main()

    async def run_job(self, job_id: str, score: int) -> None:
        """See `arq.worker.Worker`. A place is free when it is over, for which another job may wait."""
        try:
            await super().run_job(job_id, score)
        finally:
            self.loop.call_soon(self.call)

    async def _look_when_called(self) -> None:
        while True:
            await self._called.wait()
            self._called.clear()
            if "redis" not in self.ctx:
                continue  # its first look is still to come
            try:
                await self._poll_iteration()
            except RedisError as error:
                raise ConnectionError(f"the queue does not answer: {error}") from error


async def hear_calls(redis_url: str, worker: CalledWorker) -> None:
    """Call a worker whenever something was put into its queue. Raises `ConnectionError`."""
    redis: Any = Redis.from_url(redis_url, health_check_interval=HEALTH_CHECK_S)  # pyright: ignore[reportUnknownMemberType]  # untyped parts
    try:
        async with redis, redis.pubsub() as subscription:
            await subscription.subscribe(calling_channel(worker.queue_name))
            async for _message in subscription.listen():  # the first says that it has begun
                worker.call()
    except RedisError as error:
        raise ConnectionError(f"the queue does not answer: {error}") from error
