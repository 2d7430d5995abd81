"""Search by meaning: only a worker can embed a question and score memories, so a worker is asked, through the queue.

The names in the queue and the shape of the answer are in `records` (docs/adr/0014-inspector.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import msgspec
from arq.connections import ArqRedis
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from records.memories import Findings, Recalled
from records.queue import SEARCH_JOB, URGENT, calling_channel
from web.minds import KeptMemory
from web.problems import Problem

PATIENCE_S = 6.0
POLL_S = 0.03
FORGOTTEN_AFTER = timedelta(minutes=5)
"""A question that was left behind by a server that stopped."""
MOST_AT_ONCE = 8
CONNECT_TIMEOUT_S = 2.0


class ScoreWeights(msgspec.Struct, frozen=True):
    """How much each part counts in a score."""

    recency: float
    importance: float
    relevance: float


class FoundMemory(msgspec.Struct, frozen=True, kw_only=True):
    """A memory with the three parts of its score, each 0 to 1 among all of this mind's memories."""

    memory: KeptMemory
    recency: float
    importance: float
    relevance: float
    score: float
    """The weighted sum of the parts."""


class FoundMemories(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What comes to mind with a question, best first."""

    now_ms: int
    """World time as of which recency counts."""
    weights: ScoreWeights
    found: tuple[FoundMemory, ...]


class MemorySearch:
    """Asks the workers, a few questions at a time."""

    def __init__(self, redis: ArqRedis | None) -> None:
        self._redis = redis
        self._under_way = 0

    async def ask(
        self, world_id: str, player: str, text: str, kinds: Sequence[str], limit: int
    ) -> FoundMemories:
        """The memories that answer a question best. Raises `Problem` 503 and 429."""
        if self._redis is None:
            raise _silent("this server knows no queue to ask them through")
        if self._under_way >= MOST_AT_ONCE:
            raise Problem(429, "too-fast", "Too many searches are under way.", "Try again in a second.", 1)
        self._under_way += 1
        try:
            async with asyncio.timeout(PATIENCE_S):
                return _told(await _result(self._redis, world_id, player, text, list(kinds), limit))
        except TimeoutError as error:
            raise _silent("no worker took the question in time") from error
        except (RedisError, OSError) as error:
            raise _silent("the queue to ask them through is away") from error
        finally:
            self._under_way -= 1


@asynccontextmanager
async def open_search(redis_url: str) -> AsyncGenerator[MemorySearch]:
    """A search over the queue at `redis_url`, which may come and go; an empty address is no queue."""
    if not redis_url:
        yield MemorySearch(None)
        return
    redis = _connect(redis_url)
    try:
        yield MemorySearch(redis)
    finally:
        await redis.aclose()


def _connect(redis_url: str) -> ArqRedis:
    """Connects at the first question: a web server starts and stays up without the queue."""
    pool: Any = ConnectionPool.from_url(  # pyright: ignore[reportUnknownMemberType]  # untyped in redis-py
        redis_url, socket_connect_timeout=CONNECT_TIMEOUT_S
    )
    return ArqRedis(
        pool_or_conn=pool,
        job_serializer=msgspec.msgpack.encode,
        job_deserializer=msgspec.msgpack.decode,
    )


async def _result(redis: ArqRedis, *arguments: Any) -> Any:
    job = await redis.enqueue_job(SEARCH_JOB, *arguments, _queue_name=URGENT, _expires=FORGOTTEN_AFTER)
    assert job is not None, "the job's id is its own, so that it is never refused"
    await redis.publish(calling_channel(URGENT), b"")  # pyright: ignore[reportUnknownMemberType]  # untyped parts in its signature
    try:
        return await job.result(poll_delay=POLL_S)
    except asyncio.CancelledError:
        # Nobody waits any more: a worker that comes later need not answer.
        with suppress(RedisError, OSError):
            await redis.zrem(URGENT, job.job_id)
        raise


def _told(result: Any) -> FoundMemories:
    findings = msgspec.convert(result, Findings)
    return FoundMemories(
        now_ms=findings.now_ms,
        weights=ScoreWeights(**msgspec.structs.asdict(findings.weights)),
        found=tuple(map(_found, findings.found)),
    )


def _found(found: Recalled) -> FoundMemory:
    kept: dict[str, Any] = msgspec.to_builtins(found.memory)
    return FoundMemory(
        memory=KeptMemory(**{name: kept[name] for name in KeptMemory.__struct_fields__}),
        recency=found.recency,
        importance=found.importance,
        relevance=found.relevance,
        score=found.score,
    )


def _silent(why: str) -> Problem:
    return Problem(
        503,
        "minds-silent",
        f"The minds do not answer: {why}.",
        "See that a worker runs (everbrook worker) and try again; searching by text needs none.",
        retry_after_s=5,
    )
