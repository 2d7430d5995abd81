"""The queue's mark that a job is under way: it lasts for seconds and is renewed while the worker lives.

So a worker that is killed lets go of its jobs at once, and another takes them up. A job that two take up by mistake is
reported once all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from arq.connections import ArqRedis
from arq.constants import in_progress_key_prefix

MARK_S = 8.0
RENEW_S = 2.0


@asynccontextmanager
async def kept_marked(redis: ArqRedis, job_id: str) -> AsyncGenerator[None]:
    """Renew a job's mark for as long as the block runs."""
    renewing = asyncio.create_task(_renew(redis, job_id))
    try:
        yield
    finally:
        renewing.cancel()
        with suppress(asyncio.CancelledError):
            await renewing


async def _renew(redis: ArqRedis, job_id: str) -> None:
    while True:
        await asyncio.sleep(RENEW_S)
        with suppress(Exception):  # whatever fails here: the job goes on, and may be done twice
            await redis.pexpire(in_progress_key_prefix + job_id, round(MARK_S * 1000))
