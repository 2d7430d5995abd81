"""The queue between worlds and workers: arq on Redis. It holds only ids; Postgres holds the operations."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import msgspec
from arq.connections import ArqRedis, RedisSettings, create_pool
from redis.exceptions import RedisError

from engine.operations import Operation
from records.queue import BACKGROUND, JOB, URGENT, calling_channel

QUEUE_TIMEOUT_S = 5.0


class ArqDispatcher:
    """See `engine.runner.Dispatcher`."""

    def __init__(self, redis: ArqRedis) -> None:
        self._redis = redis

    async def dispatch(self, world_id: str, operations: Sequence[Operation]) -> None:
        """Queue the operations by their ids; arq leaves out what is queued or under way already."""
        try:
            async with asyncio.timeout(QUEUE_TIMEOUT_S):
                called = {await self._put(world_id, operation) for operation in operations}
                for queue in filter(None, called):
                    await self._redis.publish(calling_channel(queue), b"")  # pyright: ignore[reportUnknownMemberType]  # untyped parts in its signature
        except RedisError as error:
            raise ConnectionError(f"the queue does not answer: {error}") from error

    async def _put(self, world_id: str, operation: Operation) -> str | None:
        """The queue that the operation was put into; None if it was there already."""
        queue = URGENT if operation.urgent else BACKGROUND
        job = await self._redis.enqueue_job(
            JOB, world_id, operation.id, _job_id=f"{world_id}/{operation.id}", _queue_name=queue
        )
        return queue if job else None


@asynccontextmanager
async def open_dispatcher(url: str) -> AsyncGenerator[ArqDispatcher]:
    """A dispatcher on the Redis at `url`."""
    redis = await create_pool(
        RedisSettings.from_dsn(url),
        job_serializer=msgspec.msgpack.encode,
        job_deserializer=msgspec.msgpack.decode,
    )
    try:
        yield ArqDispatcher(redis)
    finally:
        await redis.aclose()
