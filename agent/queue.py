"""The queue between worlds and workers: arq on Redis. It holds only ids; Postgres holds the operations."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import msgspec
from arq.connections import ArqRedis, RedisSettings, create_pool
from redis.exceptions import RedisError

from engine.operations import Operation

URGENT, BACKGROUND = "everbrook:urgent", "everbrook:background"
"""A person waits for what is in the first."""

JOB = "perform_operation"
SEARCH_JOB = "search_memories"
"""Asked by the web (`web/searching.py`), which waits for its result: docs/adr/0014-inspector.md."""
QUEUE_TIMEOUT_S = 5.0


class ArqDispatcher:
    """See `engine.runner.Dispatcher`."""

    def __init__(self, redis: ArqRedis) -> None:
        self._redis = redis

    async def dispatch(self, world_id: str, operations: Sequence[Operation]) -> None:
        """Queue the operations by their ids; arq leaves out what is queued or under way already."""
        try:
            async with asyncio.timeout(QUEUE_TIMEOUT_S):
                for operation in operations:
                    await self._redis.enqueue_job(
                        JOB,
                        world_id,
                        operation.id,
                        _job_id=f"{world_id}/{operation.id}",
                        _queue_name=URGENT if operation.urgent else BACKGROUND,
                    )
        except RedisError as error:
            raise ConnectionError(f"the queue does not answer: {error}") from error


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
