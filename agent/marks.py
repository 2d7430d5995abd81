"""The queue's mark that a job is under way: it lasts for seconds and is renewed while the worker lives.

So a worker that is killed lets go of its jobs at once, and another takes them up. A job that two take up by mistake is
reported once all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from arq.connections import ArqRedis
from arq.constants import in_progress_key_prefix
from redis.exceptions import RedisError

from engine.supervision import Backoff, running_beside

MARK_S = 8.0
RENEW_S = 2.0
AGAIN = Backoff(first_s=0.1, longest_s=RENEW_S)


@asynccontextmanager
async def kept_marked(redis: ArqRedis, job_id: str) -> AsyncGenerator[None]:
    """Renew a job's mark for as long as the block runs."""
    async with running_beside(f"marking {job_id} as under way", lambda: _renew(redis, job_id), AGAIN):
        yield


async def _renew(redis: ArqRedis, job_id: str) -> None:
    while True:
        await asyncio.sleep(RENEW_S)
        try:
            await redis.pexpire(in_progress_key_prefix + job_id, round(MARK_S * 1000))
        except RedisError as error:  # the job goes on, and may be done twice
            raise ConnectionError(f"the queue does not answer: {error}") from error
